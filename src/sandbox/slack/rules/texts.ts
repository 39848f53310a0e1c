/** Text objects, confirmations, options and pictures. */
import { bool, byType, type Check, list, oneOf, shape, string, webAddress } from "./schema.ts";

export function plain(most: number): Check {
  return byType({ plain_text: shape({ text: string(most) }, { emoji: bool }) });
}

export function mrkdwn(most: number): Check {
  return byType({ mrkdwn: shape({ text: string(most) }, { verbatim: bool }) });
}

export function anyText(most: number): Check {
  return byType({
    plain_text: shape({ text: string(most) }, { emoji: bool }),
    mrkdwn: shape({ text: string(most) }, { verbatim: bool }),
  });
}

export const confirmation: Check = shape(
  { text: anyText(300) },
  {
    title: plain(100),
    confirm: plain(30),
    deny: plain(30),
    style: oneOf("primary", "danger"),
  },
);

/** Slack's types say 75 for a value where its pages say 150; what fits both is sure to pass. Options of checkboxes and radio buttons may be formatted. */
export const richOption: Check = shape(
  { text: anyText(75), value: string(75) },
  { description: anyText(75) },
);
export const plainOption: Check = shape(
  { text: plain(75), value: string(75) },
  { description: plain(75) },
);
export const linkOption: Check = shape(
  { text: plain(75), value: string(75) },
  { description: plain(75), url: webAddress },
);
export const optionGroup: Check = shape({ label: plain(75), options: list(plainOption, 100) });

const slackFile: Check = shape({}, { id: string(255), url: webAddress }, (value, at, faults) => {
  if ((value.id === undefined) === (value.url === undefined)) {
    faults.push({ pointer: at, text: "must provide either id or url" });
  }
});

/** A picture's fields; its address or a file of Slack's, never both. */
export function picture(more: Record<string, Check>): Check {
  return shape(
    { alt_text: string(2_000) },
    { image_url: webAddress, slack_file: slackFile, ...more },
    (value, at, faults) => {
      if ((value.image_url === undefined) === (value.slack_file === undefined)) {
        faults.push({ pointer: at, text: "must provide either image_url or slack_file" });
      }
    },
  );
}

export const imageElement: Check = picture({});

/** A workspace whose messages hold every kind of block, element and file that the page draws. */
import type {
  ConsoleMessage,
  ConsoleSnapshot,
  ConsoleUser,
  ConsoleView,
} from "../../../src/sandbox/slack/console-protocol.ts";

/** Monday, 4 May 2026, 09:00 UTC. */
export const START_S = 1_777_885_200;

export const PEOPLE: ConsoleUser[] = [
  person("U1", "mara", "Mara Lindt", "Site reliability", "Europe/Vienna"),
  person("U2", "tom", "Tom Okafor", "Payments", "America/New_York"),
  { ...person("UBOT", "trailwatch", "trailwatch", "", "UTC"), isBot: true },
];

function person(
  id: string,
  name: string,
  realName: string,
  title: string,
  zone: string,
): ConsoleUser {
  return { id, name, realName, title, zone, isBot: false };
}

/** A message `minutes` after the start. */
export function message(
  minutes: number,
  user: string,
  text: string,
  more: Partial<ConsoleMessage> = {},
): ConsoleMessage {
  const ts = `${START_S + minutes * 60}.000100`;
  return { channel: "C1", ts, user, text, isEdited: false, isEphemeral: false, ...more };
}

const button = (text: string, more: Record<string, unknown> = {}) => ({
  type: "button",
  text: { type: "plain_text", text },
  action_id: `press ${text}`,
  value: text,
  ...more,
});
const option = (text: string, more: Record<string, unknown> = {}) => ({
  text: { type: "plain_text", text },
  value: text.toLowerCase(),
  ...more,
});
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const rich = (...elements: unknown[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const raw = (text: string) => ({ type: "raw_text", text });

const ANSWER = [
  { type: "header", text: { type: "plain_text", text: "2 changes to bucket invoices-archive" } },
  {
    type: "section",
    text: mrkdwn(
      `:large_red_circle: *Public access was allowed* by <@U2> through \`PutBucketPolicy\` ~twice~ _once_, <!date^${START_S}^{date_short_pretty} at {time_secs}|09:00 UTC>\n> Was \`Deny\`, is \`Allow\`\n<https://example.com/runbook|Runbook> &amp; &lt;policy&gt;`,
    ),
    accessory: {
      type: "overflow",
      action_id: "more",
      options: [option("Who is this?"), option("What else did they do?")],
    },
  },
  {
    type: "section",
    fields: [
      mrkdwn("*Account*\nproduction (111122223333)"),
      mrkdwn("*Region*\neu-central-1"),
      mrkdwn("*From*\n203.0.113.7, console"),
      mrkdwn("*MFA*\nno"),
    ],
  },
  { type: "section", text: mrkdwn('```{\n  "Effect": "Allow",\n  "Principal": "*"\n}```') },
  {
    type: "table",
    column_settings: [{}, { is_wrapped: true }, {}, { align: "right" }],
    rows: [
      [raw("When"), raw("What"), raw("Who"), raw("Events")],
      ...Array.from({ length: 15 }, (_, at) => [
        rich({ type: "date", timestamp: START_S - at * 60, format: "{time}", fallback: "09:00" }),
        rich({ type: "text", text: `PutBucketPolicy ${at}`, style: { code: true } }),
        rich({ type: "user", user_id: "U2" }),
        raw(String(1234 * at)),
      ]),
    ],
  },
  {
    type: "context",
    elements: [
      mrkdwn("Searched *LookupEvents*, 24 hours, 1,204 events, newest 3 minutes old · complete"),
    ],
  },
  {
    type: "actions",
    block_id: "follow",
    elements: [
      button("Show the raw record", { style: "primary", action_id: "ask" }),
      button("Stop", {
        style: "danger",
        confirm: {
          title: { type: "plain_text", text: "Stop the search?" },
          text: mrkdwn("What was found *so far* stays."),
          confirm: { type: "plain_text", text: "Stop" },
          deny: { type: "plain_text", text: "Go on" },
          style: "danger",
        },
      }),
      {
        type: "static_select",
        action_id: "window",
        placeholder: { type: "plain_text", text: "Window" },
        options: [
          "1 hour",
          "6 hours",
          "24 hours",
          "7 days",
          "30 days",
          "90 days",
          "1 year",
          "2 years",
        ].map((text) => option(text)),
      },
      { type: "datepicker", action_id: "day", initial_date: "2026-05-04" },
    ],
  },
];

const RICH = [
  {
    type: "rich_text",
    elements: [
      {
        type: "rich_text_section",
        elements: [
          { type: "text", text: "Rich " },
          { type: "text", text: "bold", style: { bold: true, italic: true } },
          { type: "text", text: " to " },
          { type: "broadcast", range: "here" },
          { type: "emoji", name: "warning" },
          { type: "link", url: "https://example.com/", text: "a link" },
          { type: "channel", channel_id: "C2" },
        ],
      },
      {
        type: "rich_text_list",
        style: "ordered",
        elements: ["first", "second"].map((text) => ({
          type: "rich_text_section",
          elements: [{ type: "text", text }],
        })),
      },
      { type: "rich_text_quote", elements: [{ type: "text", text: "a quote" }] },
      { type: "rich_text_preformatted", elements: [{ type: "text", text: "line 1\nline 2" }] },
    ],
  },
  { type: "markdown", text: "## Heading\n**Bold** and `code`\n\n- one\n- two" },
  {
    type: "image",
    image_url: "/files/picture.svg",
    alt_text: "A chart",
    title: { type: "plain_text", text: "Errors" },
  },
  { type: "image", image_url: "https://example.com/x.png", alt_text: "A picture elsewhere" },
  {
    type: "data_table",
    caption: "By service",
    rows: [
      [raw("Service"), raw("Events")],
      [raw("s3"), { type: "raw_number", value: 12, text: "12" }],
    ],
  },
  { type: "divider" },
  { type: "hologram" },
  {
    type: "section",
    text: mrkdwn(
      `Hostile: <script>alert(1)</script> <javascript:alert(1)|click> *un_closed <@U404> ${"long".repeat(500)}`,
    ),
    accessory: {
      type: "checkboxes",
      action_id: "tick",
      options: [
        option("Only failed", { description: mrkdwn("no successes") }),
        option("With reads"),
      ],
    },
  },
];

export const MODAL: ConsoleView = {
  id: "V1",
  type: "modal",
  view: {
    title: { type: "plain_text", text: "What changed?" },
    submit: { type: "plain_text", text: "Ask" },
    close: { type: "plain_text", text: "Cancel" },
    blocks: [
      input("subject", "Resource or person", {
        type: "plain_text_input",
        action_id: "value",
        placeholder: { type: "plain_text", text: "bucket-x" },
      }),
      input("window", "Window", {
        type: "static_select",
        action_id: "value",
        options: [option("1 hour"), option("24 hours")],
        initial_option: option("24 hours"),
      }),
      input(
        "accounts",
        "Accounts",
        {
          type: "multi_static_select",
          action_id: "value",
          options: [option("Production"), option("Staging"), option("Shared")],
          initial_options: [option("Production")],
        },
        { optional: true },
      ),
      input("only", "Only", {
        type: "radio_buttons",
        action_id: "value",
        options: [option("Changes"), option("Failed")],
        initial_option: option("Changes"),
      }),
      input(
        "note",
        "Note",
        { type: "plain_text_input", action_id: "value", multiline: true },
        { optional: true, hint: { type: "plain_text", text: "Shown above the answer." } },
      ),
      input(
        "from",
        "From",
        { type: "timepicker", action_id: "value", initial_time: "09:30" },
        { optional: true },
      ),
      input(
        "people",
        "Tell",
        { type: "multi_users_select", action_id: "value" },
        { optional: true },
      ),
    ],
  },
};

function input(
  blockId: string,
  label: string,
  control: unknown,
  more: Record<string, unknown> = {},
) {
  return {
    type: "input",
    block_id: blockId,
    label: { type: "plain_text", text: label },
    element: control,
    ...more,
  };
}

const HOME: ConsoleView = {
  id: "V0",
  type: "home",
  view: {
    type: "home",
    blocks: [
      { type: "header", text: { type: "plain_text", text: "Ask what changed" } },
      { type: "section", text: mrkdwn("Try `/who-changed bucket-x`"), accessory: button("Ask") },
      { type: "divider" },
      { type: "context", elements: [mrkdwn("Connected to 3 accounts")] },
    ],
  },
};

/** The workspace as one person sees it. */
export function workspace(userId: string): ConsoleSnapshot {
  const me = PEOPLE.find(({ id }) => id === userId) ?? PEOPLE[0];
  if (!me) {
    throw new Error("The workspace has no people.");
  }
  const question = message(
    0,
    "U1",
    "Is anyone touching <#C2>? Somebody *opened* the archive bucket.",
  );
  return {
    team: "Kestrel Freight",
    botUserId: "UBOT",
    me,
    users: PEOPLE,
    channels: [
      {
        id: "C1",
        name: "incidents",
        kind: "channel",
        topic: "Production incidents",
        members: ["U1", "U2", "UBOT"],
      },
      { id: "C2", name: "payments", kind: "channel", topic: "", members: ["U1", "U2"] },
      { id: "D1", name: "tom", kind: "dm", topic: "", members: ["U1", "U2"] },
      { id: "D2", name: "trailwatch", kind: "dm", topic: "", members: ["U1", "UBOT"] },
    ],
    messages: [
      message(-1500, "U2", "Deploying the new invoice importer."),
      question,
      message(1, "U1", "It alarms since nine."),
      message(2, "UBOT", "2 changes to bucket invoices-archive", {
        blocks: ANSWER,
        isEdited: true,
      }),
      message(3, "UBOT", "You may not ask about account staging.", { isEphemeral: true }),
      message(4, "UBOT", "Rich text", { blocks: RICH }),
      message(5, "UBOT", "All 312 changes", {
        files: [
          {
            id: "F1",
            name: "changes.csv",
            title: "changes.csv",
            mimeType: "text/csv",
            size: 2345,
            url: "/files/changes.csv",
          },
        ],
      }),
      message(6, "U2", "That was me, sorry.", { threadTs: question.ts }),
      message(7, "UBOT", "Closed again at 09:07.", { threadTs: question.ts }),
    ],
    commands: [
      {
        command: "/who-changed",
        usage: "<resource> [since 2h]",
        description: "Who changed a resource, and how",
      },
      {
        command: "/what-changed",
        usage: "[service] [since 2h]",
        description: "What changed in a window",
      },
      { command: "/trailwatch", usage: "help", description: "Help, health and who asked what" },
    ],
    messageShortcuts: [{ callbackId: "around", name: "What changed around this?" }],
    home: HOME,
    isAppConnected: true,
  };
}

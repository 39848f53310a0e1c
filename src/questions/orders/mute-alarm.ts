/** `mute-alarm`: what muting would do, as an order that somebody has to confirm. Nothing is changed here. */
import type { Answer, Section } from "../../answers/answer.ts";
import { duration } from "../../answers/words.ts";
import type { Alarm } from "../../domain/alarm.ts";
import { STATE_WORDS } from "../../domain/alarm-words.ts";
import type { Order } from "../../domain/order.ts";
import { HOUR } from "../../domain/time.ts";
import type { AnswerMetrics } from "../metrics/answering.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";
import { cliText, muteInput } from "./cli-text.ts";
import { accountName, emptyAnswer, findOrdered, isAnswer, sayAlarm } from "./ordered-alarm.ts";

type Mute = { spanMs: number; reason?: string };

export const answerMuteAlarm: AnswerMetrics = async (
  asked,
  text,
  { cloudwatch },
  context,
  run,
): Promise<Answer> => {
  const mute = asked.mute ?? { spanMs: HOUR };
  const words = {
    question: "mute-alarm" as const,
    text,
    say: (name: string, account?: string, region?: string) => sayMute(name, mute, account, region),
  };
  const found = await findOrdered(asked, cloudwatch, words, context, run);
  if (isAnswer(found)) return found;
  const { alarm, searched } = found;
  const base = emptyAnswer(asked, words, searched);
  const order: Order = {
    kind: "mute-alarm",
    alarm: { name: alarm.name, place: alarm.place },
    ...mute,
  };
  return {
    ...base,
    outcome: "found",
    headline: `Mute ${alarm.name} for ${duration(mute.spanMs)}?`,
    sections: [...sectionsOf(alarm, mute, context), ...base.sections],
    followUps: [{ label: "The alarm", text: sayAlarm(alarm, context) }],
    data: { order },
  };
};

/** The words that order the same. */
export function sayMute(
  name: string,
  { spanMs, reason }: Mute,
  account?: string,
  region?: string,
): string {
  const minutes = Math.max(1, Math.round(spanMs / 60_000));
  const where = account === undefined ? "" : ` in ${account}`;
  const there = region === undefined ? "" : ` region ${region}`;
  const why = reason === undefined ? "" : ` because ${reason}`;
  return `mute alarm ${quotedName(name)} for ${minutes}m${where}${there}${why}`;
}

function sectionsOf(alarm: Alarm, mute: Mute, context: AskContext): Section[] {
  const { name, place, state } = alarm;
  const { region } = place;
  const facts = [
    { label: "Alarm", value: [{ kind: "code" as const, text: name }] },
    { label: "Where", value: [`${accountName(place, context)}, ${region}`] },
    { label: "State", value: [STATE_WORDS[state]] },
    { label: "Until", value: [{ kind: "time" as const, at: context.now + mute.spanMs }] },
    ...(mute.reason === undefined ? [] : [{ label: "Because", value: [mute.reason] }]),
  ];
  return [
    { kind: "facts", facts },
    {
      kind: "text",
      line: [
        "Nothing is changed yet. What the alarm does (mails, pages, scaling) would be held back meanwhile. Its state goes on being watched, and if it is in ALARM at the end, what was held back would happen then.",
      ],
    },
    {
      kind: "record",
      title: "The same with the AWS CLI",
      text: cliText("put-alarm-mute-rule", region, muteInput(name, context.now, mute.spanMs)),
    },
  ];
}

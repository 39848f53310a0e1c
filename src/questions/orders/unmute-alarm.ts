/** `unmute-alarm`: which mute rules would be deleted, as an order that somebody has to confirm. */
import type { Answer, Section } from "../../answers/answer.ts";
import { count, listed } from "../../answers/words.ts";
import type { Alarm, MuteRule } from "../../domain/alarm.ts";
import type { Order } from "../../domain/order.ts";
import type { AnswerMetrics } from "../metrics/answering.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";
import { cliText } from "./cli-text.ts";
import { accountName, emptyAnswer, findOrdered, isAnswer, sayAlarm } from "./ordered-alarm.ts";

export const answerUnmuteAlarm: AnswerMetrics = async (
  asked,
  text,
  { cloudwatch },
  context,
  run,
): Promise<Answer> => {
  const words = { question: "unmute-alarm" as const, text, say: sayUnmute };
  const found = await findOrdered(asked, cloudwatch, words, context, run);
  if (isAnswer(found)) return found;
  const { alarm, searched } = found;
  const ref = { name: alarm.name, place: alarm.place };
  const mutes = await cloudwatch.alarms.mutes({ alarm: ref }, run);
  const rules = mutes.filter(({ status }) => status !== "expired");
  const base = emptyAnswer(asked, words, searched);
  const followUps = [{ label: "The alarm", text: sayAlarm(alarm, context) }];
  if (rules.length === 0) {
    return { ...base, headline: `${alarm.name} is not muted: no rule holds it back`, followUps };
  }
  const order: Order = {
    kind: "unmute-alarm",
    alarm: ref,
    rules: rules.map(({ name, alarmNames }) => ({ name, alarmNames })),
  };
  return {
    ...base,
    outcome: "found",
    headline: `Unmute ${alarm.name}?`,
    sections: [...sectionsOf(alarm, rules, context), ...base.sections],
    followUps,
    data: { order },
  };
};

function sayUnmute(name: string, account?: string, region?: string): string {
  const where = account === undefined ? "" : ` in ${account}`;
  const there = region === undefined ? "" : ` region ${region}`;
  return `unmute alarm ${quotedName(name)}${where}${there}`;
}

function sectionsOf(alarm: Alarm, rules: MuteRule[], context: AskContext): Section[] {
  const { name, place } = alarm;
  const others = [...new Set(rules.flatMap(({ alarmNames }) => alarmNames))].filter(
    (each) => each !== name,
  );
  return [
    {
      kind: "table",
      title: `${count(rules.length, "mute rule")} would be deleted in ${accountName(place, context)}, ${place.region}`,
      columns: ["Rule", "Now", "Schedule", "For"],
      rows: rules.map((rule) => [
        [{ kind: "code", text: rule.name }],
        [rule.status === "active" ? "in force" : "to come"],
        [{ kind: "code", text: rule.schedule }],
        [rule.duration],
      ]),
      hidden: 0,
    },
    ...alsoMuted(others),
    { kind: "text", line: ["Nothing is changed yet."] },
    {
      kind: "record",
      title: "The same with the AWS CLI",
      text: rules
        .map((rule) =>
          cliText("delete-alarm-mute-rule", place.region, { AlarmMuteRuleName: rule.name }),
        )
        .join("\n"),
    },
  ];
}

/** A rule may hold back more alarms than the one that somebody thinks of. */
function alsoMuted(others: string[]): Section[] {
  if (others.length === 0) return [];
  const line = `These rules mute ${count(others.length, "other alarm")} too, which would no longer be muted either: ${listed(others)}.`;
  return [{ kind: "callout", tone: "warning", line: [line] }];
}

/** Alarms on the App Home: the worst first, by account, each with what to ask about it. */
import type { FollowUp } from "../../answers/answer.ts";
import { formatInstant, SECOND } from "../../domain/time.ts";
import type { SlackBlock } from "./blocks.ts";
import { actionsRow, plainText } from "./controls.ts";
import { LIMITS } from "./limits.ts";
import { code, dateToken, prose } from "./mrkdwn.ts";
import { smallBlock, textBlock } from "./sections/draft.ts";
import { cutPlain } from "./shown.ts";

export type HomeAlarm = {
  name: string;
  account: string;
  region: string;
  state: "ALARM" | "INSUFFICIENT_DATA";
  /** Epoch milliseconds. */
  since?: number;
};

/** How many alarms of an account stand so, shown or not. */
export type HomeAccount = { account: string; inAlarm: number; withoutData: number };

/** `hidden`: of those that stand so, not among `alarms`. `accounts`: that of the worst alarm first. */
export type HomeAlarms =
  | { kind: "loading" }
  | {
      kind: "read";
      alarms: HomeAlarm[];
      accounts: HomeAccount[];
      hidden: number;
      at: number;
      gaps: string[];
    }
  | { kind: "failed"; why: string };

type Names = Record<string, string>;

const SIGNS: Record<HomeAlarm["state"], string> = { ALARM: "🔴", INSUFFICIENT_DATA: "⚪" };
const WORDS: Record<HomeAlarm["state"], string> = {
  ALARM: "in ALARM",
  INSUFFICIENT_DATA: "without data",
};

export function homeAlarmBlocks(alarms: HomeAlarms, names: Names): SlackBlock[] {
  const heading: SlackBlock = {
    type: "header",
    text: plainText("Alarms now", LIMITS.headerText),
  };
  const all = actionsRow([{ label: "All alarms", text: "alarms" }]);
  switch (alarms.kind) {
    case "loading":
      return [heading, smallBlock(["⏳  CloudWatch is being asked…"]), ...all];
    case "failed":
      return [
        heading,
        textBlock(`⚠️  ${prose(cutPlain(alarms.why, 600), 1200)}`),
        ...actionsRow([{ label: "Ask again", text: "alarms" }]),
      ];
    case "read":
      return [heading, ...readBlocks(alarms, names), ...all];
  }
}

function readBlocks(
  { alarms, accounts, hidden, at, gaps }: Extract<HomeAlarms, { kind: "read" }>,
  names: Names,
): SlackBlock[] {
  const more = hidden > 0 ? [` · … ${hidden} more`] : [];
  const isCalm = alarms.length === 0;
  return [
    ...(isCalm ? [textBlock("✅  Nothing is in ALARM.")] : byAccount(alarms, accounts, names)),
    smallBlock([`As of ${dateToken(at)}${more.join("")}`]),
    ...gaps.slice(0, 3).map((gap) => smallBlock([`⚠️  ${prose(cutPlain(gap, 300), 600)}`])),
  ];
}

const MOST_ACCOUNTS = 15;

/** Accounts whose alarms are all hidden are counted all the same. */
function byAccount(
  alarms: readonly HomeAlarm[],
  accounts: readonly HomeAccount[],
  names: Names,
): SlackBlock[] {
  return accounts.slice(0, MOST_ACCOUNTS).flatMap(({ account, inAlarm, withoutData }) => {
    const own = alarms.filter((alarm) => alarm.account === account);
    const counts = [
      ...(inAlarm > 0 ? [`${inAlarm} ${WORDS.ALARM}`] : []),
      ...(withoutData > 0 ? [`${withoutData} ${WORDS.INSUFFICIENT_DATA}`] : []),
    ];
    const title = `*${prose(nameOf(account, names), 60)}*  ${counts.join(", ")}`;
    return [smallBlock([title]), ...own.flatMap((alarm) => alarmBlocks(alarm, names))];
  });
}

function alarmBlocks(alarm: HomeAlarm, names: Names): SlackBlock[] {
  const { name, region, state, since } = alarm;
  const time = since === undefined ? "" : ` since ${dateToken(since)}`;
  const line = `${SIGNS[state]}  ${code(cutPlain(name, 255))}\n${WORDS[state]}${time} · ${prose(region, 40)}`;
  return [textBlock(line), ...actionsRow(asksOf(alarm, names))];
}

function asksOf({ name, account, region, since }: HomeAlarm, names: Names): FollowUp[] {
  const where = `in ${nameOf(account, names)} region ${region}`;
  const at = since === undefined ? undefined : formatInstant(Math.round(since / SECOND) * SECOND);
  return [
    { label: "The alarm", text: `alarm ${quoted(name)} ${where}` },
    ...(at === undefined
      ? []
      : [
          {
            label: "What changed before",
            text: `what changed around ${at} in ${nameOf(account, names)}`,
          },
        ]),
  ];
}

/** As it can be typed: questions/quoted-name.ts says the same, which a view may not know. */
function quoted(name: string): string {
  return name.includes('"') ? `'${name}'` : `"${name}"`;
}

function nameOf(account: string, names: Names): string {
  return Object.entries(names).find(([, id]) => id === account)?.[0] ?? account;
}

/** `dashboards`: which there are, where, and how old. */
import type { Answer, Line } from "../../answers/answer.ts";
import { ago, bytes, count } from "../../answers/words.ts";
import type { DashboardEntry } from "../../domain/dashboard.ts";
import { formatInstant } from "../../domain/time.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";
import type { AnswerMetrics } from "./answering.ts";
import { distinctEntries, inPlace, placeWords } from "./dashboard-found.ts";

const SHOWN = 50;
const OFFERED = 5;

export const answerDashboards: AnswerMetrics = async (
  asked,
  text,
  { cloudwatch },
  context,
  run,
): Promise<Answer> => {
  const { accounts, regions, name, window, notes } = asked;
  const where = { ...(accounts && { accounts }), ...(regions && { regions }) };
  const found = await cloudwatch.dashboards.list(where, run);
  const fits = fitting(name);
  const all = distinctEntries(found.dashboards)
    .filter((entry) => fits(entry.name))
    .sort(byNameAndPlace);
  const shown = all.slice(0, asked.limit ?? SHOWN);
  const named = name.trim() === "" ? "" : ` with “${name.trim().slice(0, 100)}” in the name`;
  return {
    outcome: all.length > 0 ? "found" : "nothing",
    headline:
      all.length > 0
        ? `${count(all.length, "dashboard")}${named}`
        : `There are no dashboards${named}`,
    question: { name: "dashboards", text: text.slice(0, 500), window, zone: window.zone },
    sections: [
      ...notes.map((note) => ({ kind: "callout" as const, tone: "info" as const, line: [note] })),
      ...(all.length === 0
        ? []
        : [
            {
              kind: "table" as const,
              columns: ["Dashboard", "Where", "Changed", "Size"],
              rows: shown.map((entry) => rowOf(entry, context)),
              hidden: all.length - shown.length,
            },
          ]),
    ],
    searched: found.searched,
    followUps: offers(shown, context),
    data: { dashboards: shown.map(dashboardData), truncated: all.length - shown.length },
  };
};

/** A part of the name, or a pattern with stars; in any case. */
function fitting(words: string): (name: string) => boolean {
  const lower = words.trim().toLowerCase();
  if (!lower.includes("*")) return (name) => name.toLowerCase().includes(lower);
  const parts = lower.split("*");
  return (name) => matches(name.toLowerCase(), parts);
}

/** Each part behind the one before; the first and the last at the ends. */
function matches(name: string, parts: readonly string[]): boolean {
  const [first = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

function byNameAndPlace(one: DashboardEntry, other: DashboardEntry): number {
  const key = ({ name, place }: DashboardEntry) => `${name}\n${place.account}\n${place.region}`;
  return key(one) < key(other) ? -1 : 1;
}

function rowOf(
  { name, place, modifiedAt, bytes: size }: DashboardEntry,
  context: AskContext,
): Line[] {
  return [
    [{ kind: "code", text: name }],
    [placeWords(place, context.accountNames)],
    [modifiedAt === undefined ? "" : ago(modifiedAt, context.now)],
    [size === undefined ? "" : bytes(size)],
  ];
}

function offers(entries: readonly DashboardEntry[], { accountNames }: AskContext) {
  const names = entries.map(({ name }) => name);
  return entries.slice(0, OFFERED).map(({ name, place }) => {
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    const where = isAlone ? "" : ` ${inPlace(place, accountNames)}`;
    return {
      label: `${name}${isAlone ? "" : ` (${placeWords(place, accountNames)})`}`,
      text: `dashboard ${quotedName(name)}${where}`,
    };
  });
}

function dashboardData({ name, arn, place, modifiedAt, bytes: size }: DashboardEntry) {
  return {
    name,
    arn,
    ...place,
    ...(modifiedAt !== undefined && { modified: formatInstant(modifiedAt) }),
    ...(size !== undefined && { bytes: size }),
  };
}

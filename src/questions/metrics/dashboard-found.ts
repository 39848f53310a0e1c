/** Which dashboard a name means, among all that there are. */
import type { FollowUp } from "../../answers/answer.ts";
import { count, listed } from "../../answers/words.ts";
import type { DashboardEntry } from "../../domain/dashboard.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { nearest } from "../../language/nearest.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";

export type DashboardFound =
  | { kind: "one"; entry: DashboardEntry; others: DashboardEntry[] }
  | { kind: "none"; headline: string; followUps: FollowUp[] };

/** The exact name, else the same in other case, else the only one that holds it. */
export function findDashboard(
  name: string,
  entries: readonly DashboardEntry[],
  context: AskContext,
): DashboardFound {
  const lower = name.toLowerCase();
  const exact = entries.filter((entry) => entry.name === name);
  const folded = entries.filter((entry) => entry.name.toLowerCase() === lower);
  const [entry, ...others] = exact.length > 0 ? exact : folded;
  if (entry) return { kind: "one", entry, others };
  const holding = entries.filter((each) => each.name.toLowerCase().includes(lower));
  const [only, ...rest] = holding;
  const isOneName = rest.every((each) => each.name === only?.name);
  if (only && name !== "" && isOneName) return { kind: "one", entry: only, others: rest };
  return { kind: "none", ...noneWords(name, holding, entries, context) };
}

function noneWords(
  name: string,
  holding: readonly DashboardEntry[],
  entries: readonly DashboardEntry[],
  { accountNames }: AskContext,
) {
  const names = [...new Set(entries.map((entry) => entry.name))];
  const near = nearest(name, names, Math.max(2, Math.floor(name.length / 3)));
  const offered = [...new Set([...holding.map((entry) => entry.name), ...near, ...names])];
  const accounts = [...new Set(entries.map(({ place }) => placeWords(place, accountNames)))];
  const where =
    entries.length === 0
      ? ""
      : `; there are ${count(names.length, "dashboard")} in ${listed(accounts, 3)}`;
  const cut = name.length > 120 ? `${name.slice(0, 119)}…` : name;
  return {
    headline:
      holding.length > 1
        ? `Several dashboards have “${cut}” in their names`
        : `There is no dashboard “${cut}”${where}`,
    followUps: offered
      .slice(0, 5)
      .map((each) => ({ label: each, text: `dashboard ${quotedName(each)}` })),
  };
}

/** Dashboards belong to an account, not to a Region: each Region lists them all again. */
export function distinctEntries(entries: readonly DashboardEntry[]): DashboardEntry[] {
  return [...new Map([...entries].reverse().map((entry) => [entry.arn, entry])).values()].reverse();
}

/** `prod, eu-west-1`. */
export function placeWords({ account, region }: AwsPlace, names: Record<string, string>): string {
  const name = Object.entries(names).find(([, id]) => id === account)?.[0] ?? account;
  return `${name}, ${region}`;
}

/** The words that narrow a question to a place. */
export function inPlace({ account, region }: AwsPlace, names: Record<string, string>): string {
  const name = Object.entries(names).find(([, id]) => id === account)?.[0] ?? account;
  return `in ${name} region ${region}`;
}

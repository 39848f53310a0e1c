/** DescribeAlarmHistory and DescribeAlarmContributors: what has happened to an alarm, and what is in ALARM of one over many. */
import type { AlarmContributor, AlarmHistoryItem } from "../../domain/alarm.ts";
import { DAY, SECOND, type Window } from "../../domain/time.ts";
import type { AlarmHistory, AlarmRef } from "../../sources/cloudwatch.ts";
import { toProblem } from "../problems.ts";
import { placeNamed, type Reach, toSearch } from "./ask-places.ts";
import type { Asking } from "./call.ts";
import { instantAt, type Members, membersOf, parsedObject, textOf } from "./members.ts";
import { pagesGap, readPages } from "./pages.ts";
import { readState } from "./read-alarm.ts";

/** CloudWatch keeps no more. */
const REACH_MS = 30 * DAY;
const MOST_ITEMS = 2_000;
const MOST_CONTRIBUTORS = 500;

const KINDS: Record<string, AlarmHistoryItem["kind"]> = {
  StateUpdate: "state",
  ConfigurationUpdate: "configuration",
  Action: "action",
  AlarmContributorStateUpdate: "contributor",
  AlarmContributorAction: "contributor",
};

/** Throws a Problem `aws.*` where it could not be read. */
export async function readHistory(
  reach: Reach,
  alarm: AlarmRef,
  asked: Window,
  asking: Asking,
): Promise<AlarmHistory> {
  const now = reach.now();
  const window = { from: Math.max(asked.from, now - REACH_MS), to: Math.min(asked.to, now) };
  if (window.from > window.to) return emptyHistory(alarm, asked);
  const { DescribeAlarmHistoryCommand } = await import("@aws-sdk/client-cloudwatch");
  const pages = await orProblem(reach, alarm, "DescribeAlarmHistory", () =>
    readPages(
      async (token) => {
        const command = new DescribeAlarmHistoryCommand({
          AlarmName: alarm.name,
          AlarmTypes: ["MetricAlarm", "CompositeAlarm", "LogAlarm"],
          StartDate: new Date(Math.floor(window.from / SECOND) * SECOND),
          EndDate: new Date(Math.ceil((window.to + 1) / SECOND) * SECOND),
          ScanBy: "TimestampDescending",
          MaxRecords: 100,
          ...(token !== undefined && { NextToken: token }),
        });
        const page = await reach.call(
          asking,
          alarm.place,
          "DescribeAlarmHistory",
          (client, abortSignal) => client.send(command, { abortSignal }),
        );
        return { items: page.AlarmHistoryItems ?? [], token: page.NextToken };
      },
      { most: MOST_ITEMS },
    ),
  );
  const items = pages.items
    .flatMap((item) => readItem(item))
    .filter(({ at }) => at >= window.from && at <= window.to)
    .sort((one, other) => other.at - one.at);
  const gaps = pagesGap(pages, "entries of the alarm's history");
  const searched = toSearch(alarm.place, {
    source: "CloudWatch alarm history",
    window,
    filter: `alarm ${alarm.name}`,
    examined: pages.items.length,
    matched: items.length,
    requests: asking.requests,
    gaps,
  });
  return { items, isCut: pages.isCut, searched };
}

function emptyHistory({ name, place }: AlarmRef, window: Window): AlarmHistory {
  const gaps = ["the history of alarms goes back 30 days, the window ends before"];
  const source = "CloudWatch alarm history";
  const told = { source, window, filter: `alarm ${name}`, examined: 0, matched: 0, gaps };
  return { items: [], isCut: true, searched: toSearch(place, told) };
}

/** Nothing for what has no time. */
function readItem(value: unknown): AlarmHistoryItem[] {
  const { Timestamp, HistoryItemType, HistorySummary, HistoryData } = membersOf(value);
  const at = instantAt(Timestamp);
  if (at === undefined) return [];
  const kind = KINDS[textOf(HistoryItemType) ?? ""] ?? "other";
  const data = parsedObject(HistoryData) ?? {};
  const shared = { at, kind, summary: textOf(HistorySummary) ?? "" };
  if (kind === "configuration") {
    const change = textOf(data.type);
    return [{ ...shared, ...(change !== undefined && { change }) }];
  }
  return [{ ...shared, ...readChange(data) }];
}

function readChange(data: Members): Partial<AlarmHistoryItem> {
  const state = membersOf(data.newState);
  const from = readState(membersOf(data.oldState).stateValue);
  const to = readState(state.stateValue);
  const reason = textOf(state.stateReason);
  const reasonData = parsedObject(state.stateReasonData);
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(reason !== undefined && { reason }),
    ...(reasonData !== undefined && { reasonData }),
  };
}

/** Throws a Problem `aws.*` where they could not be read. */
export async function readContributors(
  reach: Reach,
  alarm: AlarmRef,
  asking: Asking,
): Promise<AlarmContributor[]> {
  const { DescribeAlarmContributorsCommand } = await import("@aws-sdk/client-cloudwatch");
  const { items } = await orProblem(reach, alarm, "DescribeAlarmContributors", () =>
    readPages(
      async (token) => {
        const command = new DescribeAlarmContributorsCommand({
          AlarmName: alarm.name,
          ...(token !== undefined && { NextToken: token }),
        });
        const page = await reach.call(
          asking,
          alarm.place,
          "DescribeAlarmContributors",
          (client, abortSignal) => client.send(command, { abortSignal }),
        );
        return { items: page.AlarmContributors ?? [], token: page.NextToken };
      },
      { most: MOST_CONTRIBUTORS },
    ),
  );
  return items.flatMap((item) => readContributor(item));
}

function readContributor(value: unknown): AlarmContributor[] {
  const { ContributorId, ContributorAttributes, StateReason, StateTransitionedTimestamp } =
    membersOf(value);
  const id = textOf(ContributorId);
  if (id === undefined) return [];
  const attributes = Object.entries(membersOf(ContributorAttributes)).flatMap(([key, text]) =>
    typeof text === "string" ? [[key, text] as const] : [],
  );
  const reason = textOf(StateReason);
  const since = instantAt(StateTransitionedTimestamp);
  return [
    {
      id,
      attributes: Object.fromEntries(attributes),
      ...(reason !== undefined && { reason }),
      ...(since !== undefined && { since }),
    },
  ];
}

async function orProblem<Value>(
  reach: Reach,
  { name, place }: AlarmRef,
  action: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw toProblem(error, { ...placeNamed(reach.setup, place, action), resource: name });
  }
}

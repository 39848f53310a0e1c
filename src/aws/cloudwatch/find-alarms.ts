/** DescribeAlarms: alarms of all kinds, of many places side by side. */
import type { DescribeAlarmsCommandInput } from "@aws-sdk/client-cloudwatch";
import type { Alarm } from "../../domain/alarm.ts";
import type { AwsPlace } from "../../domain/place.ts";
import type { AlarmQuery, AlarmsFound } from "../../sources/cloudwatch.ts";
import {
  askPlaces,
  type Counted,
  gapOf,
  type Reach,
  somePlaces,
  toSearch,
  unlessAllFailed,
} from "./ask-places.ts";
import type { Asking } from "./call.ts";
import { listOf, type Members, membersOf } from "./members.ts";
import { pagesGap, readPages } from "./pages.ts";
import { readAlarm } from "./read-alarm.ts";
import type { AlarmKind } from "./read-watch.ts";

/** Most names and most alarms of one request. */
const MOST_OF_REQUEST = 100;
/** 100 alarms each. */
const MOST_PAGES = 200;
const ALL_TYPES = ["MetricAlarm", "CompositeAlarm", "LogAlarm"] as const;
export const ALARM_SOURCE = "CloudWatch alarms";

/** What one place gave. */
export type PlaceAlarms = { alarms: Alarm[]; examined: number; isCut: boolean; gaps: string[] };

/** Throws a Problem `aws.*` where no place could be asked. */
export async function findAlarms(
  reach: Reach,
  query: AlarmQuery,
  asking: Asking,
): Promise<AlarmsFound> {
  const places = somePlaces(reach.setup, query);
  const asked = await askPlaces(asking, places, (place, own) =>
    readPlace(reach, query, own, place),
  );
  return toFound(reach, query, asked);
}

/** The evidence of each place; throws a Problem where none could be asked. */
export function toFound(
  reach: Reach,
  query: AlarmQuery,
  asked: readonly Counted<PlaceAlarms>[],
): AlarmsFound {
  unlessAllFailed(reach.setup, asked, "DescribeAlarms");
  const now = reach.now();
  const filter = filterWords(query);
  return {
    alarms: asked.flatMap((one) => (one.ok ? one.value.alarms : [])),
    isCut: asked.some((one) => !one.ok || one.value.isCut),
    searched: asked.map((one) =>
      toSearch(one.place, {
        source: ALARM_SOURCE,
        unit: "alarm",
        window: { from: now, to: now },
        ...(filter !== undefined && { filter }),
        requests: one.requests,
        examined: one.ok ? one.value.examined : 0,
        matched: one.ok ? one.value.alarms.length : 0,
        gaps: one.ok ? one.value.gaps : [gapOf(reach.setup, one, "DescribeAlarms")],
      }),
    ),
  };
}

function filterWords({ names, namePrefix, state, childrenOf }: AlarmQuery): string | undefined {
  const words = [
    names && `named ${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}`,
    namePrefix && `beginning with ${namePrefix}`,
    state && `in ${state}`,
    childrenOf && `children of ${childrenOf}`,
  ].filter((word) => word !== undefined && word !== "");
  return words.length === 0 ? undefined : words.join(", ");
}

async function readPlace(
  reach: Reach,
  query: AlarmQuery,
  asking: Asking,
  place: AwsPlace,
): Promise<PlaceAlarms> {
  const { names, namePrefix, state, limit } = query;
  if (names) {
    const found = await describeNamed(reach, asking, place, names);
    const alarms = state ? found.filter((alarm) => alarm.state === state) : found;
    const kept = alarms.slice(0, limit);
    return { alarms: kept, examined: found.length, isCut: kept.length < alarms.length, gaps: [] };
  }
  const input = {
    ...(namePrefix !== undefined && namePrefix !== "" && { AlarmNamePrefix: namePrefix }),
    ...(state !== undefined && { StateValue: state }),
  };
  const pages = await describe(reach, asking, place, input, limit);
  const alarms = readAll(pages.items, place);
  // A limit that was asked for is no fault of the search.
  const gaps = limit === undefined || pages.isLooped ? pagesGap(pages, "alarms") : [];
  return { alarms, examined: pages.items.length, isCut: pages.isCut, gaps };
}

/** Those of these names that are there, in no lasting order; names may be many. */
export async function describeNamed(
  reach: Reach,
  asking: Asking,
  place: AwsPlace,
  names: readonly string[],
): Promise<Alarm[]> {
  const chunks: string[][] = [];
  const wanted = [...new Set(names)];
  for (let at = 0; at < wanted.length; at += MOST_OF_REQUEST) {
    chunks.push(wanted.slice(at, at + MOST_OF_REQUEST));
  }
  const found = await Promise.all(
    chunks.map((AlarmNames) => describe(reach, asking, place, { AlarmNames }, undefined)),
  );
  return found.flatMap(({ items }) => readAll(items, place));
}

/** All pages of a filter; each item is an alarm's members with the list that it stood in. */
export function describe(
  { call }: Reach,
  asking: Asking,
  place: AwsPlace,
  filter: DescribeAlarmsCommandInput,
  limit: number | undefined,
) {
  return readPages(
    async (token) => {
      const { DescribeAlarmsCommand } = await import("@aws-sdk/client-cloudwatch");
      const command = new DescribeAlarmsCommand({
        ...filter,
        // Without these only metric alarms come; with children no other filter is taken.
        ...(filter.ChildrenOfAlarmName === undefined && { AlarmTypes: [...ALL_TYPES] }),
        MaxRecords: Math.min(MOST_OF_REQUEST, Math.max(1, limit ?? MOST_OF_REQUEST)),
        ...(token !== undefined && { NextToken: token }),
      });
      const page: Members = membersOf(
        await call(asking, place, "DescribeAlarms", (client, abortSignal) =>
          client.send(command, { abortSignal }),
        ),
      );
      const items = [
        ...kindly(page.CompositeAlarms, "composite"),
        ...kindly(page.MetricAlarms, "metric"),
        ...kindly(page.LogAlarms, "log"),
      ];
      return { items, token: typeof page.NextToken === "string" ? page.NextToken : undefined };
    },
    { ...(limit !== undefined && { most: limit }), mostPages: MOST_PAGES },
  );
}

type Listed = { raw: unknown; kind: AlarmKind };

function kindly(list: unknown, kind: AlarmKind): Listed[] {
  return listOf(list).map((raw) => ({ raw, kind }));
}

/** Without what has no name. */
function readAll(items: readonly unknown[], place: AwsPlace): Alarm[] {
  return items.flatMap((item) => {
    const { raw, kind } = membersOf(item);
    const alarm = readAlarm(raw, place, kind === "composite" || kind === "log" ? kind : "metric");
    return alarm.name === "" ? [] : [alarm];
  });
}

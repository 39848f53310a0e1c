/** A CloudWatch in memory with the alarms that a test brings, asked as people ask. */
import type { Answer, Line, Section } from "../../../src/answers/answer.ts";
import { toText } from "../../../src/answers/to-text.ts";
import type {
  Alarm,
  AlarmContributor,
  AlarmHistoryItem,
  MuteRule,
} from "../../../src/domain/alarm.ts";
import type { Datapoint, Series, SeriesQuery } from "../../../src/domain/metric.ts";
import type { AwsPlace } from "../../../src/domain/place.ts";
import { Problem } from "../../../src/domain/problem.ts";
import type { Search } from "../../../src/domain/search.ts";
import type { TrailEvent } from "../../../src/domain/trail-event.ts";
import { ask } from "../../../src/questions/ask.ts";
import type {
  AlarmQuery,
  CloudWatch,
  PlacedMetric,
  SeriesAsk,
} from "../../../src/sources/cloudwatch.ts";
import type { Trail } from "../../../src/sources/trail.ts";
import { quietRun } from "../../support/ask.ts";

export const NOW = Date.UTC(2026, 10, 22, 14, 15);
export const PROD: AwsPlace = { account: "111122223333", region: "eu-west-1" };
export const STAGING: AwsPlace = { account: "222233334444", region: "us-east-1" };

export function errorsQuery(name = "checkout-api"): SeriesQuery {
  return {
    id: "m1",
    kind: "metric",
    metric: {
      namespace: "AWS/Lambda",
      name: "Errors",
      dimensions: [{ name: "FunctionName", value: name }],
    },
    stat: "Sum",
    period: 60,
  };
}

/** OK for an hour, on the errors of a function, unless more is said. */
export function alarmOf(name: string, more: Partial<Alarm> = {}): Alarm {
  const place = more.place ?? PROD;
  return {
    name,
    arn: `arn:aws:cloudwatch:${place.region}:${place.account}:alarm:${name}`,
    place,
    watch: {
      kind: "metric",
      queries: [errorsQuery()],
      alarmedId: "m1",
      threshold: 5,
      evaluation: {
        comparison: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: 1,
        missingData: "notBreaching",
      },
      period: 60,
    },
    state: "OK",
    stateSince: NOW - 3_600_000,
    actionsEnabled: true,
    actions: { ok: [], alarm: [], insufficient: [] },
    ...more,
  };
}

export function compositeOf(name: string, children: string[], more: Partial<Alarm> = {}): Alarm {
  const rule = children.map((child) => `ALARM("${child}")`).join(" OR ");
  return alarmOf(name, { watch: { kind: "composite", rule, children }, ...more });
}

export type World = {
  alarms?: Alarm[];
  history?: AlarmHistoryItem[];
  mutes?: MuteRule[];
  contributors?: AlarmContributor[];
  /** Points of each query's id; two lists of a band. */
  points?: Record<string, Datapoint[] | Datapoint[][]>;
  metrics?: PlacedMetric[];
  /** What cannot be read, and how it is told. */
  refused?: ("history" | "mutes" | "contributors" | "series" | "trail")[];
  /** What CloudTrail tells. */
  events?: TrailEvent[];
  gaps?: string[];
};

export type AlarmWorld = CloudWatch & { asked: { alarms: AlarmQuery[]; series: SeriesAsk[] } };

export function alarmWorld(world: World): AlarmWorld {
  const asked: AlarmWorld["asked"] = { alarms: [], series: [] };
  const refuse = (what: NonNullable<World["refused"]>[number]) => {
    if (world.refused?.includes(what)) {
      throw new Problem("aws.denied", `Not allowed to read ${what}.`, "Allow it.");
    }
  };
  const all = world.alarms ?? [];
  return {
    asked,
    alarms: {
      async find(query) {
        asked.alarms.push(query);
        const alarms = all.filter((alarm) => isMeant(alarm, query, all));
        return { alarms, isCut: false, searched: [searchOf(all.length, alarms.length, world)] };
      },
      async history(_, window) {
        refuse("history");
        const items = (world.history ?? []).filter(({ at }) => at >= window.from);
        return { items, isCut: false, searched: searchOf(items.length, items.length, {}) };
      },
      async contributors() {
        refuse("contributors");
        return world.contributors ?? [];
      },
      async mutes() {
        refuse("mutes");
        return world.mutes ?? [];
      },
    },
    metrics: {
      async read(asks) {
        refuse("series");
        asked.series.push(...asks);
        return asks.map(({ place, queries }) => ({
          place,
          series: queries.flatMap((query) => seriesOf(query, world)),
          searched: searchOf(0, 0, {}),
        }));
      },
      async list() {
        return { metrics: world.metrics ?? [], isCut: false, searched: [] };
      },
      places: async () => [PROD],
    },
    dashboards: {
      list: async () => ({ dashboards: [], isCut: false, searched: [] }),
      read: () => Promise.reject(new Error("no dashboard here")),
    },
  };
}

function isMeant({ name, place }: Alarm, query: AlarmQuery, all: Alarm[]): boolean {
  if (query.names && !query.names.includes(name)) return false;
  if (query.accounts && !query.accounts.includes(place.account)) return false;
  if (query.regions && !query.regions.includes(place.region)) return false;
  if (query.childrenOf === undefined) return true;
  const parent = all.find((alarm) => alarm.name === query.childrenOf);
  return parent?.watch.kind === "composite" && parent.watch.children.includes(name);
}

function seriesOf(query: SeriesQuery, { points = {} }: World): Series[] {
  if (query.isHidden) return [];
  const found = points[query.id] ?? [];
  const lists = found.map((each) => (Array.isArray(each) ? each : undefined));
  const several = lists.every((list) => list !== undefined) ? lists : undefined;
  const single = found.flatMap((each) => (Array.isArray(each) ? [] : [each]));
  const label = query.label ?? query.id;
  const periodMs = (query.period ?? 60) * 1000;
  const toSeries = (list: Datapoint[]): Series => ({
    id: query.id,
    label,
    points: list,
    periodMs,
    status: "complete",
    messages: [],
  });
  if (several && several.length > 0) return several.flatMap((list) => toSeries(list ?? []));
  return [toSeries(single)];
}

function searchOf(examined: number, matched: number, { gaps = [] }: World): Search {
  return {
    source: "CloudWatch alarms",
    accounts: [PROD.account],
    regions: [PROD.region],
    window: { from: NOW - 86_400_000, to: NOW },
    unit: "alarm",
    examined,
    matched,
    complete: gaps.length === 0,
    gaps,
  };
}

function trailOf({ events = [], refused = [] }: World): Trail {
  return {
    async find({ classes }) {
      if (refused.includes("trail")) throw new Problem("aws.denied", "No.", "Allow it.");
      const found = classes.includes("change") ? events : [];
      return { events: found, counts: {}, names: [], searched: [] };
    },
    suggest: async () => [],
  };
}

/** The question as it is typed, through all of the way. */
export async function asking(
  text: string,
  world: World | AlarmWorld,
  zone = "UTC",
): Promise<Answer> {
  const cloudwatch = "asked" in world ? world : alarmWorld(world);
  const trail = trailOf("asked" in world ? {} : world);
  const context = {
    now: NOW,
    zone,
    accountNames: { prod: PROD.account, staging: STAGING.account },
  };
  const { answer } = await ask(text, { trail, cloudwatch }, context, quietRun, (_, error) => {
    throw error;
  });
  return answer;
}

/** As the terminal shows it, without what was searched. */
export function shownText(answer: Answer, zone = "UTC"): string {
  return toText({ ...answer, searched: [], followUps: [] }, { colour: false, zone });
}

export function chartOf({ sections }: Answer): Extract<Section, { kind: "chart" }> {
  const section = sections.find((each) => each.kind === "chart");
  if (section?.kind !== "chart") throw new Error("no chart in the answer");
  return section;
}

export function lineText(line: Line | undefined): string {
  return (line ?? [])
    .map((span) =>
      typeof span === "string" ? span : span.kind === "time" ? `<${span.at}>` : span.text,
    )
    .join("");
}

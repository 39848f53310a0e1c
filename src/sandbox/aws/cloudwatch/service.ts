/** CloudWatch: metrics by the engine, alarms that are evaluated from them, mute rules, dashboards. */
import type { AwsPlace } from "../../../domain/place.ts";
import { DAY, HOUR } from "../../../domain/time.ts";
import type { AlarmSeed } from "../../scenario/alarm-seed.ts";
import type { AwsFaults } from "../faults.ts";
import { AwsRefusal, type AwsService, type Caller, type Operation } from "../service.ts";
import { advanceAll, type Surroundings } from "./alarm-advance.ts";
import { describeHistory } from "./alarm-history.ts";
import type { StoredAlarm } from "./alarm-life.ts";
import {
  deleteAlarms,
  listTags,
  putCompositeAlarm,
  putLogAlarm,
  putMetricAlarm,
  seedAlarm,
  setAlarmState,
  switchActions,
} from "./alarm-orders.ts";
import {
  dashboardArn,
  deleteDashboards,
  listDashboards,
  putDashboard,
  readDashboard,
} from "./dashboards.ts";
import { describeAlarms, describeContributors, describeForMetric } from "./describe-alarms.ts";
import type { MetricsEngine } from "./engine.ts";
import { type Input, textsIn } from "./input.ts";
import { listMetrics } from "./list-metrics.ts";
import { readMetricData } from "./metric-data.ts";
import { readStatistics } from "./metric-statistics.ts";
import { deleteMute, listMutes, putMute, readMute } from "./mute-rules.ts";
import { createStores, findAlarm, type PlaceStore } from "./places.ts";
import { createRate } from "./rate.ts";

export type CloudWatchSeeds = {
  alarms: readonly AlarmSeed[];
  mutes: readonly { place: AwsPlace; input: Input }[];
  dashboards: readonly { account: string; name: string; body: string; modifiedAt: number }[];
};

export type CloudWatchParts = {
  /** Epoch milliseconds in the time of the story. */
  now(): number;
  engine: MetricsEngine;
  faults: AwsFaults;
  /** What is there from the beginning; nothing unless set. */
  seeds?: CloudWatchSeeds;
  /** The clock by which requests are paced, epoch milliseconds; the machine's unless set. */
  paceClock?: () => number;
};

/** So far back the lives of alarms are known. */
const REPLAYED_MS = 14 * DAY + 12 * HOUR;
const DESCRIBE_ALARMS_A_SECOND = 9;
const METRIC_DATA_A_SECOND = 50;

/** What an operation needs to know of alarms, and which limit it has. */
type Kind = "alarms" | "describe-alarms" | "history" | "other";
type Run = (input: Input, scene: Scene) => object;
type Scene = { store: PlaceStore; around: Surroundings; now: number; caller: Caller };

export function createCloudWatch(parts: CloudWatchParts): AwsService {
  const { engine, faults } = parts;
  const clock = parts.paceClock ?? Date.now;
  const stores = createStores();
  sow(stores, parts);
  const describing = createRate(DESCRIBE_ALARMS_A_SECOND, clock);
  const reading = createRate(METRIC_DATA_A_SECOND, clock);

  function operation(run: Run, kind: Kind = "other"): Operation {
    const rate = kind === "describe-alarms" ? describing : reading;
    return async (input, caller) => {
      const { account, region } = caller;
      if (faults.isOn("cloudwatch-throttling") || !rate(`${account} ${region}`)) {
        throw new AwsRefusal("Throttling", "Rate exceeded");
      }
      const store = stores.at({ account, region });
      const now = parts.now();
      const around = { engine, now, find: (name: string) => findAlarm(store, name) };
      if (kind !== "other") {
        const how = { signal: caller.signal, isPastWanted: kind === "history" };
        await advanceAll(namedAlarms(store, input), around, how);
      }
      return run(input, { store, around, now, caller });
    };
  }

  const shelfOf = ({ caller }: Scene) => stores.dashboards(caller.account);
  const isPartial = () => faults.isOn("cloudwatch-partial");
  return {
    name: "monitoring",
    operations: {
      GetMetricData: operation((input, { store }) =>
        readMetricData(engine, store.place, input, isPartial()),
      ),
      GetMetricStatistics: operation((input, { store }) =>
        readStatistics(engine, store.place, input),
      ),
      ListMetrics: operation((input, { store, now }) =>
        listMetrics(engine, store.place, input, now),
      ),
      DescribeAlarms: operation(
        (input, { store, around }) => describeAlarms(store, around, input),
        "describe-alarms",
      ),
      DescribeAlarmsForMetric: operation(
        (input, { store, around }) => describeForMetric(store, around, input),
        "alarms",
      ),
      DescribeAlarmHistory: operation(
        (input, { store, around }) => describeHistory(store, around, input),
        "history",
      ),
      DescribeAlarmContributors: operation(
        (input, { store, around }) => describeContributors(store, around, input),
        "alarms",
      ),
      ...alarmOrders(operation),
      ...muteOperations(operation),
      GetDashboard: operation((input, scene) => readDashboard(shelfOf(scene), input)),
      ListDashboards: operation((input, scene) => listDashboards(shelfOf(scene), input)),
      PutDashboard: operation((input, scene) =>
        putDashboard(shelfOf(scene), scene.caller.account, input, scene.now),
      ),
      DeleteDashboards: operation((input, scene) => deleteDashboards(shelfOf(scene), input)),
    },
  };
}

type Maker = (run: Run) => Operation;

function alarmOrders(operation: Maker): Record<string, Operation> {
  const put = (make: (store: PlaceStore, input: Input, now: number) => unknown) =>
    operation((input, { store, now }) => {
      make(store, input, now);
      return {};
    });
  return {
    PutMetricAlarm: put(putMetricAlarm),
    PutCompositeAlarm: put(putCompositeAlarm),
    PutLogAlarm: put(putLogAlarm),
    DeleteAlarms: operation((input, { store, now }) => deleteAlarms(store, input, now)),
    EnableAlarmActions: operation((input, { store, now }) =>
      switchActions(store, input, true, now),
    ),
    DisableAlarmActions: operation((input, { store, now }) =>
      switchActions(store, input, false, now),
    ),
    SetAlarmState: operation((input, { store, around }) => setAlarmState(store, around, input)),
    ListTagsForResource: operation((input, { store }) => listTags(store, input)),
  };
}

function muteOperations(operation: Maker): Record<string, Operation> {
  return {
    PutAlarmMuteRule: operation((input, { store, now }) => {
      putMute(store, input, now);
      return {};
    }),
    GetAlarmMuteRule: operation((input, { store, now }) => readMute(store, input, now)),
    ListAlarmMuteRules: operation((input, { store, now }) => listMutes(store, input, now)),
    DeleteAlarmMuteRule: operation((input, { store }) => {
      deleteMute(store, input);
      return {};
    }),
  };
}

/** Which alarms a request may look at: those that it names, or else all where it is about alarms. */
function namedAlarms(store: PlaceStore, input: Input): Iterable<StoredAlarm> {
  const names = [...textsIn(input.AlarmNames), ...textsIn([input.AlarmName])];
  if (names.length > 0) return names.flatMap((name) => store.alarms.get(name) ?? []);
  return store.alarms.values();
}

function sow(stores: ReturnType<typeof createStores>, { now, seeds }: CloudWatchParts): void {
  if (!seeds) return;
  const at = now();
  for (const seed of seeds.alarms) {
    seedAlarm(stores.at(seed.place), seed, at - REPLAYED_MS, at);
  }
  for (const { place, input } of seeds.mutes) putMute(stores.at(place), input, at - 2 * DAY);
  for (const { account, name, body, modifiedAt } of seeds.dashboards) {
    const arn = dashboardArn(account, name);
    stores.dashboards(account).set(name, { name, arn, body, modifiedAt });
  }
}

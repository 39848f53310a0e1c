/** Where the company keeps things: RDS, DynamoDB, ElastiCache and S3. */
import { DAY, MINUTE } from "../../../domain/time.ts";
import { BUCKETS, ORDERS } from "../company.ts";
import type { Demand } from "./demand.ts";
import {
  amongMany,
  counted,
  eachOne,
  latencies,
  level,
  severalAround,
  whilePresent,
  wholeLevel,
} from "./samples.ts";
import { burst, growing, habit, ramp, type Signal, steady } from "./signal.ts";
import { type MetricSource, metricsOf, STAGING_HOME } from "./source.ts";

const GIB = 1024 ** 3;
/** When what grows was as large as it says: 18 November 2026. */
const MEASURED_AT = 1_795_000_000_000;

/** Databases, tables, caches and buckets. */
export function dataMetrics(demand: Demand): MetricSource[] {
  return [
    ...ordersDatabase(demand),
    ...databaseMetrics("staging-orders-db", steady("staging-db", 0.2), () => false),
    ...tableMetrics(demand),
    ...cacheMetrics(demand),
    ...bucketMetrics(demand),
  ];
}

function ordersDatabase({ times, orders, isDatabaseDown, byChance }: Demand): MetricSource[] {
  const backup = byChance(burst("orders-db/backup", 36, 40 * MINUTE));
  const load: Signal = (at) => {
    // Twice the processors do the same work at half the load.
    const size = at < times.databaseResizedAt ? 1.9 : 1;
    const locked = at >= times.keyLostAt && at < times.keyBackAt ? 0.3 : 0;
    const way = ramp(at, times.databaseResizedAt + 11 * MINUTE, 25 * MINUTE);
    const warming = at < times.databaseResizedAt ? 1 : Math.max(0.15, way);
    return (orders(at) / 2600) * size * warming * (1 - locked) + 0.16 * backup(at);
  };
  return databaseMetrics(ORDERS.instance, load, isDatabaseDown, times.databaseStoppedAt);
}

/** `load`: from 0 to about 1. `stoppedAt`: its connections go before it is gone. */
function databaseMetrics(
  instance: string,
  load: Signal,
  isDown: (at: number) => boolean,
  stoppedAt = Number.POSITIVE_INFINITY,
): MetricSource[] {
  const isUp = (at: number) => !isDown(at);
  const staging = instance.startsWith("staging");
  const writes: Signal = (at) => 40 + 900 * load(at);
  const leaving: Signal = (at) => (at >= stoppedAt ? 0 : 1);
  const at = staging ? { at: STAGING_HOME } : {};
  const present = (samples: Parameters<typeof whilePresent>[1]) => whilePresent(isUp, samples);
  return metricsOf(
    { namespace: "AWS/RDS", dimensions: { DBInstanceIdentifier: instance }, ...at },
    [
      [
        "CPUUtilization",
        "Percent",
        present(
          severalAround(`${instance}/cpu`, (at) => 6 + 82 * load(at) * leaving(at), {
            count: 4,
            spread: 0.07,
            most: 100,
          }),
        ),
      ],
      [
        "DatabaseConnections",
        "Count",
        present(wholeLevel((at) => (14 + 210 * load(at)) * leaving(at))),
      ],
      ["FreeableMemory", "Bytes", present(level((at) => (11 - 4.5 * load(at)) * GIB))],
      ["FreeStorageSpace", "Bytes", present(level(growing(180 * GIB, -0.4 * GIB, MEASURED_AT)))],
      [
        "ReadLatency",
        "Seconds",
        present(
          severalAround(`${instance}/read`, (at) => 0.0006 + 0.0024 * load(at), {
            count: 6,
            spread: 0.4,
          }),
        ),
      ],
      [
        "WriteLatency",
        "Seconds",
        present(
          severalAround(`${instance}/write`, (at) => 0.0011 + 0.0031 * load(at), {
            count: 6,
            spread: 0.4,
          }),
        ),
      ],
      ["ReadIOPS", "Count/Second", present(level((at) => 60 + 1400 * load(at) * leaving(at)))],
      ["WriteIOPS", "Count/Second", present(level((at) => writes(at) * leaving(at)))],
      ["DiskQueueDepth", "Count", present(level((at) => 0.2 + 3 * load(at) ** 2))],
      ["DBLoad", "None", present(level((at) => 0.1 + 3.6 * load(at)))],
      ["SwapUsage", "Bytes", present(level(() => 12 * 1024 ** 2))],
    ],
  );
}

function tableMetrics({ checkout, isCheckoutCut, storefront, byChance }: Demand): MetricSource[] {
  const reads: Signal = (at) => storefront(at) * 1.4;
  const writes: Signal = (at) => checkout(at) * (isCheckoutCut(at) ? 0.1 : 2.2);
  const sale = byChance(burst("carts/sale", 300, 30 * MINUTE));
  const table = { TableName: "carts" };
  const operation = (name: string, rate: Signal, median: number) =>
    metricsOf({ namespace: "AWS/DynamoDB", dimensions: { ...table, Operation: name } }, [
      [
        "SuccessfulRequestLatency",
        "Milliseconds",
        latencies(`carts/${name}`, {
          median: steady(`carts/${name}`, median, 0.05),
          spread: 0.35,
          requests: counted(`carts/${name}`, rate),
        }),
      ],
      [
        "ThrottledRequests",
        "Count",
        eachOne(counted(`carts/throttled/${name}`, (at) => 40 * sale(at))),
      ],
    ]);
  return [
    ...metricsOf({ namespace: "AWS/DynamoDB", dimensions: table }, [
      ["ConsumedReadCapacityUnits", "Count", eachOne(counted("carts/read", reads))],
      ["ConsumedWriteCapacityUnits", "Count", eachOne(counted("carts/write", writes))],
      [
        "ReadThrottleEvents",
        "Count",
        eachOne(counted("carts/read-throttles", (at) => 25 * sale(at))),
      ],
      [
        "WriteThrottleEvents",
        "Count",
        eachOne(counted("carts/write-throttles", (at) => 60 * sale(at))),
      ],
      ["ProvisionedReadCapacityUnits", "Count", level(() => 120), { tickMs: 5 * MINUTE }],
      ["ProvisionedWriteCapacityUnits", "Count", level(() => 40), { tickMs: 5 * MINUTE }],
      ["UserErrors", "Count", eachOne(counted("carts/user-errors", () => 0.02))],
    ]),
    ...operation("GetItem", reads, 3.2),
    ...operation("PutItem", writes, 5.4),
  ];
}

function cacheMetrics({ storefront }: Demand): MetricSource[] {
  const load: Signal = (at) => storefront(at) / 6000;
  const hits = counted("sessions/hits", (at) => storefront(at) * 3.1);
  const misses = counted("sessions/misses", (at) => storefront(at) * 0.14);
  return metricsOf(
    { namespace: "AWS/ElastiCache", dimensions: { CacheClusterId: "sessions-001" } },
    [
      ["CPUUtilization", "Percent", level((at) => 4 + 30 * load(at))],
      ["EngineCPUUtilization", "Percent", level((at) => 5 + 58 * load(at))],
      ["CurrConnections", "Count", wholeLevel((at) => 60 + 240 * load(at))],
      ["CacheHits", "Count", level(hits)],
      ["CacheMisses", "Count", level(misses)],
      ["CacheHitRate", "Percent", level((at) => (100 * hits(at)) / (hits(at) + misses(at) || 1))],
      ["FreeableMemory", "Bytes", level((at) => (5.1 - 1.4 * load(at)) * GIB)],
      ["Evictions", "Count", wholeLevel((at) => Math.max(0, 400 * (load(at) - 0.72)))],
      ["DatabaseMemoryUsagePercentage", "Percent", level((at) => 44 + 22 * load(at))],
    ],
  );
}

function bucketMetrics({ times }: Demand): MetricSource[] {
  const usual = habit({ name: "bucket-x", low: 20, high: 140 });
  const isOpen = (at: number) => at >= times.bucketOpenedAt && at < times.bucketClosedAt;
  const found: Signal = (at) => 2600 * ramp(at, times.bucketOpenedAt + 6 * MINUTE, 12 * MINUTE);
  const requests = counted("bucket-x/requests", (at) => usual(at) + (isOpen(at) ? found(at) : 0));
  const refused = counted("bucket-x/4xx", (at) => {
    const late = at >= times.bucketClosedAt ? 1 - ramp(at, times.bucketClosedAt, 50 * MINUTE) : 0;
    return usual(at) * 0.01 + 1900 * late;
  });
  const all: Signal = (at) => requests(at) + refused(at);
  const filter = { BucketName: BUCKETS.public, FilterId: "EntireBucket" };
  const daily = { tickMs: DAY };
  return [
    ...metricsOf({ namespace: "AWS/S3", dimensions: filter }, [
      ["AllRequests", "Count", eachOne(all)],
      ["GetRequests", "Count", eachOne(requests)],
      ["PutRequests", "Count", eachOne(counted("bucket-x/put", (at) => usual(at) * 0.05))],
      ["4xxErrors", "Count", amongMany(refused, all)],
      [
        "5xxErrors",
        "Count",
        amongMany(
          counted("bucket-x/5xx", () => 0.01),
          all,
        ),
      ],
      ["BytesDownloaded", "Bytes", level((at) => requests(at) * 84_000)],
      [
        "FirstByteLatency",
        "Milliseconds",
        latencies("bucket-x/first", {
          median: steady("bucket-x/first", 28, 0.08),
          spread: 0.5,
          requests,
        }),
      ],
    ]),
    ...metricsOf(
      {
        namespace: "AWS/S3",
        dimensions: { BucketName: BUCKETS.public, StorageType: "StandardStorage" },
      },
      [["BucketSizeBytes", "Bytes", level(growing(212 * GIB, 0.31 * GIB, MEASURED_AT)), daily]],
    ),
    ...metricsOf(
      {
        namespace: "AWS/S3",
        dimensions: { BucketName: BUCKETS.public, StorageType: "AllStorageTypes" },
      },
      [["NumberOfObjects", "Count", wholeLevel(growing(1_420_000, 2_100, MEASURED_AT)), daily]],
    ),
  ];
}

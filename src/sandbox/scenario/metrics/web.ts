/** What customers reach: load balancers, API Gateway and CloudFront. */
import { GLOBAL } from "../company.ts";
import type { Demand } from "./demand.ts";
import { amongMany, counted, eachOne, latencies, level, wholeLevel } from "./samples.ts";
import { type Signal, steady } from "./signal.ts";
import { type MetricSource, metricsOf, STAGING_HOME } from "./source.ts";

const BALANCER = "app/orders/50dc6c495c0c9188";
const TARGETS = "targetgroup/orders/6d0ecf831eec9f09";
const ZONES = ["eu-west-1a", "eu-west-1b"] as const;

/** Load balancers, the API of checkout, and the shop's distribution. */
export function webMetrics(demand: Demand): MetricSource[] {
  return [...balancerMetrics(demand), ...apiMetrics(demand), ...distributionMetrics(demand)];
}

type Traffic = {
  name: string;
  requests: Signal;
  failed: Signal;
  refused: Signal;
  /** Seconds. */
  median: Signal;
};

function balancerMetrics({ orders, ordersFailing, isDatabaseDown }: Demand): MetricSource[] {
  const median: Signal = (at) =>
    (0.062 + 0.03 * (orders(at) / 1300)) *
    (isDatabaseDown(at) ? 3.4 : 1) *
    (1 + 6 * ordersFailing(at));
  const traffic = (name: string, share: number): Traffic => ({
    name,
    requests: counted(`${name}/requests`, (at) => orders(at) * share),
    failed: counted(`${name}/5xx`, (at) => orders(at) * share * ordersFailing(at)),
    refused: counted(`${name}/4xx`, (at) => orders(at) * share * 0.018),
    median,
  });
  const whole = traffic("orders", 1);
  const staging = steady("staging-orders", 12, 0.3);
  return [
    ...balancerRows({ LoadBalancer: BALANCER }, whole),
    ...balancerRows({ LoadBalancer: BALANCER, TargetGroup: TARGETS }, whole),
    ...ZONES.flatMap((zone) =>
      balancerRows(
        { LoadBalancer: BALANCER, AvailabilityZone: zone },
        traffic(`orders/${zone}`, 0.5),
      ),
    ),
    ...metricsOf(
      {
        namespace: "AWS/ApplicationELB",
        dimensions: { LoadBalancer: BALANCER, TargetGroup: TARGETS },
      },
      [
        ["HealthyHostCount", "Count", wholeLevel((at) => (ordersFailing(at) > 0.25 ? 4 : 6))],
        ["UnHealthyHostCount", "Count", wholeLevel((at) => (ordersFailing(at) > 0.25 ? 2 : 0))],
      ],
    ),
    ...balancerRows(
      { LoadBalancer: "app/staging-orders/1f2e3d4c5b6a7988" },
      {
        name: "staging-orders",
        requests: counted("staging-orders/requests", staging),
        failed: counted("staging-orders/5xx", () => 0.02),
        refused: counted("staging-orders/4xx", () => 0.4),
        median: steady("staging-orders/time", 0.09),
      },
      true,
    ),
  ];
}

function balancerRows(
  dimensions: Record<string, string>,
  { name, requests, failed, refused, median }: Traffic,
  isStaging = false,
): MetricSource[] {
  const served: Signal = (at) => Math.max(0, requests(at) - failed(at) - refused(at));
  const key = `${name}/${Object.keys(dimensions).length}`;
  return metricsOf(
    { namespace: "AWS/ApplicationELB", dimensions, ...(isStaging && { at: STAGING_HOME }) },
    [
      ["RequestCount", "Count", eachOne(requests)],
      ["HTTPCode_Target_2XX_Count", "Count", eachOne(served)],
      ["HTTPCode_Target_4XX_Count", "Count", eachOne(refused)],
      ["HTTPCode_Target_5XX_Count", "Count", eachOne(failed)],
      [
        "HTTPCode_ELB_5XX_Count",
        "Count",
        eachOne(counted(`${key}/elb`, (at) => failed(at) * 0.02)),
      ],
      [
        "TargetResponseTime",
        "Seconds",
        latencies(`${key}/time`, { median, spread: 0.65, requests }),
      ],
      ["ActiveConnectionCount", "Count", wholeLevel((at) => 20 + requests(at) * 0.3)],
      ["RejectedConnectionCount", "Count", eachOne(() => 0)],
      ["ProcessedBytes", "Bytes", level((at) => requests(at) * 18_400)],
    ],
  );
}

function apiMetrics({ checkout, isCheckoutCut }: Demand): MetricSource[] {
  const requests = counted("checkout/api", (at) => checkout(at) * 1.04);
  const failed = counted(
    "checkout/api/5xx",
    (at) => checkout(at) * (isCheckoutCut(at) ? 0.94 : 0.0011),
  );
  const refused = counted("checkout/api/4xx", (at) => checkout(at) * 0.021);
  const median: Signal = (at) => (isCheckoutCut(at) ? 31 : 142);
  const rows = (dimensions: Record<string, string>) =>
    metricsOf({ namespace: "AWS/ApiGateway", dimensions }, [
      ["Count", "Count", eachOne(requests)],
      ["5XXError", "Count", amongMany(failed, requests)],
      ["4XXError", "Count", amongMany(refused, requests)],
      [
        "Latency",
        "Milliseconds",
        latencies("checkout/api/latency", { median, spread: 0.5, requests }),
      ],
      [
        "IntegrationLatency",
        "Milliseconds",
        latencies("checkout/api/integration", {
          median: (at) => median(at) * 0.9,
          spread: 0.5,
          requests,
        }),
      ],
    ]);
  return [...rows({ ApiName: "checkout" }), ...rows({ ApiName: "checkout", Stage: "live" })];
}

function distributionMetrics({ storefront, ordersFailing }: Demand): MetricSource[] {
  const requests = counted("cdn/requests", (at) => storefront(at) * 6.5);
  const share: Signal = (at) => 0.04 + 100 * 0.12 * Math.max(0, ordersFailing(at) - 0.002);
  return metricsOf(
    {
      namespace: "AWS/CloudFront",
      dimensions: { DistributionId: "E2QWRUHAPOMQZL", Region: "Global" },
      at: { account: "prod", region: GLOBAL },
    },
    [
      ["Requests", "None", level(requests)],
      ["BytesDownloaded", "None", level((at) => requests(at) * 46_000)],
      ["4xxErrorRate", "Percent", level(steady("cdn/4xx", 1.3, 0.15))],
      ["5xxErrorRate", "Percent", level(share)],
      ["TotalErrorRate", "Percent", level((at) => 1.3 + share(at))],
      ["CacheHitRate", "Percent", level(steady("cdn/hits", 93, 0.01))],
    ],
  );
}

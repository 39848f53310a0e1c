/** Lambda: checkout-api, whose concurrency is cut, and its neighbours. */
import { HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { CHECKOUT, JOBS } from "../company.ts";
import type { Demand } from "./demand.ts";
import { amongMany, counted, eachOne, latencies, wholeLevel } from "./samples.ts";
import { burst, habit, ramp, type Signal, steady } from "./signal.ts";
import { type MetricSource, metricsOf, STAGING_HOME, type Where } from "./source.ts";

const NAMESPACE = "AWS/Lambda";

type LambdaFunction = {
  invocations: Signal;
  errors: Signal;
  throttles: Signal;
  /** Milliseconds. */
  median: Signal;
  spread: number;
  /** At once. */
  concurrent: Signal;
};

/** The functions of the company, in production and in staging. */
export function lambdaMetrics(demand: Demand): MetricSource[] {
  const { times } = demand;
  const checkout = checkoutApi(demand);
  const worker = jobsWorker(demand);
  const mail = plainFunction("mail-sender", 30, 90, 240);
  const images = plainFunction("image-resizer", 8, 70, 900);
  return [
    ...functionMetrics({ FunctionName: CHECKOUT.functionName }, checkout),
    ...functionMetrics(
      {
        FunctionName: CHECKOUT.functionName,
        Resource: `${CHECKOUT.functionName}:${CHECKOUT.alias}`,
      },
      checkout,
    ),
    ...functionMetrics({ FunctionName: JOBS.worker }, worker),
    ...functionMetrics({ FunctionName: "mail-sender" }, mail),
    ...functionMetrics({ FunctionName: "image-resizer" }, images),
    ...functionMetrics({}, together([checkout, worker, mail, images])),
    ...functionMetrics(
      { FunctionName: "checkout-api-v1" },
      plainFunction("checkout-api-v1", 5, 20, 380),
      { endsAt: times.toldAt - 20 * 24 * HOUR },
    ),
    ...functionMetrics(
      { FunctionName: "staging-checkout-api" },
      plainFunction("staging-checkout-api", 1, 9, 260),
      { at: STAGING_HOME },
    ),
    ...functionMetrics(
      { FunctionName: "staging-jobs-worker" },
      plainFunction("staging-jobs-worker", 1, 6, 700),
      { at: STAGING_HOME },
    ),
  ];
}

function checkoutApi({ times, checkout, isCheckoutCut, byChance }: Demand): LambdaFunction {
  const trouble = byChance(burst("checkout-api/errors", 90, 20 * MINUTE));
  const wanted = counted("checkout-api/invocations", checkout);
  // What runs already when the concurrency is cut still ends, and fails for want of its callers.
  const invocations: Signal = (at) =>
    isCheckoutCut(at) ? Math.ceil(wanted(at) * 0.12) : wanted(at);
  const errors = counted("checkout-api/errors", (at) => {
    if (isCheckoutCut(at))
      return checkout(at) * (0.06 + 0.02 * ramp(at, times.concurrencyCutAt, 6 * MINUTE));
    const fresh = at >= times.checkoutDeployedAt && at < times.checkoutDeployedAt + 4 * MINUTE;
    return checkout(at) * (0.0004 + (fresh ? 0.004 : 0)) + 9 * trouble(at);
  });
  const throttles = counted("checkout-api/throttles", (at) =>
    isCheckoutCut(at) ? checkout(at) * (1 + 0.7 * ramp(at, times.concurrencyCutAt, 8 * MINUTE)) : 0,
  );
  const median: Signal = (at) => {
    // Version 87 is a little slower than the one before.
    const version = at >= times.checkoutDeployedAt ? 1.18 : 1;
    return 118 * version * (1 + 0.25 * trouble(at)) * (isCheckoutCut(at) ? 6 : 1);
  };
  const concurrent: Signal = (at) => (invocations(at) / 60) * 0.16 + 1;
  return { invocations, errors, throttles, median, spread: 0.55, concurrent };
}

function jobsWorker({ jobs, isJobsStuck: isStuck }: Demand): LambdaFunction {
  const invocations = counted(
    "jobs-worker/invocations",
    (at) => jobs(at) * (isStuck(at) ? 0.15 : 1),
  );
  return {
    invocations,
    errors: counted("jobs-worker/errors", (at) => jobs(at) * (isStuck(at) ? 0.08 : 0.002)),
    throttles: () => 0,
    median: (at) => (isStuck(at) ? 9 * SECOND : 640),
    spread: 0.6,
    concurrent: (at) => 1 + invocations(at) / 60,
  };
}

function plainFunction(name: string, low: number, high: number, median: number): LambdaFunction {
  const invocations = counted(`${name}/invocations`, habit({ name, low, high }));
  return {
    invocations,
    errors: counted(`${name}/errors`, (at) => invocations(at) * 0.0008),
    throttles: () => 0,
    median: steady(`${name}/duration`, median, 0.06),
    spread: 0.45,
    concurrent: (at) => 1 + (invocations(at) / MINUTE) * median,
  };
}

/** The account's own metrics, over all functions. */
function together(functions: LambdaFunction[]): LambdaFunction {
  const sum =
    (read: (one: LambdaFunction) => Signal): Signal =>
    (at) =>
      functions.reduce((total, one) => total + read(one)(at), 0);
  return {
    invocations: sum((one) => one.invocations),
    errors: sum((one) => one.errors),
    throttles: sum((one) => one.throttles),
    median: (at) => functions[0]?.median(at) ?? 0,
    spread: 0.9,
    concurrent: sum((one) => one.concurrent),
  };
}

function functionMetrics(
  dimensions: Record<string, string>,
  { invocations, errors, throttles, median, spread, concurrent }: LambdaFunction,
  { at, ...extras }: { at?: Where; endsAt?: number } = {},
): MetricSource[] {
  const name = `${at?.account ?? "prod"}/${Object.values(dimensions).join("/")}`;
  const tried: Signal = (moment) => invocations(moment) + throttles(moment);
  return metricsOf({ namespace: NAMESPACE, dimensions, ...(at && { at }) }, [
    ["Invocations", "Count", eachOne(invocations), extras],
    ["Errors", "Count", amongMany(errors, invocations), extras],
    ["Throttles", "Count", amongMany(throttles, tried), extras],
    [
      "Duration",
      "Milliseconds",
      latencies(`${name}/duration`, { median, spread, requests: invocations }),
      extras,
    ],
    ["ConcurrentExecutions", "Count", wholeLevel(concurrent), extras],
  ]);
}

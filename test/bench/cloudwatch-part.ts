/** How soon `alarms` answers over many alarms, at an AWS that takes nine requests a second of each Region and no more. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { createClients } from "../../src/aws/clients.ts";
import { openCloudWatch } from "../../src/aws/cloudwatch/cloudwatch.ts";
import { answerInStages } from "../../src/questions/stages.ts";
import { understand } from "../../src/questions/understand.ts";
import { startAwsServer } from "../../src/sandbox/aws/server.ts";
import { AwsRefusal, type AwsService, type Caller } from "../../src/sandbox/aws/service.ts";
import { quietRun } from "./engine.ts";

const ACCOUNT = "111122223333";
const REGIONS = ["eu-west-1", "us-east-1", "us-west-2", "eu-central-1"];
const MOST_A_SECOND = 9;
/** What a request to AWS takes on the way and there. */
const ROUND_TRIP_MS = 40;
const PAGE = 100;
/** After so long nothing that was asked before counts against the pace any more. */
const REST_MS = 1_200;

export type AlarmsResult = {
  alarms: number;
  regions: number;
  /** From the question to its answer. */
  ms: number[];
  requests: number;
  refused: number;
  /** Most requests that one Region has had within any second. */
  mostASecond: number;
};

/** Alarms spread evenly over the Regions, a tenth of them in ALARM. */
export async function measureAlarms(
  alarms: number,
  regions: number,
  rounds: number,
): Promise<AlarmsResult> {
  const asked = REGIONS.slice(0, regions);
  const aws = createPacedAws(Math.ceil(alarms / regions));
  const dir = mkdtempSync(join(tmpdir(), "trailwatch-bench-cloudwatch-"));
  const accounts = [{ id: ACCOUNT }];
  const clock = { now: () => Date.now() };
  const server = await startAwsServer({ dir, accounts, ...clock, services: [aws.service] });
  const { endpoint, credentials } = server;
  const setup = { accounts, regions: asked, lookupEvents: false, endpoint, credentials };
  const clients = createClients(setup);
  const cloudwatch = openCloudWatch({ setup, clients, clock });
  const ms: number[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const startedAt = performance.now();
      await ask(cloudwatch);
      // The first loads the SDK and opens connections.
      if (round > 0) ms.push(performance.now() - startedAt);
      await wait(REST_MS);
    }
    const { requests, refused, mostASecond } = aws;
    return {
      alarms,
      regions,
      ms,
      requests: requests() / (rounds + 1),
      refused: refused(),
      mostASecond: mostASecond(),
    };
  } finally {
    clients.close();
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function ask(cloudwatch: ReturnType<typeof openCloudWatch>): Promise<void> {
  const context = { now: Date.now(), zone: "UTC", accountNames: {} };
  const text = "alarms";
  const understood = understand(text, context);
  if (understood.kind !== "asked") throw new Error(`Not understood: ${text}`);
  const fail = (_: string, error: unknown): never => {
    throw error;
  };
  const trail = {
    find: async () => fail("", new Error("The trail is not asked")),
    suggest: async () => [],
  };
  const sources = { trail, cloudwatch };
  const { answer } = await answerInStages(
    understood,
    text,
    sources,
    context,
    quietRun(),
    fail,
    () => undefined,
  );
  if (answer.searched.some(({ complete }) => !complete)) throw new Error("An answer was not whole");
}

function createPacedAws(alarms: number) {
  const seen = new Map<string, number[]>();
  let refused = 0;

  /** Refuses as AWS does what is too many in any second. */
  function pace({ region }: Caller): void {
    const now = performance.now();
    const times = seen.get(region) ?? [];
    times.push(now);
    seen.set(region, times);
    if (times.filter((at) => at > now - 1000).length <= MOST_A_SECOND) return;
    refused += 1;
    throw new AwsRefusal("Throttling", "Rate exceeded");
  }

  const service: AwsService = {
    name: "monitoring",
    operations: {
      async DescribeAlarms(input, caller) {
        pace(caller);
        await wait(ROUND_TRIP_MS);
        const from = Number(input.NextToken ?? 0);
        const to = Math.min(alarms, from + PAGE);
        return {
          MetricAlarms: Array.from({ length: to - from }, (_, at) => made(caller, from + at)),
          ...(to < alarms && { NextToken: String(to) }),
        };
      },
      async ListAlarmMuteRules() {
        await wait(ROUND_TRIP_MS);
        return { AlarmMuteRuleSummaries: [] };
      },
    },
  };
  const all = () => [...seen.values()];
  return {
    service,
    refused: () => refused,
    requests: () => all().reduce((sum, times) => sum + times.length, 0),
    mostASecond: () => Math.max(...all().flatMap((times) => times.map((at) => within(times, at)))),
  };
}

function within(times: readonly number[], from: number): number {
  return times.filter((at) => at >= from && at < from + 1000).length;
}

function made({ region }: Caller, index: number): object {
  const name = `service-${index}-errors`;
  return {
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:${name}`,
    StateValue: index % 10 === 0 ? "ALARM" : "OK",
    StateReason:
      "Threshold Crossed: 1 datapoint [9.0 (22/11/26 10:00:00)] was greater than the threshold (5.0).",
    StateTransitionedTimestamp: new Date(Date.now() - index * 60_000),
    ActionsEnabled: true,
    Namespace: "AWS/Lambda",
    MetricName: "Errors",
    Dimensions: [{ Name: "FunctionName", Value: `service-${index}` }],
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: "GreaterThanThreshold",
  };
}

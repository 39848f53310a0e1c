/** What people ask of CloudWatch, answered out of moto: metric, alarms, alarm, dashboards, dashboard. */
import { CloudWatchClient, PutMetricDataCommand, type PutMetricDataCommandInput } from "@aws-sdk/client-cloudwatch";
import type { Answer } from "../../src/answers/answer.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { answerInStages } from "../../src/questions/stages.ts";
import { understand } from "../../src/questions/understand.ts";
import { dimensionsOf } from "../../src/sources/cloudwatch.ts";
import { openWorld } from "../../test/support/cloudwatch-world.ts";
import type { World } from "../../test/contracts/fact.ts";

const REGION = "us-west-2";
const CREDENTIALS = { accessKeyId: "AKIAPEER", secretAccessKey: "peer" };
const METRIC = {
  namespace: "AWS/Lambda",
  name: "Errors",
  dimensions: dimensionsOf({ FunctionName: "checkout-api" }),
};
const DASHBOARD = {
  widgets: [
    { type: "text", x: 0, y: 0, width: 24, height: 2, properties: { markdown: "# Checkout" } },
    {
      type: "metric",
      x: 0,
      y: 2,
      width: 12,
      height: 6,
      properties: {
        region: REGION,
        title: "Errors of checkout",
        stat: "Sum",
        period: 60,
        metrics: [["AWS/Lambda", "Errors", "FunctionName", "checkout-api"]],
      },
    },
  ],
};

type Asked = { text: string; outcome: Answer["outcome"]; says: RegExp };

/** An hour of seven errors a minute. */
const QUESTIONS: Asked[] = [
  { text: "metric lambda checkout-api errors last 1h", outcome: "found", says: /"value":7\b/ },
  { text: "metric AWS/Lambda Errors FunctionName=checkout-api last 1h", outcome: "found", says: /"value":7\b/ },
  { text: "alarms", outcome: "found", says: /peer-checkout-errors/ },
  { text: "alarm peer-checkout-errors", outcome: "found", says: /the contract says so/ },
  { text: "alarm nobody-has-this", outcome: "nothing", says: /nobody-has-this/ },
  { text: "dashboards", outcome: "found", says: /peer-checkout/ },
  { text: "dashboard peer-checkout", outcome: "found", says: /Errors of checkout/ },
];

/** Calls `hold` for each answer that is right; fails at the first that is not. */
export async function checkQuestions(endpoint: string, hold: (what: string) => void): Promise<void> {
  // The account that moto gives to keys that it does not know.
  const accounts = [{ id: "123456789012" }];
  const setup = { accounts, regions: [REGION], lookupEvents: false, endpoint, credentials: CREDENTIALS };
  const world = openWorld({ setup, region: REGION, metric: METRIC, now: () => Date.now() });
  try {
    await fill(endpoint, world);
    for (const asked of QUESTIONS) {
      const answer = await answerTo(world, asked.text);
      const said = JSON.stringify(answer);
      if (answer.outcome !== asked.outcome || !asked.says.test(said)) {
        throw new Error(`peer moto: ${asked.text}: ${answer.outcome}, ${said.slice(0, 2000)}`);
      }
      hold(asked.text);
    }
  } finally {
    world.close();
  }
}

async function fill(endpoint: string, { server }: World): Promise<void> {
  // moto does not unpack what the SDK packs.
  const writer = new CloudWatchClient({
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    disableRequestCompression: true,
  });
  const now = Date.now();
  const MetricData: PutMetricDataCommandInput["MetricData"] = Array.from({ length: 70 }, (_, minute) => ({
    MetricName: METRIC.name,
    Dimensions: METRIC.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
    Timestamp: new Date(now - minute * MINUTE),
    Value: 7,
  }));
  await writer.send(new PutMetricDataCommand({ Namespace: METRIC.namespace, MetricData }));
  writer.destroy();
  await server.putAlarms(["peer-checkout-errors"]);
  await server.setState("peer-checkout-errors", "ALARM");
  await server.putDashboard("peer-checkout", JSON.stringify(DASHBOARD));
}

async function answerTo({ cloudWatch, run }: World, text: string): Promise<Answer> {
  const context = { now: Date.now(), zone: "UTC", accountNames: {} };
  const understood = understand(text, context);
  if (understood.kind !== "asked") throw new Error(`peer moto: not understood: ${text}`);
  const fail = (_: string, error: unknown): never => {
    throw error;
  };
  const found = { events: [], counts: {}, names: [], searched: [] };
  const trail = { find: async () => found, suggest: async () => [] };
  const sources = { trail, cloudwatch: cloudWatch };
  const { answer } = await answerInStages(understood, text, sources, context, run, fail, () => undefined);
  return answer;
}

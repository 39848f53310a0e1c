import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { SmithyRpcV2CborProtocol } from "@smithy/core/cbor";
import { afterAll, describe, expect, it } from "vitest";
import { MINUTE } from "../../../../src/domain/time.ts";
import { createCloudWatch } from "../../../../src/sandbox/aws/cloudwatch/service.ts";
import { createAwsFaults } from "../../../../src/sandbox/aws/faults.ts";
import { NOW, start } from "../made-trail.ts";
import { writtenEngine } from "./made-cloudwatch.ts";

const clients: CloudWatchClient[] = [];
afterAll(() => {
  for (const client of clients) client.destroy();
});

async function open() {
  const engine = writtenEngine((_, at) => (at - NOW) / MINUTE + 0.25);
  const service = createCloudWatch({ now: () => NOW, engine, faults: createAwsFaults() });
  const { client: connection, bugs, server } = await start([], { services: [service] });
  const client = new CloudWatchClient({ ...connection, protocol: SmithyRpcV2CborProtocol });
  clients.push(client);
  return { client, bugs, endpoint: server.endpoint };
}

describe("CloudWatch in CBOR", () => {
  it("gives the same as in JSON: numbers, times, nothing", async () => {
    const { client, bugs } = await open();

    const put = await client.send(
      new PutMetricAlarmCommand({
        AlarmName: "errors",
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5.5,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(NOW - 2 * MINUTE),
        EndTime: new Date(NOW),
        ScanBy: "TimestampAscending",
        MetricDataQueries: [
          {
            Id: "m1",
            MetricStat: {
              Metric: { Namespace: "AWS/Lambda", MetricName: "Errors" },
              Period: 60,
              Stat: "Sum",
            },
          },
        ],
      }),
    );

    expect(put.$metadata.httpStatusCode).toBe(200);
    expect(MetricAlarms).toMatchObject([
      { AlarmName: "errors", Threshold: 5.5, StateUpdatedTimestamp: new Date(NOW) },
    ]);
    expect(MetricDataResults?.[0]).toMatchObject({
      Timestamps: [new Date(NOW - 2 * MINUTE), new Date(NOW - MINUTE)],
      Values: [-1.75, -0.75],
    });
    expect(bugs).toEqual([]);
  });

  it("refuses with words", async () => {
    const { client } = await open();

    const refusal = await client
      .send(new GetDashboardCommand({ DashboardName: "none" }))
      .catch((error: unknown) => error);

    expect(refusal).toMatchObject({
      message: "Dashboard none does not exist",
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("refuses what is no CBOR, and operations that there are not", async () => {
    const { endpoint, bugs } = await open();
    const post = async (path: string, body: Uint8Array) => {
      const headers = {
        "smithy-protocol": "rpc-v2-cbor",
        authorization:
          "AWS4-HMAC-SHA256 Credential=AKIATRAILWATCHEXAMPL/20261120/eu-west-1/monitoring/aws4_request, SignedHeaders=host, Signature=00",
      };
      return (await fetch(`${endpoint}${path}`, { method: "POST", headers, body })).status;
    };
    const service = "/service/GraniteServiceVersion20100801/operation";

    const found = await Promise.all([
      post(`${service}/DescribeAlarms`, new Uint8Array([0xff, 0x61])),
      post(`${service}/DescribeAlarms`, new Uint8Array([0x81, 0x01])),
      post(`${service}/Nothing`, new Uint8Array([0xa0])),
      post(`${service}/DescribeAlarms`, new Uint8Array([0xa0])),
    ]);

    expect(found).toEqual([400, 400, 404, 200]);
    expect(bugs).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { createAthenaService } from "../../../src/sandbox/aws/athena/service.ts";
import { createEventHistory } from "../../../src/sandbox/aws/cloudtrail/event-history.ts";
import { createPace } from "../../../src/sandbox/aws/cloudtrail/pace.ts";
import { createCloudTrail } from "../../../src/sandbox/aws/cloudtrail/service.ts";
import { createCloudWatch } from "../../../src/sandbox/aws/cloudwatch/service.ts";
import { AWS_COVERAGE } from "../../../src/sandbox/aws/coverage.ts";
import { createAwsFaults } from "../../../src/sandbox/aws/faults.ts";
import { createGlue } from "../../../src/sandbox/aws/glue/service.ts";
import { createKeyRing } from "../../../src/sandbox/aws/keys.ts";
import { createS3 } from "../../../src/sandbox/aws/s3/service.ts";
import { readShape } from "../../../src/sandbox/aws/schemas.ts";
import { createQueue } from "../../../src/sandbox/aws/sqs/queue.ts";
import { createSqs } from "../../../src/sandbox/aws/sqs/service.ts";
import { createSts } from "../../../src/sandbox/aws/sts/service.ts";

const faults = createAwsFaults();
const now = () => 0;
const accounts = [{ id: "111122223333" }];
const services = [
  createSts({ accounts, keys: createKeyRing(accounts), faults, now }),
  createCloudTrail({
    history: createEventHistory("no-such-folder"),
    now,
    lagMs: () => 0,
    pace: createPace(),
    faults,
    publicKeys: async () => [],
  }),
  createS3(new Map()),
  createSqs({
    queue: createQueue(now),
    account: "111122223333",
    endpoint: () => "",
    refresh: async () => {},
  }),
  createGlue({
    kind: "account",
    bucket: "acme-trail",
    accounts: ["111122223333"],
    regions: ["eu-west-1"],
    database: "audit",
    table: "cloudtrail_logs",
    since: Date.UTC(2026, 0, 1),
  }),
];
const athena = createAthenaService({
  dir: "no-such-folder",
  now,
  faults,
  database: "d",
  table: "t",
});
const cloudWatch = createCloudWatch({
  now,
  faults,
  engine: { list: () => [], evaluate: () => [], unitOf: () => undefined },
});
const served = [...services, athena, cloudWatch].flatMap(({ name, operations }) =>
  Object.keys(operations).map((operation) => `${name}:${operation}`),
);

describe("what is said to be imitated", () => {
  it("is what is served", () => {
    const said = AWS_COVERAGE.map(({ service, operation }) => `${service}:${operation}`);

    expect(said.toSorted()).toEqual(served.toSorted());
  });

  it("is known to the SDK", async () => {
    const shapes = await Promise.all(
      AWS_COVERAGE.map(({ service, operation }) => readShape(service, operation)),
    );

    expect(shapes.map((shape) => shape?.name)).toEqual(
      AWS_COVERAGE.map(({ operation }) => operation),
    );
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  beforeAfter,
  changeWords,
  propertiesOf,
  relatedNames,
  stateAfter,
} from "../../src/domain/change.ts";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { PROPERTY_TABLES } from "../../src/domain/summaries/properties.ts";
import type { TrailEvent } from "../../src/domain/trail-event.ts";
import { callOf } from "../support/records.ts";

let made = 0;

/** A call at a minute of one day, with an id of its own. */
function callAt(
  minute: number,
  call: string,
  request: JsonObject | null,
  response: JsonObject | null = null,
  overrides: JsonObject = {},
): TrailEvent {
  made += 1;
  const time = `2026-11-20T${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}:00Z`;
  return callOf(call, request, response, {
    eventTime: time,
    eventID: `event-${made}`,
    ...overrides,
  });
}

const concurrency = (minute: number, value: number, fn = "checkout-api") =>
  callAt(minute, "lambda PutFunctionConcurrency20171031", {
    functionName: fn,
    reservedConcurrentExecutions: value,
  });

describe("before and after", () => {
  it("takes the newest earlier value, in any order", () => {
    const event = concurrency(30, 0);
    const earlier = [concurrency(10, 100), concurrency(20, 50), concurrency(5, 7)];

    expect(beforeAfter(event, earlier)).toEqual([
      { property: "reserved concurrency", before: "50", after: "0" },
    ]);
  });

  it("leaves out what is unknown", () => {
    expect(beforeAfter(concurrency(30, 0), [])).toEqual([
      { property: "reserved concurrency", after: "0" },
    ]);
  });

  it("looks at no other resource, no later call and no failed one", () => {
    const failed = callAt(
      20,
      "lambda PutFunctionConcurrency20171031",
      { functionName: "checkout-api", reservedConcurrentExecutions: 1 },
      null,
      { errorCode: "AccessDenied" },
    );
    const elsewhere = callAt(
      20,
      "lambda PutFunctionConcurrency20171031",
      { functionName: "checkout-api", reservedConcurrentExecutions: 2 },
      null,
      { awsRegion: "us-east-1" },
    );
    const others = [concurrency(10, 3, "other"), concurrency(40, 4), failed, elsewhere];

    expect(beforeAfter(concurrency(30, 0), others)).toEqual([
      { property: "reserved concurrency", after: "0" },
    ]);
  });

  it("says none for what was removed, and for what a new resource does not have", () => {
    const removal = callAt(20, "lambda DeleteFunctionConcurrency20171031", {
      functionName: "checkout-api",
    });
    const creation = callAt(1, "lambda CreateFunction20150331", { functionName: "checkout-api" });

    expect(beforeAfter(removal, [concurrency(10, 5)])).toEqual([
      { property: "reserved concurrency", before: "5", after: "none" },
    ]);
    expect(beforeAfter(concurrency(30, 9), [creation])[0]?.before).toBe("none");
    expect(beforeAfter(concurrency(30, 9), [removal])[0]?.before).toBe("none");
  });

  it("knows a function by its name and by its ARN", () => {
    const byArn = callAt(1, "lambda PutFunctionConcurrency20171031", {
      functionName: "arn:aws:lambda:eu-west-1:111122223333:function:checkout-api",
      reservedConcurrentExecutions: 5,
    });

    expect(beforeAfter(concurrency(30, 9), [byArn])[0]?.before).toBe("5");
  });

  it("takes values that an earlier call did not set but its response tells", () => {
    const creation = callAt(
      1,
      "lambda CreateFunction20150331",
      { functionName: "f", runtime: "python3.12" },
      { functionName: "f", runtime: "python3.12", timeout: 3, memorySize: 128, handler: "a.b" },
    );
    const slower = callAt(2, "lambda UpdateFunctionConfiguration20150331v2", {
      functionName: "f",
      timeout: 30,
    });

    expect(beforeAfter(slower, [creation])).toEqual([
      { property: "timeout", before: "3 s", after: "30 s" },
    ]);
  });

  it("gives the initial values of a creation", () => {
    const creation = callAt(1, "autoscaling CreateAutoScalingGroup", {
      autoScalingGroupName: "web",
      minSize: 1,
      maxSize: 4,
    });

    expect(beforeAfter(creation, [])).toEqual([
      { property: "min", after: "1" },
      { property: "max", after: "4" },
    ]);
  });
});

describe("old values that the record itself tells", () => {
  it("reads the state before a stop", () => {
    const stop = callAt(
      5,
      "ec2 StopInstances",
      { instancesSet: { items: [{ instanceId: "i-1" }] } },
      {
        instancesSet: {
          items: [
            {
              instanceId: "i-1",
              currentState: { name: "stopping" },
              previousState: { name: "running" },
            },
          ],
        },
      },
    );

    expect(beforeAfter(stop, [])).toEqual([
      { property: "state", before: "running", after: "stopped" },
    ]);
  });

  it("reads what is current beside what is pending, and prefers it to older events", () => {
    const older = callAt(1, "rds ModifyDBInstance", {
      dBInstanceIdentifier: "orders-db",
      dBInstanceClass: "db.t3.micro",
    });
    const event = callAt(
      5,
      "rds ModifyDBInstance",
      { dBInstanceIdentifier: "orders-db", dBInstanceClass: "db.r6g.large", multiAZ: true },
      {
        dBInstance: {
          dBInstanceIdentifier: "orders-db",
          dBInstanceClass: "db.t3.large",
          multiAZ: false,
          pendingModifiedValues: { dBInstanceClass: "db.r6g.large", multiAZ: true },
        },
      },
    );

    expect(beforeAfter(event, [older])).toEqual([
      { property: "class", before: "db.t3.large", after: "db.r6g.large" },
      { property: "multi-AZ", before: "off", after: "on" },
    ]);
  });

  it("does not take a value for old that is already the new one", () => {
    const event = callAt(
      5,
      "rds ModifyDBInstance",
      { dBInstanceIdentifier: "orders-db", deletionProtection: false },
      {
        dBInstance: {
          dBInstanceIdentifier: "orders-db",
          deletionProtection: false,
          pendingModifiedValues: {},
        },
      },
    );

    expect(beforeAfter(event, [])).toEqual([{ property: "deletion protection", after: "off" }]);
  });

  it("reads the value that a deleted DNS record had", () => {
    const event = callAt(5, "route53 ChangeResourceRecordSets", {
      hostedZoneId: "Z1",
      changeBatch: {
        changes: [
          {
            action: "DELETE",
            resourceRecordSet: {
              name: "www.example.com.",
              type: "A",
              resourceRecords: [{ value: "1.2.3.4" }],
            },
          },
        ],
      },
    });

    expect(beforeAfter(event, [])).toEqual([
      { property: "A record", before: "1.2.3.4", after: "none" },
    ]);
  });
});

type Pair = {
  first: string;
  firstRequest: JsonObject;
  second: string;
  secondRequest: JsonObject;
  before: string;
  after: string;
};

/** Two calls on one resource, and what the second one replaced. */
const pairs = readFileSync(join(import.meta.dirname, "../fixtures/change-pairs.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Pair);

it.each(pairs)("$first, then $second: $before → $after", (pair) => {
  const event = callAt(20, pair.second, pair.secondRequest);
  const earlier = callAt(10, pair.first, pair.firstRequest);

  const change = beforeAfter(event, [earlier]);

  expect(changeWords(change)).toEqual({ before: pair.before, after: pair.after });
  expect(relatedNames(event)).toContain(earlier.name);
});

describe("a change in short", () => {
  it("names the properties when there are several", () => {
    const words = changeWords([
      { property: "min", before: "1", after: "0" },
      { property: "max", after: "0" },
    ]);

    expect(words).toEqual({ before: "min 1", after: "min 0, max 0" });
  });

  it("counts what does not fit", () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ property: `p${index}`, after: "x" }));

    expect(changeWords(many)).toEqual({ after: "p0 x, p1 x, p2 x, p3 x and 5 more values" });
  });

  it("is empty when nothing is known", () => {
    expect(changeWords([])).toEqual({});
  });
});

describe("which calls can hold an earlier value", () => {
  it("names the calls of the same property, without their API version", () => {
    expect(relatedNames(concurrency(1, 0))).toEqual([
      "PutFunctionConcurrency",
      "DeleteFunctionConcurrency",
      "CreateFunction",
    ]);
  });

  it("names none for a call that sets nothing known", () => {
    expect(relatedNames(callAt(1, "lambda Invoke", { functionName: "f" }))).toEqual([]);
  });

  it("knows at least 60 calls, and each is named beside a call that it can precede", () => {
    const calls = Object.entries(PROPERTY_TABLES).flatMap(([service, { sets }]) =>
      Object.keys(sets).map((name) => ({ service, name })),
    );
    const alone = calls.filter(
      ({ service, name }) => !relatedNames(callAt(1, `${service} ${name}`, null)).includes(name),
    );

    expect(calls.length).toBeGreaterThanOrEqual(60);
    expect(alone).toEqual([]);
  });

  it("names no call that could not tell a value", () => {
    const idle = Object.entries(PROPERTY_TABLES).flatMap(([service, { sets, tells, families }]) =>
      families
        .flat()
        .filter((name) => !(name in sets) && !(name in (tells ?? {})))
        .map((name) => `${service} ${name}`),
    );

    expect(idle).toEqual([]);
  });
});

describe("the state that changes left", () => {
  const stop = callAt(10, "rds StopDBInstance", { dBInstanceIdentifier: "db" });
  const start = callAt(20, "rds StartDBInstance", { dBInstanceIdentifier: "db" });

  it("is that of the newest, in any order", () => {
    expect(stateAfter([start, stop])).toBe("running");
    expect(stateAfter([stop])).toBe("stopped");
    expect(stateAfter([])).toBeUndefined();
  });

  it.each([
    ["s3 DeleteBucket", { bucketName: "b" }, "deleted"],
    ["lambda DeleteFunction20150331", { functionName: "f" }, "deleted"],
    [
      "rds DeleteDBInstance",
      { dBInstanceIdentifier: "db", skipFinalSnapshot: false, finalDBSnapshotIdentifier: "x" },
      "deleted",
    ],
    ["ec2 TerminateInstances", { instancesSet: { items: [{ instanceId: "i-1" }] } }, "terminated"],
    ["kms ScheduleKeyDeletion", { keyId: "k" }, "scheduled for deletion"],
    ["events DisableRule", { name: "r" }, "disabled"],
    ["appmesh DeleteMesh", { meshName: "m" }, "deleted"],
    [
      "s3 PutBucketPolicy",
      {
        bucketName: "b",
        bucketPolicy: { Statement: [{ Effect: "Allow", Principal: "*", Action: "*" }] },
      },
      "public",
    ],
    ["s3 DeleteBucketPolicy", { bucketName: "b" }, undefined],
    ["iam DeleteRolePolicy", { roleName: "r", policyName: "p" }, undefined],
    ["lambda DeleteFunction20150331", { functionName: "f", qualifier: "3" }, undefined],
    ["ec2 DeleteRoute", { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" }, undefined],
  ])("%s %j leaves %s", (call, request: JsonObject, state) => {
    expect(stateAfter([callAt(1, call, request)])).toBe(state);
  });

  it("is not public any more when the policy that made it so is gone", () => {
    const open = callAt(1, "s3 PutBucketPolicy", {
      bucketName: "b",
      bucketPolicy: { Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*" }] },
    });
    const closed = callAt(2, "s3 DeleteBucketPolicy", { bucketName: "b" });

    expect(stateAfter([open, closed])).toBeUndefined();
  });

  it("is not deleted when it was changed since", () => {
    const deletion = callAt(1, "s3 DeleteBucket", { bucketName: "b" });
    const creation = callAt(2, "s3 CreateBucket", { bucketName: "b" });

    expect(stateAfter([deletion, creation])).toBeUndefined();
  });

  it("is not that of a denied call", () => {
    const denied = callAt(30, "rds DeleteDBInstance", { dBInstanceIdentifier: "db" }, null, {
      errorCode: "AccessDenied",
    });

    expect(stateAfter([stop, denied])).toBe("stopped");
  });
});

describe("any sequence of calls", () => {
  const step = fc.record({
    minute: fc.nat({ max: 600 }),
    fn: fc.constantFrom("a", "b"),
    value: fc.option(fc.nat({ max: 9 })),
  });

  it("agrees with a naive reference", () => {
    const toEvent = ({
      minute,
      fn,
      value,
    }: {
      minute: number;
      fn: string;
      value: number | null;
    }) =>
      value === null
        ? callAt(minute, "lambda DeleteFunctionConcurrency20171031", { functionName: fn })
        : concurrency(minute, value, fn);
    const steps = fc.uniqueArray(step, { selector: ({ minute }) => minute, maxLength: 12 });
    fc.assert(
      fc.property(steps, fc.nat({ max: 9 }), (taken, now) => {
        const last = taken
          .filter(({ fn, minute }) => fn === "a" && minute < 300)
          .toSorted((x, y) => y.minute - x.minute)[0];
        const expected = last === undefined ? undefined : String(last.value ?? "none");
        const event = concurrency(300, now, "a");

        const earlier = taken.filter(({ minute }) => minute !== 300).map(toEvent);

        expect(beforeAfter(event, earlier)[0]?.before).toBe(expected);
      }),
    );
  });

  it("never throws on a record of any shape", () => {
    const calls = Object.entries(PROPERTY_TABLES).flatMap(([service, { sets }]) =>
      Object.keys(sets).map((name) => `${service} ${name}`),
    );
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(fc.constantFrom(...calls), json, json, (call, request, response) => {
        const event = callAt(5, call, null, null, {
          requestParameters: request,
          responseElements: response,
        });
        const before = callAt(1, call, null, null, {
          requestParameters: response,
          responseElements: request,
        });

        expect(
          propertiesOf(event).every(({ resource }) => resource === resource.toLowerCase()),
        ).toBe(true);
        expect(Array.isArray(beforeAfter(event, [before]))).toBe(true);
        expect((stateAfter([event, before]) ?? "").length).toBeLessThanOrEqual(300);
      }),
      { numRuns: 1500 },
    );
  });
});

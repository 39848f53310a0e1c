import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudTrailClient,
  type LookupAttributeKey,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from "@aws-sdk/client-cloudtrail";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonObject, stringAt } from "../../../src/domain/json.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/domain/time.ts";
import { usualLag } from "../../../src/sandbox/aws/cloudtrail/lookup-events.ts";
import { outerEvent } from "../../../src/sandbox/aws/cloudtrail/outer-event.ts";
import type { AwsServerOptions } from "../../../src/sandbox/aws/server.ts";
import { errorOf, HOME, NOW, PROD, ROLE, record, start, writeTrail } from "./made-trail.ts";

type Asked = Partial<LookupEventsCommandInput>;

async function trail(records: readonly JsonObject[], options: Partial<AwsServerOptions> = {}) {
  const { client, server, bugs } = await start(records, options);
  const own = new CloudTrailClient(client);
  const ask = (asked: Asked = {}) => own.send(new LookupEventsCommand(asked));
  const ids = async (asked: Asked = {}) => (await ask(asked)).Events?.map(({ EventId }) => EventId);
  return { client, server, bugs, ask, ids };
}

const by = (AttributeKey: LookupAttributeKey, AttributeValue: string): Asked => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
});

/** `count` events, a minute apart, the newest an hour ago. */
function many(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) =>
    record({ eventID: `e${index}` }, NOW - HOUR - index * MINUTE),
  );
}

describe("LookupEvents", () => {
  it("gives the record as text, and around it what can be asked for", async () => {
    const at = NOW - HOUR;
    const { ask } = await trail([record({ eventID: "a" }, at)]);

    const { Events: events = [] } = await ask();

    const { CloudTrailEvent: text, ...outer } = events[0] ?? {};
    expect(outer).toEqual({
      EventId: "a",
      EventName: "PutBucketPolicy",
      ReadOnly: "false",
      AccessKeyId: "ASIAJANEEXAMPLE12345",
      EventTime: new Date(at),
      EventSource: "s3.amazonaws.com",
      Username: "jane",
      Resources: [{ ResourceType: "AWS::S3::Bucket", ResourceName: "bucket-x" }],
    });
    expect(JSON.parse(text ?? "")).toEqual(record({ eventID: "a" }, at));
  });

  it("shows the newest first, each once, fifty a page", async () => {
    const records = many(120);
    const { ask } = await trail([...records, ...records.slice(0, 10)]);
    const seen: (string | undefined)[] = [];
    const sizes: number[] = [];
    let NextToken: string | undefined;

    do {
      const page = await ask(NextToken ? { NextToken } : {});
      seen.push(...(page.Events ?? []).map(({ EventId }) => EventId));
      sizes.push(page.Events?.length ?? 0);
      NextToken = page.NextToken;
    } while (NextToken);

    expect(seen).toEqual(records.map(({ eventID }) => eventID));
    expect(sizes).toEqual([50, 50, 20]);
  });

  it("pages through events of one second without losing any", async () => {
    const records = many(7).map((one) => ({ ...one, eventTime: "2026-11-20T10:00:00Z" }));
    const { ask } = await trail(records);
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;

    do {
      const page = await ask({ MaxResults: 2, ...(NextToken ? { NextToken } : {}) });
      seen.push(...(page.Events ?? []).map(({ EventId }) => EventId));
      NextToken = page.NextToken;
    } while (NextToken);

    expect(seen.toSorted()).toEqual(["e0", "e1", "e2", "e3", "e4", "e5", "e6"]);
  });

  it("takes a token only with the parameters that it came from, and no text of one's own", async () => {
    const { ask } = await trail(many(5));
    const { NextToken } = await ask({ MaxResults: 2, ...by("ReadOnly", "false") });

    const names = await Promise.all(
      [
        { MaxResults: 2, ...by("ReadOnly", "false"), NextToken },
        { ...by("ReadOnly", "true"), NextToken },
        { NextToken },
        { ...by("ReadOnly", "false"), StartTime: new Date(NOW - DAY), NextToken },
        { NextToken: "mine" },
        { NextToken: Buffer.from("[1,2,3]").toString("base64") },
      ].map((asked) => errorOf(ask(asked as Asked))),
    );

    expect(names).toEqual(["none", ...Array(5).fill("InvalidNextTokenException")]);
  });

  it("holds no data events, no Insights and nothing of other Regions", async () => {
    const { ids } = await trail([
      record({ eventID: "management" }, NOW - HOUR),
      record({ eventID: "data", eventCategory: "Data", managementEvent: false }, NOW - HOUR),
      record({ eventID: "insight", eventCategory: "Insight" }, NOW - HOUR),
      record({ eventID: "elsewhere", awsRegion: "us-east-1" }, NOW - HOUR),
    ]);

    const found = [await ids(), await ids({ EventCategory: "insight" })];

    expect(found).toEqual([["management"], []]);
  });

  it("reads files that lie about in any shape, by what their records say", async () => {
    const dir = writeTrail([record({ eventID: "placed" }, NOW - HOUR)]);
    const lines = [
      record({ eventID: "lying" }, NOW - 2 * HOUR),
      record({ eventID: "elsewhere", awsRegion: "us-east-1" }, NOW - HOUR),
      record({ eventID: "placed" }, NOW - HOUR),
    ];
    writeFileSync(join(dir, "export.jsonl"), lines.map((one) => JSON.stringify(one)).join("\n"));
    writeFileSync(join(dir, "broken.json.gz"), "no gzip at all");

    const { ids } = await trail([], { dir });

    expect(await ids()).toEqual(["placed", "lying"]);
  });

  it("forgets after ninety days", async () => {
    const { ids } = await trail([
      record({ eventID: "kept" }, NOW - 90 * DAY + MINUTE),
      record({ eventID: "forgotten" }, NOW - 90 * DAY - MINUTE),
    ]);

    const found = await ids({ StartTime: new Date(NOW - 200 * DAY) });

    expect(found).toEqual(["kept"]);
  });

  it("shows events late: from two to eight minutes, for each the same", async () => {
    let now = NOW;
    const records = Array.from({ length: 30 }, (_, index) => record({ eventID: `e${index}` }, NOW));
    const { client, server } = await start(records, { now: () => now, lagMs: usualLag });
    const own = new CloudTrailClient(client);
    const countAt = async (at: number) => {
      now = at;
      return (await own.send(new LookupEventsCommand({}))).Events?.length ?? 0;
    };

    const counts = [
      await countAt(NOW + 2 * MINUTE - SECOND),
      await countAt(NOW + 5 * MINUTE),
      await countAt(NOW + 8 * MINUTE),
    ];

    expect([counts[0], counts[2]]).toEqual([0, 30]);
    expect(counts[1]).toBeGreaterThan(5);
    expect(counts[1]).toBeLessThan(25);
    expect(server.requests()).toHaveLength(3);
  });

  it("shows what has just happened when its time has come", async () => {
    let now = NOW;
    const { ids, server } = await trail(many(1), { now: () => now });

    server.arrive([record({ eventID: "late" }, NOW - SECOND)], NOW + MINUTE);
    const before = await ids();
    now += MINUTE;
    const after = await ids();

    expect([before, after]).toEqual([["e0"], ["late", "e0"]]);
  });

  const refused: [string, Asked, string][] = [
    [
      "two attributes",
      {
        LookupAttributes: [
          { AttributeKey: "EventName", AttributeValue: "a" },
          { AttributeKey: "EventName", AttributeValue: "b" },
        ],
      },
      "InvalidLookupAttributesException",
    ],
    [
      "an attribute that is none",
      by("Colour" as LookupAttributeKey, "x"),
      "InvalidLookupAttributesException",
    ],
    [
      "an attribute of every object",
      by("constructor" as LookupAttributeKey, "x"),
      "InvalidLookupAttributesException",
    ],
    ["an empty value", by("EventName", ""), "InvalidLookupAttributesException"],
    [
      "a value of 2,001 letters",
      by("EventName", "x".repeat(2001)),
      "InvalidLookupAttributesException",
    ],
    [
      "a value of 1,001 underscores",
      by("EventName", "_".repeat(1001)),
      "InvalidLookupAttributesException",
    ],
    ["51 results", { MaxResults: 51 }, "InvalidMaxResultsException"],
    ["no results", { MaxResults: 0 }, "InvalidMaxResultsException"],
    [
      "an end before the start",
      { StartTime: new Date(NOW), EndTime: new Date(NOW - SECOND) },
      "InvalidTimeRangeException",
    ],
  ];
  it.each(refused)("refuses %s", async (_, asked, code) => {
    const { ask } = await trail([]);

    const name = await errorOf(ask(asked));

    expect(name).toBe(code);
  });

  it("gives what a plain comparison gives, for any attribute and window", async () => {
    const names = [
      "bucket-x",
      "Bucket-X",
      "bucket-",
      "orders db",
      "a_b,c\\d",
      "x'; --",
      "é",
      "toString",
    ];
    const records = Array.from({ length: 150 }, (_, index) => {
      const name = names[index % names.length] ?? "";
      return record(
        {
          eventID: `id-${index}`,
          eventName: index % 3 === 0 ? "GetBucketAcl" : "PutBucketPolicy",
          readOnly: index % 3 === 0,
          requestParameters: { bucketName: name },
          userIdentity: { type: "IAMUser", userName: name, accessKeyId: `AKIA${index % 5}` },
        },
        NOW - (index + 1) * 7 * HOUR,
      );
    });
    const { ask, bugs } = await trail(records);
    const plain: Record<string, (one: JsonObject) => string | undefined> = {
      EventId: (one) => stringAt(one, "eventID"),
      EventName: (one) => stringAt(one, "eventName"),
      ReadOnly: (one) => stringAt(one, "readOnly"),
      Username: (one) => stringAt(one, "userIdentity", "userName"),
      ResourceName: (one) => stringAt(one, "requestParameters", "bucketName"),
      EventSource: (one) => stringAt(one, "eventSource"),
      AccessKeyId: (one) => stringAt(one, "userIdentity", "accessKeyId"),
    };
    const value = fc.oneof(
      fc.constantFrom(
        ...names,
        "true",
        "false",
        "GetBucketAcl",
        "AKIA1",
        "s3.amazonaws.com",
        "id-7",
      ),
      fc.string({ minLength: 1, maxLength: 30 }),
    );

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(plain)),
        value,
        fc.nat(1100),
        fc.nat(1100),
        async (key, text, hours, more) => {
          const window = { from: NOW - (hours + more) * HOUR, to: NOW - hours * HOUR };
          const expected = records
            .filter((one) => plain[key]?.(one) === text)
            .filter(({ eventTime }) => {
              const at = Date.parse(String(eventTime));
              return at >= window.from && at <= window.to;
            })
            .map(({ eventID }) => eventID);
          const times = { StartTime: new Date(window.from), EndTime: new Date(window.to) };

          const page = await ask({ ...by(key as LookupAttributeKey, text), ...times });

          expect(page.Events?.map(({ EventId }) => EventId)).toEqual(expected.slice(0, 50));
          expect(page.NextToken !== undefined).toBe(expected.length > 50);
        },
      ),
      { numRuns: 80 },
    );
    expect(bugs).toEqual([]);
  }, 30_000);
});

describe("the limit on LookupEvents", () => {
  it("is two requests a second, for each Region by itself", async () => {
    let clock = 0;
    const { client, server } = await start([], { paceClock: () => clock });
    const ask = (region: string) =>
      errorOf(new CloudTrailClient({ ...client, region }).send(new LookupEventsCommand({})));

    const first = [await ask(HOME), await ask(HOME), await ask(HOME), await ask("us-east-1")];
    clock = 499;
    const soon = await ask(HOME);
    clock = 500;
    const later = [await ask(HOME), await ask(HOME)];

    expect(first).toEqual(["none", "none", "ThrottlingException", "none"]);
    expect(soon).toBe("ThrottlingException");
    expect(later).toEqual(["none", "ThrottlingException"]);
    expect(server.requests().map(({ region, isRefused }) => [region, isRefused])).toEqual([
      [HOME, false],
      [HOME, false],
      [HOME, true],
      ["us-east-1", false],
      [HOME, true],
      [HOME, false],
      [HOME, true],
    ]);
  });

  it("counts who asked where, for what, and whether for a next page", async () => {
    const { ask, server } = await trail(many(3));

    const { NextToken } = await ask({ MaxResults: 1, ...by("ReadOnly", "false") });
    await ask({ MaxResults: 1, ...by("ReadOnly", "false"), ...(NextToken ? { NextToken } : {}) });

    expect(server.requests()).toMatchObject([
      { account: PROD, region: HOME, attribute: "ReadOnly", isNextPage: false, isRefused: false },
      { account: PROD, region: HOME, attribute: "ReadOnly", isNextPage: true, isRefused: false },
    ]);
  });

  it("is used up altogether while throttling is switched on", async () => {
    const { ask, server } = await trail([]);
    server.faults.set("throttling", true);

    const during = await errorOf(ask());
    server.faults.set("throttling", false);
    const after = await errorOf(ask());

    expect([during, after]).toEqual(["ThrottlingException", "none"]);
  });
});

describe("credentials that expire in the middle of paging", () => {
  it("are good for two pages, and anew when the role is assumed anew", async () => {
    const { client, server } = await start([]);
    server.faults.set("expired", true);
    const session = async () => {
      const { Credentials: keys } = await new STSClient(client).send(
        new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "jane", ExternalId: "acme-7" }),
      );
      const credentials = {
        accessKeyId: keys?.AccessKeyId ?? "",
        secretAccessKey: keys?.SecretAccessKey ?? "",
        sessionToken: keys?.SessionToken ?? "",
      };
      const own = new CloudTrailClient({ ...client, credentials });
      return () => errorOf(own.send(new LookupEventsCommand({})));
    };
    const first = await session();
    const second = await session();

    const names = [await first(), await first(), await first(), await second(), await first()];
    server.faults.set("expired", false);
    const after = await first();

    expect(names).toEqual([
      "none",
      "none",
      "ExpiredTokenException",
      "none",
      "ExpiredTokenException",
    ]);
    expect(after).toBe("none");
  });
});

describe("outerEvent", () => {
  const cases: [string, JsonObject, string[]][] = [
    [
      "the ARN of a function",
      { eventSource: "lambda.amazonaws.com", requestParameters: { functionName: "checkout-api" } },
      [`arn:aws:lambda:${HOME}:${PROD}:function:checkout-api`],
    ],
    [
      "the ARN of a database",
      {
        eventSource: "rds.amazonaws.com",
        requestParameters: { dBInstanceIdentifier: "orders-db" },
      },
      [`arn:aws:rds:${HOME}:${PROD}:db:orders-db`],
    ],
    [
      "the ARN of a queue",
      {
        eventSource: "sqs.amazonaws.com",
        requestParameters: { queueUrl: `https://sqs.${HOME}.amazonaws.com/${PROD}/jobs` },
      },
      [`arn:aws:sqs:${HOME}:${PROD}:jobs`],
    ],
    [
      "the ARN of a secret with its six letters",
      {
        eventSource: "secretsmanager.amazonaws.com",
        requestParameters: { secretId: "app/key" },
        responseElements: { aRN: `arn:aws:secretsmanager:${HOME}:${PROD}:secret:app/key-Kq8TzW` },
      },
      [`arn:aws:secretsmanager:${HOME}:${PROD}:secret:app/key-Kq8TzW`],
    ],
    [
      "the names of a service and its cluster",
      {
        eventSource: "ecs.amazonaws.com",
        requestParameters: { cluster: "acme-prod", service: "payments" },
      },
      ["acme-prod", "payments"],
    ],
    [
      "the ids of all that a call on instances names",
      {
        eventSource: "ec2.amazonaws.com",
        requestParameters: { instancesSet: { items: [{ instanceId: "i-01234567890123456" }] } },
        responseElements: { vpcId: "vpc-01234567890123456" },
      },
      ["i-01234567890123456", "vpc-01234567890123456"],
    ],
    [
      "nothing for a description of instances",
      {
        eventSource: "ec2.amazonaws.com",
        readOnly: true,
        requestParameters: { instancesSet: { items: [{ instanceId: "i-01234567890123456" }] } },
      },
      [],
    ],
    [
      "the issued key, the session and the role of a session",
      {
        eventSource: "sts.amazonaws.com",
        requestParameters: { roleArn: ROLE, roleSessionName: "jane" },
        responseElements: {
          credentials: { accessKeyId: "ASIAISSUED" },
          assumedRoleUser: {
            assumedRoleId: "AROAX:jane",
            arn: "arn:aws:sts::1:assumed-role/r/jane",
          },
        },
      },
      ["ASIAISSUED", "AROAX:jane", "arn:aws:sts::1:assumed-role/r/jane", ROLE],
    ],
    [
      "nothing for services that name none",
      { eventSource: "organizations.amazonaws.com", requestParameters: { name: "x" } },
      [],
    ],
  ];
  it.each(cases)("names %s", (_, fields, expected) => {
    const outer = outerEvent(record({ eventID: "a", ...fields }, NOW));

    expect(outer?.resources.map(({ ResourceName }) => ResourceName)).toEqual(expected);
  });

  const users: [string, JsonObject, string | undefined][] = [
    [
      "the session of a role",
      { type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/r/jane" },
      "jane",
    ],
    ["an IAM user", { type: "IAMUser", userName: "lee" }, "lee"],
    ["root", { type: "Root", arn: "arn:aws:iam::1:root" }, "root"],
    ["no service", { type: "AWSService", invokedBy: "ec2.amazonaws.com" }, undefined],
  ];
  it.each(users)("calls the user by %s", (_, userIdentity, expected) => {
    const outer = outerEvent(record({ eventID: "a", userIdentity }, NOW));

    expect(outer?.user).toBe(expected);
  });
});

import { request } from "node:http";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR } from "../../../src/domain/time.ts";
import { AWS_COVERAGE } from "../../../src/sandbox/aws/coverage.ts";
import type { AwsService } from "../../../src/sandbox/aws/service.ts";
import { errorOf, NOW, ROLE, record, start } from "./made-trail.ts";

const SIGNED =
  "AWS4-HMAC-SHA256 Credential=AKIATRAILWATCHEXAMPL/20261120/eu-west-1/cloudtrail/aws4_request, SignedHeaders=host, Signature=00";
/** Members of inputs, and names that every object has. */
const MEMBERS = [
  "LookupAttributes",
  "StartTime",
  "EndTime",
  "MaxResults",
  "NextToken",
  "EventCategory",
  "Name",
  "trailNameList",
  "QueueUrl",
  "Entries",
  "MaxNumberOfMessages",
  "ReceiptHandle",
  "__proto__",
  "constructor",
];
const TARGET = "CloudTrail_20131101.LookupEvents";

async function post(
  endpoint: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
): Promise<{ status: number; text: string }> {
  const response = await fetch(endpoint, { method: "POST", headers, body });
  return { status: response.status, text: await response.text() };
}

function lookup(endpoint: string, body: string | Uint8Array) {
  const headers = {
    authorization: SIGNED,
    "x-amz-target": TARGET,
    "content-type": "application/x-amz-json-1.1",
  };
  return post(endpoint, headers, body);
}

/** A request of a service's own protocol that carries this text. */
function requestOf(service: string, operation: string, text: string): RequestInit {
  const authorization = SIGNED.replace("cloudtrail", service);
  if (service === "s3") return { headers: { authorization } };
  if (service === "sts") {
    const type = "application/x-www-form-urlencoded";
    const headers = { authorization, "content-type": type };
    return { method: "POST", headers, body: `Action=${operation}&${text}` };
  }
  const headers = { authorization, "x-amz-target": `X.${operation}` };
  return { method: "POST", headers, body: text };
}

describe("the local AWS", () => {
  it("answers only who has signed", async () => {
    const { client } = await start([]);

    const unsigned = await Promise.all([
      post(client.endpoint, { "x-amz-target": TARGET }, "{}"),
      post(
        client.endpoint,
        { "content-type": "application/x-www-form-urlencoded" },
        "Action=GetCallerIdentity&Version=2011-06-15",
      ),
      fetch(`${client.endpoint}/acme-shop-cloudtrail?list-type=2`).then(async (response) => ({
        status: response.status,
        text: await response.text(),
      })),
    ]);

    expect(unsigned.map(({ status }) => status)).toEqual([400, 403, 403]);
    expect(unsigned[0]?.text).toContain("MissingAuthenticationToken");
    expect(unsigned[1]?.text).toContain("MissingAuthenticationToken");
    expect(unsigned[2]?.text).toContain("AccessDenied");
  });

  it("calls an unknown key what each service calls it", async () => {
    const { client } = await start([]);
    const stranger = {
      ...client,
      credentials: { accessKeyId: "AKIASTRANGEREXAMPLE1", secretAccessKey: "x" },
    };

    const names = await Promise.all([
      errorOf(new CloudTrailClient(stranger).send(new LookupEventsCommand({}))),
      errorOf(new STSClient(stranger).send(new GetCallerIdentityCommand({}))),
      errorOf(new S3Client(stranger).send(new ListObjectsV2Command({ Bucket: "a-bucket" }))),
    ]);

    expect(names).toEqual([
      "UnrecognizedClientException",
      "InvalidClientTokenId",
      "InvalidAccessKeyId",
    ]);
  });

  it("refuses a session whose time is over, or whose token is another's", async () => {
    let now = NOW;
    const { client } = await start([], { now: () => now });
    const sts = new STSClient(client);
    const asked = { RoleArn: ROLE, RoleSessionName: "jane", ExternalId: "acme-7" };
    const { Credentials: keys } = await sts.send(new AssumeRoleCommand(asked));
    const credentials = {
      accessKeyId: keys?.AccessKeyId ?? "",
      secretAccessKey: keys?.SecretAccessKey ?? "",
    };
    const call = (sessionToken: string) => {
      const session = { ...client, credentials: { ...credentials, sessionToken } };
      return errorOf(new CloudTrailClient(session).send(new LookupEventsCommand({})));
    };

    const inTime = await call(keys?.SessionToken ?? "");
    const withOther = await call("another");
    now += HOUR;
    const afterwards = await call(keys?.SessionToken ?? "");

    expect([inTime, withOther, afterwards]).toEqual([
      "none",
      "UnrecognizedClientException",
      "ExpiredTokenException",
    ]);
  });

  it("knows no key in a Region that is not switched on", async () => {
    const { client } = await start([], { disabledRegions: ["ap-east-1"] });
    const ask = (region: string) =>
      errorOf(new CloudTrailClient({ ...client, region }).send(new LookupEventsCommand({})));

    const names = [await ask("ap-east-1"), await ask("eu-west-1")];

    expect(names).toEqual(["UnrecognizedClientException", "none"]);
  });

  const nonsense: [string, string | Uint8Array][] = [
    ["no JSON", "{"],
    ["a text", '"x"'],
    ["a list", "[]"],
    ["a text for a number", '{"MaxResults":"many"}'],
    ["an object for a list", '{"LookupAttributes":{}}'],
    ["a list of texts", '{"LookupAttributes":["x"]}'],
    ["a time that is none", '{"StartTime":"yesterday"}'],
    ["bytes", new Uint8Array([0xff, 0xfe, 0x00])],
    ["very deep lists", `${"[".repeat(50_000)}`],
  ];
  it.each(nonsense)("calls %s a SerializationException", async (_, body) => {
    const { client, bugs } = await start([]);

    const { status, text } = await lookup(client.endpoint, body);

    expect([status, JSON.parse(text).__type]).toEqual([400, "SerializationException"]);
    expect(bugs).toEqual([]);
  });

  it("takes a body without anything as no parameters, and leaves out members that it does not know", async () => {
    const { client } = await start([record({ eventID: "a" }, NOW - HOUR)]);

    const answers = await Promise.all([
      lookup(client.endpoint, ""),
      lookup(client.endpoint, '{"__proto__":{"MaxResults":-1},"constructor":1,"Unknown":1}'),
    ]);

    expect(answers.map(({ text }) => JSON.parse(text).Events.length)).toEqual([1, 1]);
  });

  it("refuses a body of more than a megabyte", async () => {
    const { client } = await start([]);

    const status = await new Promise((resolve) => {
      const sent = request(client.endpoint, { method: "POST", headers: { authorization: SIGNED } });
      sent.on("response", (response) => resolve(response.resume().statusCode));
      // The server hangs up while this is still being sent.
      sent.on("error", () => resolve("cut"));
      sent.end("x".repeat(2 * 1024 * 1024));
    });

    expect([413, "cut"]).toContain(status);
  });

  it("names operations and services that it does not have", async () => {
    const { client } = await start([]);
    const headers = { authorization: SIGNED, "content-type": "application/x-amz-json-1.1" };

    const answers = await Promise.all([
      post(
        client.endpoint,
        { ...headers, "x-amz-target": "CloudTrail_20131101.DeleteTrail" },
        "{}",
      ),
      post(client.endpoint, { ...headers, "x-amz-target": "x.constructor" }, "{}"),
      post(
        client.endpoint,
        {
          authorization: SIGNED.replace("cloudtrail", "rds"),
          "content-type": "application/x-www-form-urlencoded",
        },
        "Action=DescribeDBInstances",
      ),
    ]);

    expect(answers[0]?.text).toContain("UnknownOperationException");
    expect(answers[1]?.text).toContain("UnknownOperationException");
    expect(answers[2]?.text).toContain("InvalidAction");
  });

  it("answers 500 and reports it when an operation of its own breaks the schema or fails", async () => {
    const athena: AwsService = {
      name: "athena",
      operations: {
        StartQueryExecution: async () => ({ QueryExecution: "x" }),
        StopQueryExecution: async () => Promise.reject(new Error("broken")),
      },
    };
    const { client, bugs } = await start([], { services: [athena] });
    const authorization = SIGNED.replace("cloudtrail", "athena");
    const call = (operation: string, body: string) =>
      post(client.endpoint, { authorization, "x-amz-target": `AmazonAthena.${operation}` }, body);

    const misfitting = await call("StartQueryExecution", '{"QueryString":"SELECT 1"}');
    const failing = await call("StopQueryExecution", '{"QueryExecutionId":"x"}');

    expect([misfitting.status, failing.status]).toEqual([500, 500]);
    expect(bugs[0]).toContain("QueryExecution: there is no such member");
    expect(bugs[1]).toContain("broken");
  });

  it("lets every answer wait while that is switched on", async () => {
    const { client, server } = await start([], { slowMs: 300 });
    const sts = new STSClient(client);
    await sts.send(new GetCallerIdentityCommand({}));
    server.faults.set("slow", true);
    const begun = performance.now();

    await sts.send(new GetCallerIdentityCommand({}));

    expect(performance.now() - begun).toBeGreaterThan(290);
  });

  it("takes no nonsense for a mistake of its own, whatever is sent to whichever operation", async () => {
    const { client, bugs } = await start([record({ eventID: "a" }, NOW - HOUR)]);
    const statuses = new Set<number>();

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...AWS_COVERAGE.filter(({ service }) => service !== "athena")),
        fc.oneof(fc.json(), fc.string(), fc.object({ key: fc.constantFrom(...MEMBERS) })),
        fc.webPath(),
        fc.webQueryParameters(),
        async ({ service, operation }, value, path, query) => {
          const text = typeof value === "string" ? value : JSON.stringify(value);
          const sent = requestOf(service, operation, text);

          const response = await fetch(`${client.endpoint}${path}?${query}`, sent);
          await response.arrayBuffer();

          statuses.add(response.status);
        },
      ),
      { numRuns: 200 },
    );

    expect([...statuses].filter((status) => status >= 500 && status !== 501)).toEqual([]);
    expect(statuses.size).toBeGreaterThan(2);
    expect(bugs).toEqual([]);
  }, 60_000);
});

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { actionsOf, deploy, policyDocument, readTemplate, type Statement } from "./template.ts";

const src = resolve(import.meta.dirname, "../../src");

/** Live code; what the sandbox does to itself needs no right. */
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.startsWith("sandbox/"))
  .map((path) => ({ path, text: readFileSync(join(src, path), "utf8") }));

/** Commands whose action has another name; undefined: AWS asks for no right. */
const OTHER_NAMES: Record<string, string | undefined> = {
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
  "sts:GetCallerIdentity": undefined,
};

/**
 * What AWS does in our name: Athena reads the catalog and the log files, and writes results
 * (https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html); S3 decrypts.
 */
const IN_OUR_NAME = [
  "glue:GetDatabase",
  "glue:GetPartitions",
  "glue:GetTable",
  "s3:AbortMultipartUpload",
  "s3:GetBucketLocation",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "kms:Decrypt",
];

/** `cloudtrail:LookupEvents` of each command that a file takes from the SDK. */
function calledIn(text: string): string[] {
  const imports = text.matchAll(
    /(?:import|const)\s+\{([^}]*)\}\s*(?:from|=\s*await import\()\s*"@aws-sdk\/client-([a-z0-9-]+)"/g,
  );
  return [...imports].flatMap(([, names = "", service]) =>
    [...names.matchAll(/\b(\w+)Command\b/g)].map(([, command]) => `${service}:${command}`),
  );
}

function called(): string[] {
  const direct = files.flatMap(({ text }) => calledIn(text));
  const renamed = direct.flatMap((call) =>
    call in OTHER_NAMES ? (OTHER_NAMES[call] ?? []) : call,
  );
  const assumes = files.some(({ text }) => text.includes("fromTemporaryCredentials("));
  return [...new Set([...renamed, ...IN_OUR_NAME, ...(assumes ? ["sts:AssumeRole"] : [])])].sort();
}

function statementsOf(name: string): Statement[] {
  if (name.endsWith(".json")) {
    return policyDocument.parse(JSON.parse(readFileSync(join(deploy, name), "utf8"))).Statement;
  }
  // Statements of trust name who is trusted, not what is allowed.
  const all = JSON.stringify(readTemplate(name).Resources).matchAll(
    /"Statement":(\[(?:[^[\]]|\[[^[\]]*\])*\])/g,
  );
  const documents = [...all].map(([, list = "[]"]) =>
    policyDocument.parse({ Version: "2012-10-17", Statement: JSON.parse(list) }),
  );
  return documents
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => statement.Principal === undefined);
}

/** What changes something for somebody who ordered it. */
const ORDERS = actionsOf(statementsOf("orders-policy.json"));
const isOrder = (action: string) => ORDERS.includes(action);

describe("the policy", () => {
  it("allows what the code calls, and nothing else", () => {
    const allowed = actionsOf(statementsOf("policy.json"));

    expect(called().length).toBeGreaterThan(15);
    expect(allowed).toEqual(called().filter((action) => !isOrder(action)));
  });

  it("leaves the orders to a policy of their own, which allows what they call", () => {
    const { text = "" } = files.find(({ path }) => path === "aws/cloudwatch/orders.ts") ?? {};

    expect(ORDERS).toEqual([...new Set(calledIn(text))].sort());
    expect(ORDERS.length).toBeGreaterThan(1);
  });

  it("is cut in two by the templates: the bot assumes, the reader reads", () => {
    const bot = actionsOf(statementsOf("bot-role.yml"));
    const reader = actionsOf(statementsOf("reader-role.yml"));

    expect(bot).toEqual(["sts:AssumeRole"]);
    expect([...bot, ...reader].sort()).toEqual(called());
  });

  it.each(["policy.json", "reader-role.yml"])(
    "changes nothing but results and the queue by itself: %s",
    (name) => {
      const harmless =
        /:(?:Get|List|Describe|Lookup|Receive|Decrypt|StartQuery|StopQuery|AssumeRole)/;

      const changing = statementsOf(name).filter(({ Action }) =>
        [Action].flat().some((action) => !harmless.test(action)),
      );

      const always = changing.filter(({ Sid }) => Sid !== "OrderAlarms");
      expect(always.map(({ Sid }) => Sid)).toEqual(["TakeNotifications", "WriteResults"]);
      expect(JSON.stringify(always[1]?.Resource)).toMatch(/results.?bucket\}?\//i);
    },
  );

  it("lets alarms be ordered only where that is switched on", () => {
    const { Resources, Parameters } = readTemplate("reader-role.yml");
    const ordering = Object.values(Resources).filter((one) =>
      ORDERS.some((action) => JSON.stringify(one).includes(action)),
    );

    expect(ordering.map(({ Condition }) => Condition)).toEqual(["HasOrders"]);
    expect(Parameters.AlarmOrders).toMatchObject({ Default: "false" });
  });

  it("has seen every way in which the code takes commands from the SDK", () => {
    const mentioned = files.flatMap(({ path, text }) =>
      [...text.matchAll(/new (\w+)Command\(/g)].map(([, command]) => `${path} ${command}`),
    );
    const seen = files.flatMap(({ path, text }) =>
      calledIn(text).map((call) => `${path} ${call.split(":")[1]}`),
    );

    expect(mentioned.length).toBeGreaterThan(10);
    expect(mentioned.filter((one) => !seen.includes(one))).toEqual([]);
  });
});

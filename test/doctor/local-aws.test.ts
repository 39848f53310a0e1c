import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AwsSetup } from "../../src/aws/setup.ts";
import { createAwsCalls } from "../../src/doctor/aws-calls.ts";
import type { Check } from "../../src/doctor/check.ts";
import { diagnose } from "../../src/doctor/doctor.ts";
import type { AwsFault } from "../../src/sandbox/aws/faults.ts";
import { type LocalAws, openLocalAws } from "../../src/sandbox/aws/local.ts";
import { scenarioDir } from "../support/bot.ts";
import { faults, liveReading, outside } from "./calls.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await openLocalAws({ dir: await scenarioDir(), now: () => Date.now(), slowMs: 400 });
});
afterAll(() => aws.server.close());

/** What the doctor says through the real SDK. */
async function diagnosed(change: Partial<AwsSetup> = {}, timeoutMs = 15_000): Promise<Check[]> {
  const reading = await liveReading({ ...aws.setup, ...change });
  const tries = { signal: new AbortController().signal, timeoutMs };
  const real = { openAws: async (setup: AwsSetup) => createAwsCalls(setup), now: () => Date.now() };
  return diagnose(reading, tries, { ...outside(), ...real });
}

async function during(fault: AwsFault, change?: Partial<AwsSetup>, timeoutMs?: number) {
  aws.server.faults.set(fault, true);
  try {
    return await diagnosed(change, timeoutMs);
  } finally {
    aws.server.faults.set(fault, false);
  }
}

const ROLE_OF = (id: string, name: string) => ({
  id,
  role: { arn: `arn:aws:iam::${id}:role/${name}` },
});

/** The first test loads the SDK of six services. */
const PATIENCE_MS = 20_000;

describe("the doctor, through the real SDK to the local AWS", { timeout: PATIENCE_MS }, () => {
  it("finds nothing wrong", async () => {
    const checks = await diagnosed();

    expect(faults(checks)).toEqual([]);
    const said = checks.map(({ area, name, text }) => `${area} | ${name} | ${text}`).join("\n");
    expect(said).toMatch(
      /AWS credentials \| identity \| arn:aws:iam::111122223333:user\/trailwatch/,
    );
    expect(said).toMatch(/AWS credentials \| clock \| agrees with AWS's/);
    expect(said).toMatch(
      /Accounts \| 333344445555 \| role arn:aws:iam::333344445555:role\/trailwatch-reader/,
    );
    expect(said).toMatch(
      /Event history \| 333344445555 \| can be read in eu-west-1, us-east-1 and eu-central-1/,
    );
    expect(said.match(/logs to acme-\S+; delivered \d+ min ago/g)).toHaveLength(3);
    expect(said).toMatch(/Log files \| \S+ \| can be listed and read below AWSLogs\//);
    expect(said).toMatch(
      /CloudWatch \| 333344445555 \| alarms, metrics and dashboards can be read in eu-west-1, us-east-1 and eu-central-1/,
    );
    expect(said).toMatch(
      /Athena \| audit\.cloudtrail_logs \| is cut by account, region and timestamp/,
    );
  });

  it("names the account whose role refuses, and asks the others", async () => {
    const checks = await during("denied");

    expect(faults(checks)).toEqual([
      expect.stringMatching(
        /^✗ Accounts 333344445555: The role .*cannot be assumed.*"Principal":\{"AWS":"arn:aws:iam::111122223333:user\/trailwatch"\}/,
      ),
    ]);
    expect(checks.filter(({ area }) => area === "Event history")).toHaveLength(2);
  });

  it("names credentials that AWS does not know, and tries nothing else with them", async () => {
    const credentials = { accessKeyId: "AKIAUNKNOWNEXAMPLE", secretAccessKey: "hunter2" };

    const found = faults(await diagnosed({ credentials }));

    expect(found).toEqual([
      expect.stringMatching(/^✗ AWS credentials identity: AWS does not know these credentials/),
    ]);
  });

  it("names a role that is not there", async () => {
    const [first = { id: "" }] = aws.setup.accounts;
    const accounts = [first, ROLE_OF("222233334444", "somebody-else")];

    expect(faults(await diagnosed({ accounts }))).toEqual([
      expect.stringMatching(
        /^✗ Accounts staging \(222233334444\): The role \S+somebody-else cannot be assumed/,
      ),
    ]);
  });

  it("names a bucket, a workgroup and a table that are not there", async () => {
    const { athena, logs } = aws.setup;
    const found = faults(
      await diagnosed({
        athena: { ...athena, table: "old_logs", workgroup: "nobody" },
        logs: { ...logs, bucket: "not-there-at-all" },
      }),
    );

    expect(found.join("\n")).toMatch(
      /✗ Log files not-there-at-all: The bucket not-there-at-all is not there/,
    );
    expect(found.join("\n")).toMatch(/✗ Athena nobody: .*not there/);
    expect(found.join("\n")).toMatch(/✗ Athena audit\.old_logs: .*not there.*trailwatch trail ddl/);
  });

  it("takes being throttled for being allowed", async () => {
    expect(faults(await during("throttling"))).toEqual([]);
  });

  it("gives up what is too slow, within the time limit", async () => {
    const began = performance.now();

    const found = faults(await during("slow", {}, 200));

    expect(found).toEqual([
      expect.stringMatching(/^✗ AWS credentials identity: AWS did not answer in time/),
    ]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

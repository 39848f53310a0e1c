import { type ChildProcess, execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalAws, openLocalAws } from "../../src/sandbox/aws/local.ts";
import { scenarioDir } from "../support/bot.ts";

const main = resolve(import.meta.dirname, "../../src/main.ts");
const folder = mkdtempSync(join(tmpdir(), "trailwatch-doctor-command-"));

let aws: LocalAws;
beforeAll(async () => {
  aws = await openLocalAws({ dir: await scenarioDir(), now: () => Date.now() });
});
afterAll(async () => {
  await aws.server.close();
  rmSync(folder, { recursive: true });
});

type Ended = { code: number; out: string; err: string };

/** Runs `trailwatch doctor`, in an environment of its own. */
function doctor(
  args: string[],
  yaml: string,
  environment: Record<string, string> = {},
  started: (child: ChildProcess) => void = () => {},
): Promise<Ended> {
  const path = join(mkdtempSync(join(folder, "run-")), "trailwatch.yml");
  writeFileSync(path, yaml);
  const { accessKeyId, secretAccessKey } = aws.server.credentials;
  const env = {
    HOME: folder,
    TRAILWATCH_CONFIG: path,
    AWS_ENDPOINT_URL: aws.server.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...environment,
  };
  return new Promise((done) => {
    const tsx = import.meta.resolve("tsx");
    const child = execFile(
      process.execPath,
      ["--import", tsx, main, "doctor", ...args],
      { env, cwd: folder },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
    );
    started(child);
  });
}

const RIGHT = `aws:
  regions: [eu-west-1]
  athena: { region: eu-west-1, database: audit, table: cloudtrail_logs }
  logs: { bucket: acme-shop-cloudtrail, region: eu-west-1 }
`;

describe("trailwatch doctor", () => {
  it("ends with 0 where nothing is wrong, 1 where something is, and 3 where the settings are", async () => {
    const [right, wrong, unreadable] = await Promise.all([
      doctor([], RIGHT),
      doctor(["--json"], RIGHT.replace("acme-shop-cloudtrail", "not-there")),
      doctor([], "aws: { regions: [eu-west1] }"),
    ]);

    expect(right).toMatchObject({ code: 0, err: "" });
    expect(right.out).toMatch(/Everything is right\.\n$/);
    expect(wrong.code).toBe(1);
    const { checks }: { checks: { state: string; text: string }[] } = JSON.parse(wrong.out);
    expect(checks.filter(({ state }) => state === "wrong").map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The bucket not-there is not there/),
    ]);
    expect(unreadable.code).toBe(3);
    expect(unreadable.out).toMatch(/did you mean eu-west-1\?/);
  }, 60_000);

  it("stops at once when it is interrupted, and shows no secret", async () => {
    const asked = new Promise<void>((resolve) => {
      silent.once("request", () => resolve());
    });
    let child: ChildProcess | undefined;
    const ending = doctor([], RIGHT, { AWS_ENDPOINT_URL: await address() }, (started) => {
      child = started;
    });
    await asked;

    const began = performance.now();
    child?.kill("SIGINT");
    const { code, out, err } = await ending;

    expect(code).toBe(130);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(out + err).not.toContain(aws.server.credentials.secretAccessKey);
  }, 60_000);
});

/** Takes requests and never answers. */
const silent = createServer(() => {});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

function address(): Promise<string> {
  return new Promise((resolve) => {
    silent.listen(0, "127.0.0.1", () => {
      const at = silent.address();
      resolve(`http://127.0.0.1:${typeof at === "object" && at ? at.port : 0}`);
    });
  });
}

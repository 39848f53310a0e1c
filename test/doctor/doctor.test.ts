import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../../src/config.ts";
import { checksText } from "../../src/doctor/check-text.ts";
import { diagnose, type Outside } from "../../src/doctor/doctor.ts";
import { diagnosed, faults, liveReading, outside, refuses, SETUP } from "./calls.ts";

const folder = mkdtempSync(join(tmpdir(), "trailwatch-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));

const tries = () => ({ signal: new AbortController().signal, timeoutMs: 1_000 });
const places = { TRAILWATCH_STATE_DIR: folder, TRAILWATCH_CACHE_DIR: folder };
const SLACK = { SLACK_BOT_TOKEN: "xoxb-1-hunter2", SLACK_APP_TOKEN: "xapp-1-hunter2" };

async function said(environment: Record<string, string>, change: Partial<Outside> = {}) {
  const reading = await readSettings({ ...places, ...environment });
  return diagnose(reading, tries(), { ...outside(), ...change });
}

describe("the doctor without any configuration", () => {
  it("says that the sandbox will run, and how to go live", async () => {
    const checks = await said({});

    expect(faults(checks)).toEqual([
      expect.stringMatching(
        /^! This machine configuration: nothing is configured: `trailwatch start` runs the sandbox.* → To go live, follow docs\/live-setup\.md/,
      ),
    ]);
    expect(checks.map(({ area }) => area)).toEqual(
      expect.arrayContaining(["Slack", "AWS credentials"]),
    );
  });
});

describe("the doctor on this machine", () => {
  it.each([
    ["20.18.3", true],
    ["20.19.0", false],
    ["18.20.0", true],
    ["24.1.0", false],
  ])("knows whether Node %s is old", async (nodeVersion, isOld) => {
    const checks = await said({}, { nodeVersion });

    const node = checks.find(({ name }) => name === "Node");
    expect(node?.state).toBe(isOld ? "wrong" : "right");
  });

  it("lists what is wrong with the settings, and tries the rest all the same", async () => {
    const path = join(folder, "wrong.yml");
    writeFileSync(path, "zone: Mars\naws: { regions: [eu-west1] }\n");

    const found = faults(
      await said({ TRAILWATCH_CONFIG: path, TRAILWATCH_TRAIL: "/nowhere/at/all", ...SLACK }),
    );

    expect(found.join("\n")).toMatch(/wrong\.yml:1 zone is no IANA time zone/);
    expect(found.join("\n")).toMatch(
      /wrong\.yml:2 aws\.regions\[0\] is no Region; did you mean eu-west-1\?/,
    );
    expect(found.join("\n")).toMatch(
      /trail folder: \/nowhere\/at\/all cannot be read \(ENOENT\) → Correct `trail`/,
    );
  });

  it("names a folder in which nothing can be written, and what stands in the way", async () => {
    const path = join(folder, "a-file");
    writeFileSync(path, "");

    const found = faults(
      await said({ TRAILWATCH_STATE_DIR: join(path, "state"), TRAILWATCH_TRAIL: folder }),
    );

    expect(found.find((line) => /state folder/.test(line))).toMatch(
      /^✗ This machine state folder: .*a-file\/state cannot be written \(.+\) → .*set TRAILWATCH_STATE_DIR/,
    );
  });
});

describe("the doctor at Slack", () => {
  it("names the workspace and the scopes that are missing", async () => {
    const checks = await said(SLACK, {
      openSlack: async () => ({
        test: async () => ({ team: "Acme", user: "trailwatch", scopes: ["commands"] }),
        testApp: async () => undefined,
      }),
    });

    const slack = checks.filter(({ area }) => area === "Slack");
    expect(slack[0]?.text).toBe("trailwatch in the workspace Acme");
    expect(faults(slack)).toEqual([
      expect.stringMatching(
        /^! Slack scopes: missing: app_mentions:read \(questions asked by mentioning the bot\).* → Paste manifest\.yml/,
      ),
    ]);
  });

  it("says that Slack does not answer, and shows no token", async () => {
    const dead = new Promise<never>(() => {});
    const checks = await diagnose(
      await readSettings({ ...places, ...SLACK }),
      { signal: new AbortController().signal, timeoutMs: 100 },
      { ...outside(), openSlack: async () => ({ test: () => dead, testApp: () => dead }) },
    );

    expect(
      faults(checks).filter((line) => /Slack does not answer in time/.test(line)),
    ).toHaveLength(2);
    expect(JSON.stringify(checks)).not.toContain("hunter2");
  });
});

describe("what the doctor prints", () => {
  it("is by area, with a mark, the next step below, and what it comes to", async () => {
    const trails = async () => [];
    const text = checksText(
      await diagnosed({ trails, trailStatus: refuses("x"), anyKey: async () => undefined }),
    );

    expect(text).toMatch(/^This machine\n {2}✓ Node/);
    expect(text).toMatch(
      /\nCloudTrail\n {2}! prod \(111122223333\) +eu-west-1 and us-east-1: no trail logs here.*\n +→ aws cloudtrail create-trail/,
    );
    expect(text).toMatch(/\n1 thing is wrong, \d things to look at\.\n$/);
  });

  it("says when everything is right", async () => {
    expect(checksText(await diagnosed())).toMatch(/\nEverything is right\.\n$/);
  });

  it("does not let names in AWS steer the terminal, nor show secrets in what AWS says", async () => {
    const name = "trail\u001b[2Jx\u202e";
    const text = checksText(
      await diagnosed({
        trails: async () => [{ Name: name, TrailARN: "arn:x", S3BucketName: "b" }],
        trailStatus: refuses("Odd", "token=hunter2hunter2hunter2 password: hunter2"),
      }),
    );

    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    expect(text).not.toContain("hunter2");
  });
});

describe("the doctor, interrupted", () => {
  it("stops at once", async () => {
    const abort = new AbortController();
    const reading = await liveReading(SETUP);
    const waiting = diagnose(
      reading,
      { signal: abort.signal, timeoutMs: 60_000 },
      outside({ self: () => new Promise(() => {}) }),
    );

    abort.abort();

    await expect(waiting).rejects.toThrow(/abort/i);
  });
});

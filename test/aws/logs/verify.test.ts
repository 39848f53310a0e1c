import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { readDigest } from "../../../src/aws/logs/verify/digest.ts";
import { readPublicKey } from "../../../src/aws/logs/verify/signature.ts";
import { verifyTrail } from "../../../src/aws/logs/verify/verify.ts";
import { HOUR } from "../../../src/domain/time.ts";
import { quietRun } from "../../trail/files/made-trail.ts";
import {
  accessDenied,
  keyAt,
  logFile,
  NOW,
  type Objects,
  PROD,
  STAGING,
  setupFor,
} from "./made-bucket.ts";
import { addDigests, type DigestChange, publicKeys, signedStore } from "./made-digests.ts";

const HOURS = 6;
const window = { from: NOW - HOURS * HOUR, to: NOW };

let objects: Objects;
let signatures: Map<string, string>;
let digests: string[];
let logs: string[];

function makeTrail(changes: DigestChange[] = [], account = PROD): void {
  for (let at = NOW - HOURS * HOUR + 600_000; at < NOW; at += 1_800_000) {
    objects.set(keyAt(at, account), logFile(at));
  }
  digests = addDigests(objects, signatures, { account, end: NOW, hours: HOURS, changes });
  logs = [...objects.keys()].filter((key) => key.includes(`${account}/CloudTrail/`));
}

beforeEach(() => {
  objects = new Map();
  signatures = new Map();
});

function verify(more: Partial<Parameters<typeof verifyTrail>[0]> = {}) {
  const store = signedStore(objects, signatures);
  return verifyTrail({
    setup: setupFor("/nowhere"),
    digests: store,
    logs: store,
    isOffline: false,
    publicKeys: async () => publicKeys,
    window,
    run: quietRun,
    ...more,
  });
}

/** Changes a text in a digest, or a log file, as somebody does who cannot sign. */
function tamper(key: string, change: (text: string) => string): void {
  const text = gunzipSync(objects.get(key) ?? Buffer.alloc(0)).toString();
  objects.set(key, gzipSync(change(text)));
}

async function kinds(more?: Parameters<typeof verify>[0]): Promise<[string, string][]> {
  const { findings } = await verify(more);
  return findings.map(({ kind, key }) => [kind, key]);
}

describe("a verification of log files", () => {
  it("finds nothing wrong where nothing was touched", async () => {
    makeTrail();

    const report = await verify();

    expect(report).toMatchObject({
      digests: HOURS,
      digestsRight: HOURS,
      logs: logs.length,
      logsRight: logs.length,
      findings: [],
      gaps: [],
      found: window,
    });
  });

  it("takes the same content packed in another way for the same file", async () => {
    makeTrail();
    const [key = ""] = logs;

    objects.set(key, gzipSync(gunzipSync(objects.get(key) ?? Buffer.alloc(0)), { level: 1 }));

    expect(await kinds()).toEqual([]);
  });

  it("names a log file that was changed, one that was deleted and one that is torn", async () => {
    makeTrail();
    const [changed = "", deleted = "", torn = ""] = logs.slice(2);

    tamper(changed, (text) => text.replace(/"eventName":"./, `"eventName":"X`));
    objects.delete(deleted);
    objects.set(torn, (objects.get(torn) ?? Buffer.alloc(0)).subarray(0, 50));

    expect(new Set(await kinds())).toEqual(
      new Set([
        ["log-changed", changed],
        ["log-missing", deleted],
        ["log-damaged", torn],
      ]),
    );
  });

  it("names a log file that somebody put there", async () => {
    makeTrail();
    const forged = keyAt(NOW - 3 * HOUR, PROD, "eu-west-1", "ForgedForgedForg");

    objects.set(forged, logFile(NOW));

    expect(await kinds()).toEqual([["log-unnamed", forged]]);
  });

  it("does not hold it against a file of the newest hour that no digest names it yet", async () => {
    makeTrail();

    objects.set(keyAt(NOW - 60_000), logFile(NOW));

    expect(await kinds()).toEqual([]);
  });

  it("vouches for no file whose digest was changed to hide a change", async () => {
    makeTrail();
    const digest = digests[3] ?? "";

    tamper(digest, (text) => text.replace(/"hashValue":"../, '"hashValue":"00'));
    const report = await verify();

    expect(report.findings.map(({ kind }) => kind).sort()).toEqual([
      "digest-chain",
      "digest-unsigned",
    ]);
    expect(new Set(report.findings.map(({ key }) => key))).toEqual(new Set([digest]));
    expect(report.logsUnproven).toBe(2);
    expect(report.logsRight).toBe(logs.length - 2);
  });

  it("notices a digest that was replaced by another that AWS signed", async () => {
    makeTrail();
    const [older = "", newer = ""] = digests;

    objects.set(newer, objects.get(older) ?? Buffer.alloc(0));
    signatures.set(newer, signatures.get(older) ?? "");

    expect(await kinds()).toContainEqual(["digest-moved", newer]);
  });

  it("notices a digest that was deleted, by the one after it", async () => {
    makeTrail();
    const deleted = digests[2] ?? "";

    objects.delete(deleted);
    const found = await kinds();

    expect(found).toContainEqual(["digest-missing", deleted]);
    expect(found.filter(([kind]) => kind === "log-unnamed")).toHaveLength(1);
  });

  it("tells of hours without a digest, and of a chain that begins anew", async () => {
    makeTrail([
      { endAt: NOW - 3 * HOUR, skip: true },
      { endAt: NOW - HOUR, restart: true },
    ]);

    const { findings } = await verify();

    const gaps = findings.filter(({ kind }) => kind === "digest-gap");
    expect(gaps.map(({ text }) => text)).toEqual([
      expect.stringContaining("are in no digest"),
      expect.stringContaining("begins anew"),
    ]);
  });

  it("tells that digests have stopped", async () => {
    makeTrail();

    const found = await kinds({ window: { from: window.from, to: NOW + 5 * HOUR } });

    expect(found).toContainEqual(["digest-gap", digests.at(-1)]);
  });

  it("tells that there are log files and no digests at all", async () => {
    makeTrail();
    for (const key of digests) objects.delete(key);

    const { findings } = await verify();

    expect(findings).toHaveLength(1);
    expect(findings[0]?.text).toContain("validation is not switched on");
  });

  it("takes no signature but one of CloudTrail's own keys", async () => {
    makeTrail();
    signatures.delete(digests[0] ?? "");
    signatures.set(digests[1] ?? "", "not hex");

    const found = await kinds();
    const keyless = await verify({ publicKeys: async () => new Map() });

    expect(found.filter(([kind]) => kind === "digest-unsigned")).toHaveLength(2);
    expect(keyless).toMatchObject({ digestsRight: 0, logsRight: 0, logsUnproven: logs.length });
  });

  it("reads what a damaged digest is, and goes on", async () => {
    makeTrail();
    objects.set(digests[1] ?? "", Buffer.from("no gzip"));
    objects.set(digests[4] ?? "", gzipSync('{"logFiles":[]}'));

    const found = await kinds();

    expect(found.filter(([kind]) => kind === "digest-damaged")).toEqual([
      ["digest-damaged", digests[1]],
      ["digest-damaged", digests[4]],
    ]);
  });

  it("says which account it could not look at, and verifies the others", async () => {
    makeTrail([], STAGING);
    makeTrail();
    const store = signedStore(objects, signatures);
    store.refuse = (text) => (text.includes(STAGING) ? accessDenied() : undefined);

    const report = await verify({ digests: store, logs: store });

    expect(report.findings).toEqual([]);
    expect(report.logsRight).toBe(logs.length);
    expect(report.gaps).toEqual([expect.stringContaining(STAGING)]);
  });

  it("misses in copies neither what was dropped nor what is never copied", async () => {
    makeTrail();
    const insight = logs[0]?.replace("/CloudTrail/", "/CloudTrail-Insight/") ?? "";
    objects.set(insight, logFile(NOW));
    digests = addDigests(objects, signatures, { account: PROD, end: NOW, hours: HOURS });
    const store = signedStore(objects, signatures);
    const copies = signedStore(
      new Map([...objects].filter(([key]) => logs.includes(key))),
      signatures,
    );

    const whole = await verify({ digests: store, logs: copies, copies: { from: NOW - 7 * HOUR } });
    const none = await verify({ digests: store, logs: copies, copies: { from: NOW + 24 * HOUR } });

    expect(whole).toMatchObject({ logs: logs.length, logsRight: logs.length, gaps: [] });
    expect(whole.findings).toEqual([]);
    expect(none).toMatchObject({ logs: 0, findings: [] });
    expect(none.gaps).toEqual([expect.stringContaining("no copies are kept")]);
  });

  it("without what S3 keeps beside the objects checks all but the newest digest", async () => {
    makeTrail();
    const copies = signedStore(objects, new Map());

    const report = await verify({ digests: copies, logs: copies, isOffline: true });

    expect(report).toMatchObject({ digestsRight: HOURS - 1, findings: [] });
    expect(report.gaps).toEqual([expect.stringContaining(digests.at(-1) ?? "?")]);
  });
});

describe("a digest that is read", () => {
  it("is a digest or a sentence, whatever stands there", async () => {
    const stored = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => gzipSync(text)),
      fc.string().map((text) => gzipSync(text)),
    );
    await fc.assert(
      fc.asyncProperty(stored, async (bytes) => {
        expect(typeof (await readDigest(Buffer.from(bytes)))).toBe("string");
      }),
    );
  });

  it("takes a public key in both forms that AWS shows, and nothing else", () => {
    const pkcs1 =
      "MIIBCgKCAQEAn11L2YZ9h7onug2ILi1MWyHiMRsTQjfWE+pHVRLk1QjfWhirG+lpOa8NrwQ/r7Ah5bNL6HepznOU9XTDSfmmnP97mqyc7z/upfZdS/AHhYcGaz7n6Wc/RRBU6VmiPCrAUojuSk6/GjvA8iOPFsYDuBtviXarvuLPlrT9kAd4Lb+rFfR5peEgBEkhlzc5HuWO7S0y+KunqxX6jQBnXGMtxmPBPP0FylgWGNdFtks/4YSKcgqwH0YDcawP9GGGDAeCIqPWIXDLG1jOjRRzWfCmD0iJUkz8vTsn4hq/5ZxRFE7UBAUiVcGbdnDdvVfhF9C3dQiDq3k7adQIziLT0cShgQIDAQAB";
    const spki =
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqlzPJbvZJ42UdcmLfPUqXYNfOs6I8lCfao/tOs8CmzPOEdtLWugB9xoIUz78qVHdKIqxbaG4jWHfJBiOSSFBM0lt8cdVo4TnRa7oG9io5pysS6DJhBBAeXsicufsiFJR+wrUNh8RSLxL4k6G1+BhLX20tJkZ/erT97tDGBujAelqseGg3vPZbTx9SMfOLN65PdLFudLP7Gat0Z9p5jw/rjpclKfo9Bfc3heeBxWGKwBBOKnFAaN9V57pOaosCvPKmHd9bg7jsQkI9Xp22IzGLsTFJZYVA3KiTAElDMu80iFXPHEq9hKNbt9e4URFam+1utKVEiLkR2disdCmPTK0VQIDAQAB";

    const types = [pkcs1, spki, "AAAA"].map(
      (text) => readPublicKey(Buffer.from(text, "base64"))?.asymmetricKeyType,
    );

    expect(types).toEqual(["rsa", "rsa", undefined]);
  });
});

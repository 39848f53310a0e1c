import { isAbsolute, relative, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayPrefix, readLogKey } from "../../../src/aws/logs/log-key.ts";
import { readDigestKey } from "../../../src/aws/logs/verify/digest-key.ts";
import { isLogPath, readKey } from "../../../src/trail/files/layout.ts";
import { keyAt, NOW, PROD } from "./made-bucket.ts";
import { digestKeyAt } from "./made-digests.ts";

const place = { bucket: "acme-trail" };
const good = keyAt(NOW);

/** Parts from which a key that means harm is put together. */
const part = fc.oneof(
  fc.constantFrom("AWSLogs", PROD, "CloudTrail", "eu-west-1", "2026", "11", "22", "o-a1b2c3d4e5"),
  fc.constantFrom("..", ".", "", "~", "C:", "\\", "\u0000", "con", "-rf", "%2e%2e", "\u202e"),
  fc.constantFrom(good.split("/").at(-1) ?? "", "x.json.gz"),
  fc.string(),
);
const hostile = fc.oneof(
  fc.array(part, { maxLength: 12 }).map((parts) => parts.join("/")),
  fc
    .record({ at: fc.nat(good.length), text: fc.oneof(fc.string(), part), cut: fc.nat(4) })
    .map(({ at, text, cut }) => good.slice(0, at) + text + good.slice(at + cut)),
);

describe("a key of the bucket", () => {
  it("that is a log file's tells its account, Region and day, and where its copy lies", () => {
    expect(readLogKey({ ...place, prefix: "trails/eu/" }, `trails/eu/${good}`)).toEqual({
      kind: "log",
      log: {
        key: `trails/eu/${good}`,
        path: good,
        account: PROD,
        region: "eu-west-1",
        day: Date.UTC(2026, 10, 22),
      },
    });
  });

  it.each([
    ["a digest", digestKeyAt(NOW, PROD)],
    ["an Insight file", `AWSLogs/${PROD}/CloudTrail-Insight/eu-west-1/2026/11/22/x.json.gz`],
    ["a file of Config", `AWSLogs/${PROD}/Config/eu-west-1/2026/11/22/x.json.gz`],
    ["a folder's marker", "AWSLogs/"],
  ])("of %s is known and not copied", (_what, key) => {
    expect(readLogKey(place, key)).toEqual({ kind: "other" });
  });

  it.each([
    ["an organization that is not set", good.replace("AWSLogs/", "AWSLogs/o-a1b2c3d4e5/")],
    ["a day that no calendar has", good.replace("2026/11/22", "2026/02/30")],
    ["another account's name", good.replace(`/${PROD}_`, "/999999999999_")],
    ["a way out of the folder", good.replace(PROD, "..")],
    ["an absolute path", `/${good}`],
    ["a second ending", `${good}.exe`],
  ])("with %s is refused", (_what, key) => {
    expect(readLogKey(place, key).kind).toBe("refused");
  });

  it("never leads out of the folder, nor to a name that the index does not read", () => {
    let logs = 0;
    fc.assert(
      fc.property(hostile, (key) => {
        const read = readLogKey(place, key);
        if (read.kind !== "log") return;
        logs += 1;
        const inside = relative("/copies", resolve("/copies", read.log.path));
        expect(inside).toBe(read.log.path);
        expect(isAbsolute(inside) || inside.startsWith("..")).toBe(false);
        expect(read.log.path).toMatch(/^[\w./-]+$/);
        expect(isLogPath(read.log.path)).toBe(true);
        expect(readKey(read.log.path)).toMatchObject({
          account: read.log.account,
          region: read.log.region,
          deliveryDay: read.log.day,
        });
        expect(key.startsWith(dayPrefix(place, read.log, read.log.day))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    expect(logs).toBeGreaterThan(20);
  });

  it("of a digest is read, or none", () => {
    expect(readDigestKey(place, digestKeyAt(NOW, PROD))).toMatchObject({
      account: PROD,
      region: "eu-west-1",
      endAt: NOW,
      isBackfill: false,
    });
    fc.assert(
      fc.property(hostile, (key) => {
        const read = readDigestKey(place, key.replaceAll("CloudTrail", "CloudTrail-Digest"));
        expect(read === undefined || /^[\w./-]+$/.test(read.key)).toBe(true);
      }),
    );
  });
});

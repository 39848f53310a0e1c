/** Real records of 13 sources, read whole. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isAutomation } from "../../src/domain/automation.ts";
import { parseDocument } from "../../src/domain/record-shapes.ts";
import { issuedKey, sessionKey } from "../../src/domain/session.ts";
import { redactedRecord, type TrailEvent, toTrailEvent } from "../../src/domain/trail-event.ts";
import { viaWords } from "../../src/domain/via.ts";
import { corpusFolder, unpackedCorpus } from "../support/corpus.ts";

type Source = { records: number; events: TrailEvent[] };

const sources = new Map<string, Source>();

function readSource(name: string): Source {
  const known = sources.get(name);
  if (known) return known;
  const folder = join(unpackedCorpus(), name);
  const source: Source = { records: 0, events: [] };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:jsonl?|json\.gz)$/.test(entry.name)) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    const text = (entry.name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    const { records } = parseDocument(text);
    source.records += records.length;
    for (const record of records) {
      const event = toTrailEvent(record);
      if (event) source.events.push(event);
    }
  }
  sources.set(name, source);
  return source;
}

function oneEvent(source: string, id: string): TrailEvent {
  const event = readSource(source).events.find((found) => found.id === id);
  if (!event) throw new Error(`${source} has no event ${id}`);
  return event;
}

/** Number of records, and of those that have a time: some were trimmed by hand. */
const COUNTS: [string, number, number][] = [
  // The manifest says 23: it counts what five Insight records say of the calls they are about.
  ["ct-awsdocs", 18, 18],
  ["ct-cribl", 44, 44],
  ["ct-custodian-cwe", 24, 23],
  ["ct-eventversions", 21, 21],
  ["ct-fivexl", 9, 9],
  ["ct-flaws-subset", 185, 185],
  ["ct-invictus", 2900, 2900],
  ["ct-mozdef", 3, 3],
  ["ct-otrf", 103, 103],
  ["ct-panther", 451, 437],
  ["ct-plaso", 6, 6],
  ["ct-traildiscover", 314, 314],
  ["ct-trailscraper", 7, 7],
];

describe.skipIf(!corpusFolder)("real records", () => {
  it.each(COUNTS)("of %s are %i, %i of them with a time", (name, records, events) => {
    const source = readSource(name);

    expect([source.records, source.events.length]).toEqual([records, events]);
  });

  it.each(COUNTS.map(([name]) => name))("of %s are told in words", (name) => {
    for (const event of readSource(name).events) {
      expect(event.actor.label).not.toBe("");
      expect(event.actor.label).not.toContain("undefined");
      expect(viaWords(event)).not.toBe("");
      expect(event.name).not.toMatch(/\d{6}/);
    }
  });

  it("of other sources hold no CloudTrail", () => {
    const others = ["cw-custodian-placebo", "alarm-lambda-go", "xray-awsdocs", "slack-java-sdk"];

    expect(others.map((name) => readSource(name).records)).toEqual([0, 0, 0, 0]);
  });

  it("of old versions that do not say readOnly are all reads", () => {
    const classes = new Set(readSource("ct-flaws-subset").events.map((event) => event.effect));

    expect([...classes]).toEqual(["read"]);
  });

  it("show no session token, and keep the keys that were issued", () => {
    const issuers = readSource("ct-invictus").events.filter((event) => issuedKey(event));

    for (const event of issuers) {
      const shown = JSON.stringify(redactedRecord(event));
      expect(shown).toContain(issuedKey(event));
      expect(shown).not.toMatch(/"sessionToken":"(?!\[redacted\]")/);
    }
    expect(issuers.length).toBeGreaterThan(30);
  });

  it("join a refused call of a role session to the user who opened it", () => {
    const refused = oneEvent("ct-invictus", "be7f89b5-d456-4423-b3e6-0fb0b19bad7c");
    const key = sessionKey(refused);

    const openers = readSource("ct-invictus").events.filter((event) => issuedKey(event) === key);

    expect(refused).toMatchObject({
      name: "LeaveOrganization",
      result: "denied",
      class: "attempt",
    });
    expect(openers.map((event) => event.actor.label)).toEqual(["bert-jan"]);
  });

  it("tell sign-ins with and without MFA", () => {
    const signIns = readSource("ct-invictus").events.filter((event) => event.class === "sign-in");

    const facts = signIns.map((event) => [event.id.slice(0, 8), event.actor.mfa]);

    expect(facts).toEqual(
      expect.arrayContaining([
        ["70e5932e", false],
        ["8feee4c2", true],
      ]),
    );
    expect(signIns.filter((event) => event.name === "ConsoleLogin")).toHaveLength(2);
  });

  it("name the instance behind a session, in Logstash's spelling of the time", () => {
    const read = oneEvent("ct-otrf", "771299cb-e200-4926-9604-c85358b30499");

    expect(read.actor.label).toBe(
      "instance i-0317f6c6b66ae9c40 (role MordorNginxStack-BankingWAFRole-9S3E0UAE1MM0)",
    );
    expect(read.class).toBe("read");
  });

  it("hold no root person where only a service used the root user", () => {
    const launched = readSource("ct-custodian-cwe").events.filter(
      (event) => event.actor.arn?.endsWith(":root") && event.actor.invokedBy === "autoscaling",
    );

    expect(launched.map((event) => [event.actor.kind, isAutomation(event)])).toEqual([
      ["aws-service", true],
    ]);
  });

  it("of all versions of the format are events", () => {
    const versions = readSource("ct-eventversions").events.map((event) => event.raw.eventVersion);

    const known = ["1.0", "1.01", "1.02", "1.03", "1.04", "1.05", "1.06", "1.07", "1.08", "1.09"];
    expect(versions).toEqual(expect.arrayContaining([...known, "1.10", "1.11"]));
  });
});

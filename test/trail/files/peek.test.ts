import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { parseDocument } from "../../../src/domain/record-shapes.ts";
import { toTrailEvent } from "../../../src/domain/trail-event.ts";
import { cutText, readFileRecords } from "../../../src/trail/files/cut.ts";
import { createPeek } from "../../../src/trail/files/peek.ts";
import { corpusFolder, unpackedCorpus } from "../../support/corpus.ts";
import { trailRecord } from "../../support/records.ts";
import { compactFile } from "./made-trail.ts";

type Seen = { isPlainRead: boolean; time: number | undefined; call: string | undefined };

function peekAt(records: JsonObject[]): Seen[] {
  const text = cutText(Buffer.from(compactFile(records)));
  if (!text) throw new Error("This file is not compact");
  const peek = createPeek(text);
  return records.map((_, index) => ({
    isPlainRead: peek.isPlainRead(index),
    time: peek.timeOf(index),
    call: peek.callOf(index),
  }));
}

const read = trailRecord({ eventName: "GetBucketPolicy", readOnly: true });

describe("looking at a record's bytes", () => {
  it("tells a successful read, its time and its call", () => {
    const [seen] = peekAt([read]);

    expect(seen).toEqual({
      isPlainRead: true,
      time: Date.UTC(2026, 10, 20, 14, 3, 7),
      call: "s3|GetBucketPolicy|eu-west-1",
    });
  });

  it("takes no volume's readOnly for the record's own", () => {
    const mounts = { containerDefinitions: [{ mountPoints: [{ readOnly: true }] }] };

    const [seen] = peekAt([
      trailRecord({ eventName: "RegisterTaskDefinition", requestParameters: mounts }),
    ]);

    expect(seen?.isPlainRead).toBe(false);
  });

  it("leaves failures, sign-ins, issued credentials and records without the flag to the parser", () => {
    const { readOnly: _, ...old } = read;
    const doubtful = [
      { ...read, errorCode: "AccessDenied" },
      { ...read, errorMessage: "no" },
      { ...read, eventSource: "sts.amazonaws.com", eventName: "AssumeRole" },
      { ...read, eventSource: "signin.amazonaws.com", eventName: "ConsoleLogin" },
      { ...read, eventSource: "sso.amazonaws.com", eventName: "Authenticate" },
      old,
    ];

    const seen = peekAt(doubtful);

    expect(seen.map((each) => each.isPlainRead)).toEqual(doubtful.map(() => false));
  });

  it("says nothing about fields that a caller may have put before the record's own", () => {
    const { eventTime, eventSource, requestParameters: _, ...rest } = read;
    const { eventVersion } = read;
    const odd = {
      eventVersion,
      requestParameters: {
        note: { eventTime: "2020-01-01T00:00:00Z", eventSource: "iam.amazonaws.com" },
      },
      eventTime,
      eventSource,
      ...rest,
    };

    const [seen] = peekAt([odd]);

    expect(seen).toEqual({ isPlainRead: false, time: undefined, call: undefined });
  });
});

describe("cutting records out of a file", () => {
  it("parses the whole file when a caller's text looks like the beginning of a record", () => {
    const odd = trailRecord({
      eventID: "odd",
      requestParameters: { inner: { eventVersion: "1.08" } },
    });
    const bytes = Buffer.from(compactFile([odd, trailRecord({ eventID: "next" })]));

    const { records, isWhole } = readFileRecords(bytes, (text) => text.bounds.keys());

    expect(isWhole).toBe(true);
    expect(records.map(({ record }) => record.eventID)).toEqual(["odd", "next"]);
  });

  it("counts bytes, not characters", () => {
    const all = ["größe", "日本", "😀"].map((name) =>
      trailRecord({ requestParameters: { bucketName: name } }),
    );
    const bytes = Buffer.from(compactFile(all));

    const { records, isWhole } = readFileRecords(bytes, (text) => text.bounds.slice(1).keys());

    expect(isWhole).toBe(false);
    expect(records.map(({ record }) => record)).toEqual(all);
  });
});

describe.skipIf(!corpusFolder)("real records", () => {
  const records = () => {
    const root = unpackedCorpus();
    const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
    const files = paths.filter((path) => path.startsWith("ct-") && /\.jsonl?$/.test(path));
    return files.flatMap((path) => parseDocument(readFileSync(join(root, path), "utf8")).records);
  };

  it("are reads wherever their bytes say so, at the time and with the call that parsing gives", () => {
    const all = records().filter(
      (record) => typeof record.eventVersion === "string" && toTrailEvent(record) !== undefined,
    );
    const inOrder = all.map(({ eventVersion, userIdentity, eventTime, ...rest }) => ({
      ...{ eventVersion: eventVersion ?? "", userIdentity, eventTime },
      ...rest,
    }));

    const wrong = peekAt(inOrder).filter((seen, index) => {
      const event = toTrailEvent(all[index] ?? {});
      const isRead = !seen.isPlainRead || event?.class === "read";
      const isTime = seen.time === undefined || seen.time === event?.at;
      const isCall = seen.call === undefined || seen.call.startsWith(`${event?.service}|`);
      return !(isRead && isTime && isCall);
    });

    expect(all.length).toBeGreaterThan(3000);
    expect(wrong).toEqual([]);
  });
});

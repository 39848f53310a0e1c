import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAthena } from "../../src/aws/athena/athena.ts";
import { createClients } from "../../src/aws/clients.ts";
import { openLookupEvents } from "../../src/aws/lookup-events/lookup-events.ts";
import { HOUR, parseInstant } from "../../src/domain/time.ts";
import { createAthenaService } from "../../src/sandbox/aws/athena/service.ts";
import { createAwsFaults } from "../../src/sandbox/aws/faults.ts";
import { type AwsServer, startAwsServer } from "../../src/sandbox/aws/server.ts";
import type { Trail } from "../../src/sources/trail.ts";
import { joinTrails } from "../../src/trail/federated.ts";
import { askDocument, type DocumentOut } from "../support/ask.ts";
import { corpusFolder, unpackedCorpus } from "../support/corpus.ts";
import { type Raw, rawRecords } from "../support/naive.ts";

type Known = {
  id: string;
  question: string;
  corpus_files: string[];
  from: string;
  to: string;
  expected_event_ids: string[];
  failed_attempt_event_ids?: string[];
  allowed_extra_event_ids?: string[];
};

const folderOf = (known: Known) => known.corpus_files[0]?.split("/").slice(1, 2)[0] ?? "";

const REGION = "us-east-1";

/** Writes records as a trail would deliver them, an hour a file. */
function deliver(records: Raw[], dir: string): string {
  const account = String(records[0]?.recipientAccountId);
  const hours = new Map<string, Raw[]>();
  for (const record of records) {
    const eventTime = String(record.eventTime ?? record["@timestamp"]);
    const hour = eventTime.slice(0, 13);
    hours.set(hour, [...(hours.get(hour) ?? []), { ...record, eventTime }]);
  }
  for (const [hour, Records] of hours) {
    const [day = "", clock = ""] = hour.split("T");
    const name = `${account}_CloudTrail_${REGION}_${day.replaceAll("-", "")}T${clock}59Z_abcdefgh.json.gz`;
    const path = join(dir, "AWSLogs", account, "CloudTrail", REGION, ...day.split("-"), name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(JSON.stringify({ Records })));
  }
  return account;
}

type Asked = { trail: Trail; close(): Promise<void> };

/** A local AWS of one account over real records, asked through event history and Athena at once. */
async function openOver(folder: string, now: number): Promise<Asked> {
  const dir = mkdtempSync(join(tmpdir(), "trailwatch-corpus-aws-"));
  const id = deliver(rawRecords(join(unpackedCorpus(), folder)), dir);
  const place = { database: "audit", table: "cloudtrail_logs" };
  const faults = createAwsFaults();
  const clock = { now: () => now };
  const athena = createAthenaService({ dir, faults, ...clock, ...place });
  let ticks = 0;
  const server = await startAwsServer({
    dir,
    ...clock,
    accounts: [{ id }],
    faults,
    services: [athena],
    lagMs: () => 0,
    paceClock: () => {
      ticks += 1000;
      return ticks;
    },
  });
  const { endpoint, credentials } = server;
  const cacheDir = join(dir, "cache");
  mkdirSync(cacheDir);
  const setup = {
    accounts: [{ id }],
    regions: [REGION],
    lookupEvents: true,
    athena: { region: REGION, ...place },
    endpoint,
    credentials,
  };
  const clients = createClients(setup);
  // Requests are paced, and that proved, elsewhere.
  const pace = { turn: async () => () => {}, hold: () => {} };
  const history = openLookupEvents({ setup, clients, clock, pace });
  const table = openAthena({ setup, clients, clock, cacheDir });
  const trail = joinTrails([history, table], { clock });
  return { trail, close: () => closeAll(server, dir, [history, table, clients]) };
}

async function closeAll(server: AwsServer, dir: string, opened: { close(): unknown }[]) {
  for (const each of opened) await each.close();
  await server.close();
  rmSync(dir, { recursive: true, force: true });
}

const idsOf = ({ data }: DocumentOut) =>
  [...data.changes, ...data.attempts, ...data.reads].map(({ eventId }) => eventId);

describe.skipIf(!corpusFolder)(
  "known questions over real records, asked of event history and Athena",
  () => {
    const known: Known[] = corpusFolder
      ? JSON.parse(readFileSync(join(corpusFolder, "QUESTIONS.json"), "utf8"))
      : [];
    const asked = new Map<string, Asked>();

    beforeAll(async () => {
      for (const each of known) {
        const folder = folderOf(each);
        const now = (parseInstant(each.to) ?? 0) + HOUR;
        if (!asked.has(folder)) asked.set(folder, await openOver(folder, now));
      }
    }, 60_000);

    afterAll(async () => {
      for (const { close } of asked.values()) await close();
    });

    it.each(known)(
      "$id $question",
      async (each) => {
        const text = `${each.question.replace(/\?$/, "")} from ${each.from} to ${each.to}`;
        const trail = asked.get(folderOf(each))?.trail;
        if (!trail) throw new Error("Nothing to ask");

        const answer = await askDocument(text, trail, (parseInstant(each.to) ?? 0) + HOUR);

        const expected = each.expected_event_ids;
        const failed = each.failed_attempt_event_ids ?? [];
        const allowed = [...expected, ...failed, ...(each.allowed_extra_event_ids ?? [])];
        const ids = idsOf(answer);
        expect(ids).toEqual(expect.arrayContaining(expected));
        expect(ids.filter((id) => !allowed.includes(id))).toEqual([]);
        expect(answer.outcome).toBe(expected.length > 0 ? "found" : "nothing");
      },
      60_000,
    );
  },
);

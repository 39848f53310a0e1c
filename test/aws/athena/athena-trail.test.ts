import { TrinoSQL } from "dt-sql-parser/dist/parser/trino/index.js";
import { describe, expect, it } from "vitest";
import {
  type AthenaParts,
  createAthenaTrail,
  LAG_MS,
  MOST_ROWS,
} from "../../../src/aws/athena/athena-trail.ts";
import type { Cost } from "../../../src/aws/athena/cost.ts";
import { openRenewing } from "../../../src/aws/athena/renewing.ts";
import { formatInstant } from "../../../src/domain/time.ts";
import type { Run, TrailQuery } from "../../../src/sources/trail.ts";
import { quietRun } from "../../support/ask.ts";
import { createFakeAthena, type FakeAthena, sdkError } from "./fake-athena.ts";

const NOW = Date.UTC(2026, 10, 22, 16, 40);
const HOUR = 3_600_000;
const ACCOUNT = "111122223333";
const SETUP = { region: "eu-west-1", database: "audit", table: "cloudtrail_logs" };
const HEADER = [
  "eventid",
  "eventtime",
  "eventsource",
  "eventname",
  "awsregion",
  "recipientaccountid",
  "readonly",
  "errorcode",
  "requestparameters",
];

type Row = (string | undefined)[];

/** A change of a bucket, so many minutes before now. */
function changeRow(id: string, minutes = 5, bucket = "bucket-x"): Row {
  const at = formatInstant(NOW - minutes * 60_000);
  return [
    id,
    at,
    "s3.amazonaws.com",
    "PutBucketPolicy",
    "eu-west-1",
    ACCOUNT,
    "false",
    undefined,
    JSON.stringify({ bucketName: bucket }),
  ];
}

function createParts(athena: FakeAthena, cost?: Cost): AthenaParts & { learnt: number[] } {
  const learnt: number[] = [];
  return {
    setup: SETUP,
    table: {
      database: "audit",
      table: "cloudtrail_logs",
      partitions: "account-region-day",
      accounts: [ACCOUNT],
      regions: ["eu-west-1", "us-east-1"],
    },
    costs: { expect: async () => cost, learn: (_, scannedBytes) => learnt.push(scannedBytes) },
    clock: { now: () => NOW },
    lagMs: LAG_MS,
    open: async () => athena,
    made: new Map(),
    pauseMs: 1,
    learnt,
  };
}

const query = (more: Partial<TrailQuery> = {}): TrailQuery => ({
  window: { from: NOW - HOUR, to: NOW },
  subject: { text: "bucket-x", name: "bucket-x", wildcard: false },
  classes: ["change"],
  limit: 3,
  ...more,
});

function succeeding(...rows: Row[]): FakeAthena {
  return createFakeAthena({
    looks: [{ state: "succeeded", scannedBytes: 5e7 }],
    pages: [{ rows: [HEADER, ...rows] }],
  });
}

describe("the trail through Athena", () => {
  it("takes of the rows that hold a name those that are about it, newest first, and counts all", async () => {
    const rows = ["a", "b", "c", "d"].map((id, at) => changeRow(id, at + 1));
    const athena = succeeding(...rows, changeRow("other", 9, "bucket-xy"), changeRow("a", 1));
    const parts = createParts(athena);

    const found = await createAthenaTrail(parts).find(query(), quietRun);

    expect(found.events.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(found.counts).toEqual({ change: 4 });
    expect(found.match).toBe("exact");
    expect(found.searched).toEqual([
      {
        source: "Athena",
        place: "audit.cloudtrail_logs",
        accounts: [ACCOUNT],
        regions: ["eu-west-1", "us-east-1"],
        window: query().window,
        examined: 6,
        matched: 4,
        deliveryLagMs: LAG_MS,
        scannedBytes: 5e7,
        costUsd: 0.00025,
        requests: 3,
        complete: true,
        gaps: [],
      },
    ]);
    expect(parts.learnt).toEqual([5e7]);
  });

  it("never puts a name into the statement, and never runs one twice by one token", async () => {
    const athena = succeeding();
    const hostile = "x'; DROP TABLE y; --?";
    const subject = { text: hostile, name: hostile, wildcard: false };

    await createAthenaTrail(createParts(athena)).find(query({ subject }), quietRun);

    const [started] = athena.started;
    expect(started?.text).not.toContain("DROP");
    expect(started?.text.split("?").length).toBe((started?.parameters.length ?? 0) + 1);
    expect(new TrinoSQL().validate(started?.text ?? "")).toEqual([]);
    expect(started?.parameters.every((literal) => /^'(?:[^']|'')*'$/.test(literal))).toBe(true);
  });

  it("finds by a weaker match only where nothing is found by the whole name", async () => {
    const found = await createAthenaTrail(
      createParts(succeeding(changeRow("a", 1, "bucket-xy"))),
    ).find(query(), quietRun);

    expect(found.match).toBe("prefix");
    expect(found.names).toEqual(["bucket-xy"]);
  });

  it("says how far back it was looked when there are more rows than are brought", async () => {
    const rows = Array.from({ length: MOST_ROWS }, (_, at) => changeRow(`e${at}`, 5));

    const found = await createAthenaTrail(createParts(succeeding(...rows))).find(query(), quietRun);

    expect(found.counts).toEqual({ change: MOST_ROWS });
    expect(found.searched[0]).toMatchObject({
      complete: false,
      gaps: [
        "only the newest 10000 rows of Athena were looked through, back to 2026-11-22T16:35:00Z",
      ],
    });
  });

  it("counts rows that are no events, whatever is missing in them", async () => {
    const empty: Row = HEADER.map(() => undefined);
    const found = await createAthenaTrail(createParts(succeeding(empty, [], changeRow("a")))).find(
      query(),
      quietRun,
    );

    expect(found.counts).toEqual({ change: 1 });
    expect(found.searched[0]).toMatchObject({
      complete: false,
      gaps: ["2 rows of Athena were no events that can be read"],
    });
  });

  it("leaves out what stands beside a question without a word when it is too dear, whatever was agreed to", async () => {
    const athena = succeeding();
    const spending = { left: () => ({ usd: 0.1 }), add: () => undefined, agreedUsd: 5 };
    const trail = createAthenaTrail(createParts(athena, { scannedBytes: 2e11, costUsd: 1 }));

    const found = await trail.find(query({ aside: true }), { ...quietRun, spending });

    expect(found).toEqual({ events: [], counts: {}, names: [], searched: [] });
    expect(athena.started).toEqual([]);
  });

  it("asks for an older result only where the window is long over", async () => {
    const athena = succeeding();
    const trail = createAthenaTrail(createParts(athena));

    await trail.find(query(), quietRun);
    await trail.find(query({ window: { from: 0, to: NOW - 5 * HOUR } }), quietRun);

    expect(athena.started.map(({ reuseMinutes }) => reuseMinutes)).toEqual([undefined, 60]);
  });

  it("never takes the result of one name for that of another", async () => {
    const athena = succeeding();
    const trail = createAthenaTrail(createParts(athena));
    const about = (name: string) => query({ subject: { text: name, name, wildcard: false } });

    for (const name of ["bucket-x", "bucket-y", "bucket-x"])
      await trail.find(about(name), quietRun);

    const [x, y, again] = athena.started.map(({ text }) => text);
    expect(x).not.toBe(y);
    expect(again).toBe(x);
    expect(x).toMatch(/ LIMIT \d+ \/\* [0-9a-f]{32} \*\/$/);
  });

  it("goes on with the same query when the credentials expire while it runs", async () => {
    const old = createFakeAthena({
      looks: [
        { state: "running" },
        sdkError("ExpiredTokenException", "The security token included in the request is expired"),
      ],
    });
    const fresh = succeeding(changeRow("a"));
    const opened: string[] = [];
    const parts = createParts(old);
    parts.open = () =>
      openRenewing(
        async () => (opened.includes("renewed") ? fresh : old),
        () => opened.push("renewed"),
      );

    const found = await createAthenaTrail(parts).find(query(), quietRun);

    expect(found.events.map(({ id }) => id)).toEqual(["a"]);
    expect(opened).toEqual(["renewed"]);
    expect(fresh.started).toEqual([]);
  });

  it("says how to renew credentials that stay expired", async () => {
    const athena = createFakeAthena({
      looks: [
        sdkError("ExpiredTokenException", "The security token included in the request is expired"),
      ],
    });

    const error = await createAthenaTrail(createParts(athena))
      .find(query(), quietRun)
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: "Problem", code: "aws.expired" });
  });

  it("asks in the name of whoever asks", async () => {
    const askers: (string | undefined)[] = [];
    const parts = createParts(succeeding());
    const run: Run = { ...quietRun, asker: "U0JANE" };

    await createAthenaTrail({
      ...parts,
      open: (asker) => {
        askers.push(asker);
        return parts.open(asker);
      },
    }).find(query(), run);

    expect(askers).toEqual(["U0JANE"]);
  });
});

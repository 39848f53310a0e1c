import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  BatchGetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { beforeAll, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../src/domain/time.ts";
import { errorOf, NOW, record, STAGING } from "../made-trail.ts";
import { begin, follow, look, type MadeAthena, rowsOf, startAthena } from "./made-athena.ts";

const RECORDS = [
  record({ eventID: "today", requestParameters: { bucketName: 'it\'s, "x"\n' } }, NOW - HOUR),
  record(
    { eventID: "staging", recipientAccountId: STAGING, errorCode: "AccessDenied" },
    NOW - HOUR,
  ),
  record({ eventID: "virginia", awsRegion: "us-east-1" }, NOW - HOUR),
  record({ eventID: "yesterday" }, NOW - DAY),
  record({ eventID: "before", resources: [{ ARN: "arn:aws:s3:::x", type: "t" }] }, NOW - 2 * DAY),
];

const ALL = "SELECT eventid FROM trail.logs ORDER BY eventid";

/** Bytes of the log files whose path holds all of the pieces. */
function bytesOf(dir: string, ...pieces: string[]): number {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".gz") && pieces.every((piece) => path.includes(piece)))
    .reduce((sum, path) => sum + statSync(join(dir, path)).size, 0);
}

describe("Athena", () => {
  let made: MadeAthena;

  beforeAll(async () => {
    made = await startAthena(RECORDS);
  });

  it("answers a SELECT, the header first, NULL as nothing", async () => {
    const id = await begin(
      made.client,
      "SELECT eventid, errorcode, requestparameters, resources[1].arn AS arn FROM trail.logs WHERE \"timestamp\" >= '2026/11/18' ORDER BY eventtime DESC, eventid",
    );
    const { states } = await follow(made.client, id);

    const { ResultSet } = await made.client.send(
      new GetQueryResultsCommand({ QueryExecutionId: id }),
    );

    const rows = ResultSet?.Rows?.map(({ Data }) => Data?.map((cell) => cell.VarCharValue));
    expect(states.at(-1)).toBe("SUCCEEDED");
    expect(rows?.slice(0, 3)).toEqual([
      ["eventid", "errorcode", "requestparameters", "arn"],
      ["staging", "AccessDenied", '{"bucketName":"bucket-x"}', undefined],
      ["today", undefined, '{"bucketName":"it\'s, \\"x\\"\\n"}', undefined],
    ]);
    expect(rows?.at(-1)).toEqual([
      "before",
      undefined,
      '{"bucketName":"bucket-x"}',
      "arn:aws:s3:::x",
    ]);
    expect(ResultSet?.ResultSetMetadata?.ColumnInfo?.[0]).toMatchObject({
      Name: "eventid",
      Type: "varchar",
    });
    expect(made.bugs).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ["one account", "account = '222233334444'", ["/222233334444/"]],
    ["one Region", "region = 'us-east-1'", ["/us-east-1/"]],
    ["a day", "\"timestamp\" = '2026/11/19'", ["/2026/11/19/"]],
    ["what an OR leaves", "(region = 'us-east-1' OR region = 'none')", ["/us-east-1/"]],
    ["what NOT leaves", "NOT region = 'eu-west-1'", ["/us-east-1/"]],
    ["what IN leaves", "account IN ('222233334444', '1')", ["/222233334444/"]],
    ["a span of days", "\"timestamp\" BETWEEN '2026/11/18' AND '2026/11/18'", ["/2026/11/18/"]],
    ["all where only a column is asked for", "eventname = 'x'", []],
    ["all where a column may be enough", "(eventname = 'x' OR region = 'none')", []],
  ])("reads the bytes of %s and no more", async (_, where, pieces) => {
    const { scannedBytes } = await rowsOf(made.client, `SELECT 1 FROM trail.logs WHERE ${where}`);

    expect(scannedBytes).toBe(bytesOf(made.dir, ...pieces));
  });

  it("takes parameters as SQL literals, also for folders", async () => {
    const asked = { ExecutionParameters: ["'today'", "'eu-west-1'"] };

    const found = await rowsOf(
      made.client,
      "SELECT eventid FROM trail.logs WHERE eventid = ? AND region = ?",
      asked,
    );

    expect(found).toEqual({
      rows: [["today"]],
      scannedBytes: bytesOf(made.dir, "/eu-west-1/"),
    });
  });

  it.each<[string, string, string[], RegExp]>([
    [
      "a parameter that is no literal",
      "SELECT 1 FROM trail.logs WHERE eventid = ?",
      ["bucket-x"],
      /COLUMN_NOT_FOUND.*'bucket'/,
    ],
    [
      "a parameter too few",
      "SELECT 1 FROM trail.logs WHERE eventid = ?",
      [],
      /expected 1 but found 0/,
    ],
    ["a missing table", "SELECT 1 FROM trail.other", [], /TABLE_NOT_FOUND.*trail\.other/],
    ["a missing database", "SELECT 1 FROM other.logs", [], /SCHEMA_NOT_FOUND.*other/],
    ["a missing column", "SELECT nonsense FROM trail.logs", [], /COLUMN_NOT_FOUND/],
    ["files beside the trail", "SELECT * FROM read_text('/etc/hostname')", [], /PERMISSION_DENIED/],
  ])("fails on %s, free of charge", async (_, sql, parameters, reason) => {
    const asked = parameters.length > 0 ? { ExecutionParameters: parameters } : {};
    const id = await begin(made.client, sql, asked);

    const { query } = await follow(made.client, id);

    expect(query.Status?.State).toBe("FAILED");
    expect(query.Status?.StateChangeReason).toMatch(reason);
    expect(query.Status?.AthenaError?.ErrorCategory).toBe(2);
    expect(query.Statistics?.DataScannedInBytes).toBe(0);
  });

  it.each(["SELEC 1", "DROP TABLE trail.logs", "SELECT 1; SELECT 2", ""])(
    "refuses %j at once",
    async (sql) => {
      const name = await errorOf(begin(made.client, sql));

      expect(name).toBe("InvalidRequestException");
    },
  );

  it("gives results by the page, and takes its own tokens alone", async () => {
    const id = await begin(made.client, ALL);
    await follow(made.client, id);
    const page = (token?: string) =>
      made.client.send(
        new GetQueryResultsCommand({
          QueryExecutionId: id,
          MaxResults: 4,
          ...(token !== undefined && { NextToken: token }),
        }),
      );

    const first = await page();
    const second = await page(first.NextToken);
    const wrong = await errorOf(page("bm9uc2Vuc2U="));

    const ids = [first, second].map(({ ResultSet }) =>
      ResultSet?.Rows?.map(({ Data }) => Data?.[0]?.VarCharValue),
    );
    expect(ids).toEqual([
      ["eventid", "before", "staging", "today"],
      ["virginia", "yesterday"],
    ]);
    expect(second.NextToken).toBeUndefined();
    expect(wrong).toBe("InvalidRequestException");
  });

  it("takes a result again while it is young enough, for nothing", async () => {
    const sql = "SELECT count(*) AS found FROM trail.logs";
    const again = {
      ResultReuseConfiguration: {
        ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 },
      },
    };
    const first = await rowsOf(made.client, sql);
    made.wait(30 * MINUTE);
    const young = await follow(made.client, await begin(made.client, sql, again));
    made.wait(31 * MINUTE);
    const old = await follow(made.client, await begin(made.client, sql, again));

    expect(first.rows).toEqual([["5"]]);
    expect(young.query.Statistics).toMatchObject({
      DataScannedInBytes: 0,
      ResultReuseInformation: { ReusedPreviousResult: true },
    });
    expect(old.query.Statistics).toMatchObject({
      DataScannedInBytes: bytesOf(made.dir),
      ResultReuseInformation: { ReusedPreviousResult: false },
    });
  });

  it("starts a query once for one token", async () => {
    const token = { ClientRequestToken: "0123456789012345678901234567890123" };

    const ids = [await begin(made.client, ALL, token), await begin(made.client, ALL, token)];

    expect(ids[0]).toBe(ids[1]);
  });

  it("tells of its workgroup and of the queries in it", async () => {
    const id = await begin(made.client, ALL);

    const { WorkGroup } = await made.client.send(new GetWorkGroupCommand({ WorkGroup: "primary" }));
    const { QueryExecutionIds: ids = [] } = await made.client.send(
      new ListQueryExecutionsCommand({}),
    );
    const { QueryExecutions: queries } = await made.client.send(
      new BatchGetQueryExecutionCommand({ QueryExecutionIds: [id] }),
    );

    expect(WorkGroup?.State).toBe("ENABLED");
    expect(ids[0]).toBe(id);
    expect(queries?.map((query) => query.Query)).toEqual([ALL]);
    expect(made.bugs).toEqual([]);
  });
});

describe("Athena's states", () => {
  it("are CANCELLED for a query that was stopped", async () => {
    const { client } = await startAthena(RECORDS);
    const id = await begin(
      client,
      "SELECT count(*) FROM trail.logs a, trail.logs b, range(100000000) c",
    );

    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    const { query } = await follow(client, id);
    const results = client.send(new GetQueryResultsCommand({ QueryExecutionId: id }));

    expect(query.Status).toMatchObject({
      State: "CANCELLED",
      StateChangeReason: "Query was cancelled by the user",
    });
    expect(await errorOf(results)).toBe("InvalidRequestException");
  });

  it("end a query in the middle of its reading, and nothing else waits for it meanwhile", async () => {
    const { client } = await startAthena(RECORDS);
    const long =
      "SELECT sum(length(eventid) * a.range * b.range) FROM trail.logs, range(100000) a, range(100000) b";
    const id = await begin(client, long);
    await expect.poll(async () => (await look(client, id)).Status?.State).toBe("RUNNING");
    const startedAt = performance.now();

    const quick = await rowsOf(client, "SELECT 1 FROM trail.logs LIMIT 1");
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    const { query } = await follow(client, id);

    expect(quick.rows).toEqual([["1"]]);
    expect(query.Status?.State).toBe("CANCELLED");
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });

  it("go back into the queue once, where the sandbox is told so", async () => {
    const { client, faults } = await startAthena(RECORDS);
    faults.set("athena-queued", true);
    const id = await begin(client, ALL);

    const { states } = await follow(client, id);

    expect(states).toEqual(["QUEUED", "RUNNING", "QUEUED", "RUNNING", "SUCCEEDED"]);
  });

  it("are FAILED where the sandbox is told so, and worth another try", async () => {
    const { client, faults } = await startAthena(RECORDS);
    faults.set("athena-failed", true);
    const id = await begin(client, ALL);

    const { query } = await follow(client, id);

    expect(query.Status).toMatchObject({
      State: "FAILED",
      AthenaError: { ErrorCategory: 1, Retryable: true },
    });
  });

  it("are CANCELLED for a query that reads more than its workgroup allows", async () => {
    const workgroups = { small: { output: "s3://results/", cutoffBytes: 100 } };
    const { client } = await startAthena(RECORDS, { workgroups });
    const id = await begin(client, ALL, { WorkGroup: "small" });

    const { query } = await follow(client, id);

    expect(query.Status).toMatchObject({
      State: "CANCELLED",
      StateChangeReason: "Bytes scanned limit was exceeded",
    });
  });

  it("begin only where results have a place to go to", async () => {
    const { client } = await startAthena(RECORDS, { workgroups: { bare: {} } });

    const without = await errorOf(begin(client, ALL, { WorkGroup: "bare" }));
    const unknown = await errorOf(begin(client, ALL));
    const place = { ResultConfiguration: { OutputLocation: "s3://mine/" } };
    const given = await errorOf(begin(client, ALL, { WorkGroup: "bare", ...place }));

    expect([without, unknown, given]).toEqual([
      "InvalidRequestException",
      "InvalidRequestException",
      "none",
    ]);
  });
});

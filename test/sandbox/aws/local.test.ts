import {
  AthenaClient,
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECOND } from "../../../src/domain/time.ts";
import { type SandboxAws, startSandboxAws } from "../../support/aws.ts";

describe("the local AWS as a whole", () => {
  let sandbox: SandboxAws;
  let connection: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };

  beforeAll(async () => {
    sandbox = await startSandboxAws();
    const { endpoint = "", credentials = { accessKeyId: "", secretAccessKey: "" } } = sandbox.setup;
    connection = { endpoint, credentials, region: "eu-west-1" };
  }, 30_000);

  afterAll(() => sandbox.close());

  const lookUp = (client: CloudTrailClient) =>
    client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "DeleteDBInstance" }],
        StartTime: new Date(sandbox.now() - 60 * SECOND),
        EndTime: new Date(sandbox.now() + SECOND),
      }),
    );

  it("shows a deed of this moment in event history when its time has come, and counts who asked", async () => {
    const client = new CloudTrailClient(connection);
    const { switchboard } = sandbox;

    const isDone = switchboard.happen("refused-deletion", 900);
    const early = await lookUp(client);
    await expect
      .poll(async () => (await lookUp(client)).Events?.length, { timeout: 5_000, interval: 600 })
      .toBe(1);

    expect(isDone).toBe(true);
    expect(early.Events).toEqual([]);
    const { places } = switchboard.state().counts;
    expect(places).toMatchObject([{ account: "prod", region: "eu-west-1" }]);
    expect(places[0]?.requests).toBe(sandbox.server.requests().length);
    client.destroy();
  });

  it("counts Athena's queries once they have read, and knows which were stopped", async () => {
    const client = new AthenaClient(connection);
    const { database, table } = sandbox.setup.athena ?? { database: "", table: "" };
    const day = new Date(sandbox.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const start = () =>
      client.send(
        new StartQueryExecutionCommand({
          QueryString: `SELECT eventid FROM ${database}.${table} WHERE account = '111122223333' AND region = 'eu-west-1' AND "timestamp" = '${day}' LIMIT 1`,
          QueryExecutionContext: { Database: database },
        }),
      );

    const read = (await start()).QueryExecutionId ?? "";
    const stateOf = async (id: string) => {
      const command = new GetQueryExecutionCommand({ QueryExecutionId: id });
      const { QueryExecution } = await client.send(command);
      return QueryExecution?.Status;
    };
    await expect
      .poll(async () => (await stateOf(read))?.State, { timeout: 15_000 })
      .toBe("SUCCEEDED");
    sandbox.server.faults.set("athena-queued", true);
    const stopped = (await start()).QueryExecutionId ?? "";
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId: stopped }));
    sandbox.server.faults.set("athena-queued", false);

    const { queries, scannedBytes } = sandbox.switchboard.state().counts;
    expect(queries).toBe(1);
    expect(scannedBytes).toBeGreaterThan(0);
    expect(sandbox.queries().map(({ id, isStopped }) => [id, isStopped])).toEqual([
      [read, false],
      [stopped, true],
    ]);
    client.destroy();
  }, 30_000);
});

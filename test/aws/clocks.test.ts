/** A machine whose clock differs by ten minutes from that of AWS. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClients } from "../../src/aws/clients.ts";
import { openLookupEvents } from "../../src/aws/lookup-events/lookup-events.ts";
import { HOUR, MINUTE, parseInstant } from "../../src/domain/time.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { trailRecord } from "../support/records.ts";

const AHEAD_MS = 10 * MINUTE;
const MOST_SKEW_MS = 5 * MINUTE;

let server: Server;
let endpoint = "";
let isDeaf = false;
const answers: number[] = [];

/** `20261122T120000Z`. */
function signedAt(stamp: string): number {
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return parseInstant(iso) ?? 0;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const now = Date.now() + AHEAD_MS;
    const stamp = String(request.headers["x-amz-date"]);
    const isSkewed = isDeaf || Math.abs(signedAt(stamp) - now) > MOST_SKEW_MS;
    const record = trailRecord({ eventTime: new Date(now - HOUR).toISOString() });
    const body = isSkewed
      ? {
          __type: "InvalidSignatureException",
          message: `Signature expired: ${stamp} is now earlier`,
        }
      : { Events: [{ EventId: "1", CloudTrailEvent: JSON.stringify(record) }] };
    response.writeHead(isSkewed ? 403 : 200, {
      "content-type": "application/x-amz-json-1.1",
      date: new Date(now).toUTCString(),
    });
    answers.push(response.statusCode);
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

function open() {
  const setup = {
    accounts: [{ id: "111122223333" }],
    regions: ["us-east-1"],
    endpoint,
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
  };
  const clients = createClients(setup);
  return { clients, source: openLookupEvents({ setup, clients, clock: { now: Date.now } }) };
}

const RUN = { signal: new AbortController().signal, progress: () => undefined };

function query(): TrailQuery {
  const now = Date.now();
  return { eventId: "1", window: { from: now - 3 * HOUR, to: now }, classes: ["change"], limit: 1 };
}

describe("clocks that differ by ten minutes", () => {
  it("are compared at the first refusal, and the request is signed by AWS's time then", async () => {
    const { clients, source } = open();
    answers.length = 0;

    const found = await source.find({ ...query(), eventId: String(trailRecord().eventID) }, RUN);

    clients.close();
    expect(answers).toEqual([403, 200]);
    expect(found.counts).toEqual({ change: 1 });
  });

  it("are what a person is told of when that does not help", async () => {
    const { clients, source } = open();
    isDeaf = true;

    const finding = source.find(query(), RUN);

    await expect(finding).rejects.toMatchObject({
      code: "aws.clock",
      next: expect.stringContaining("Set the clock"),
    });
    isDeaf = false;
    clients.close();
  });
});

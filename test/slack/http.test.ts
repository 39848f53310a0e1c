/** HTTP mode by hand-made requests: who comes in, who does not, and what is said to them. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { startSlack } from "../../src/slack/app.ts";
import { asked, type Local, logLines, optionsFor, recordingDesk, startLocal } from "./local.ts";

let local: Local;
let address = "";
beforeAll(async () => {
  local = await startLocal({ kind: "http" });
  address = `http://127.0.0.1:${local.connection.port}`;
});
afterAll(() => local.close());

const FORM = "application/x-www-form-urlencoded";
const now = (): number => Math.floor(Date.now() / 1000);

type Sending = {
  type?: string;
  timestamp?: number | string;
  secret?: string;
  headers?: Record<string, string>;
};

function signed(body: string, sending: Sending = {}): RequestInit {
  const { type = FORM, timestamp = now(), headers = {} } = sending;
  const { secret = local.server.signingSecret } = sending;
  const mac = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return {
    method: "POST",
    body,
    headers: {
      "content-type": type,
      "x-slack-request-timestamp": String(timestamp),
      "x-slack-signature": `v0=${mac}`,
      ...headers,
    },
  };
}

function send(request: RequestInit): Promise<Response> {
  return fetch(`${address}/slack/events`, request);
}

let trigger = 0;
function command(text: string, more: Record<string, string> = {}): string {
  return new URLSearchParams({
    command: "/who-changed",
    text,
    trigger_id: `${trigger++}.by.hand`,
    team_id: "T1",
    user_id: "U1",
    channel_id: "C1",
    response_url: "http://127.0.0.1:1/",
    ...more,
  }).toString();
}

const mention = (eventId: string, text: string): string =>
  JSON.stringify({
    type: "event_callback",
    event_id: eventId,
    team_id: "T1",
    event: { type: "app_mention", user: "U1", channel: "C1", ts: "1.1", text },
  });

/** What reaches the desk while this is sent. */
async function questionsOf(work: () => Promise<unknown>): Promise<string[]> {
  const before = local.desk.deeds.length;
  await work();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return asked(local.desk.deeds.slice(before));
}

describe("requests over HTTP", () => {
  it("are answered at once, with nothing in the answer", async () => {
    const answers: Response[] = [];

    const questions = await questionsOf(async () => {
      answers.push(await send(signed(command("bucket-a"))));
    });

    expect(questions).toEqual(["/who-changed bucket-a"]);
    expect(answers[0]?.status).toBe(200);
    expect(await answers[0]?.text()).toBe("");
  });

  it.each([
    ["unsigned", () => ({ ...signed(command("x")), headers: { "content-type": FORM } })],
    ["signed with another secret", () => signed(command("x"), { secret: "another" })],
    ["stale", () => signed(command("x"), { timestamp: now() - 301 })],
    ["from the future", () => signed(command("x"), { timestamp: now() + 301 })],
    ["with a timestamp of words", () => signed(command("x"), { timestamp: "yesterday" })],
    ["changed on the way", () => ({ ...signed(command("x")), body: command("y") })],
    [
      "with a signature of another version",
      () => signed(command("x"), { headers: { "x-slack-signature": "v1=00" } }),
    ],
  ])("that are %s are refused", async (_what, request) => {
    let status = 0;

    const questions = await questionsOf(async () => {
      status = (await send(request())).status;
    });

    expect(status).toBe(401);
    expect(questions).toEqual([]);
  });

  it("are refused when they are replayed", async () => {
    const request = signed(command("bucket-b"));
    const statuses: number[] = [];

    const questions = await questionsOf(async () => {
      statuses.push((await send(request)).status, (await send(request)).status);
    });

    expect(statuses).toEqual([200, 401]);
    expect(questions).toEqual(["/who-changed bucket-b"]);
  });

  it("that Slack repeats are answered, and asked once", async () => {
    const retry = { "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout" };
    const body = mention("Ev-http-1", "<@U0TRAILWTCH> who changed c?");
    const statuses: number[] = [];

    const questions = await questionsOf(async () => {
      const json = { type: "application/json", timestamp: now() - 1 };
      statuses.push((await send(signed(body, json))).status);
      statuses.push(
        (await send(signed(body, { type: "application/json", headers: retry }))).status,
      );
    });

    expect(statuses).toEqual([200, 200]);
    expect(questions).toEqual(["who changed c?"]);
  });

  it("that Slack repeats because the first never came are asked", async () => {
    const headers = { "x-slack-retry-num": "3", "x-slack-retry-reason": "connection_failed" };
    const body = mention("Ev-http-2", "<@U0TRAILWTCH> who changed d?");

    const questions = await questionsOf(() =>
      send(signed(body, { type: "application/json", headers })),
    );

    expect(questions).toEqual(["who changed d?"]);
  });

  it("may name a charset", async () => {
    const questions = await questionsOf(async () => {
      await send(signed(command("bucket-ü"), { type: `${FORM}; charset=utf-8` }));
      await send(
        signed(mention("Ev-http-3", "who changed ü?"), { type: "application/json; charset=utf-8" }),
      );
    });

    expect(questions).toEqual(["/who-changed bucket-ü", "who changed ü?"]);
  });

  it("may carry 100 KB of text", async () => {
    const text = "x".repeat(100_000);

    const questions = await questionsOf(() => send(signed(command(text))));

    expect(questions).toEqual([`/who-changed ${text}`]);
  });

  it("may not carry two megabytes", async () => {
    const request = signed(command("x".repeat(2_000_000)));

    const status = await send(request).then(
      (answer) => answer.status,
      () => "cut off",
    );

    expect([413, "cut off"]).toContain(status);
  });

  it.each([
    ["no JSON", "application/json", "}{", 400],
    ["a payload that is no JSON", FORM, "payload=%7B", 400],
    ["a list", "application/json", "[]", 404],
    ["a command without a user", FORM, "command=%2Fwho-changed&text=x&trigger_id=1", 200],
  ])("with %s are answered and ignored", async (_what, type, body, expected) => {
    let status = 0;

    const questions = await questionsOf(async () => {
      status = (await send(signed(body, { type }))).status;
    });

    expect(status).toBe(expected);
    expect(questions).toEqual([]);
  });

  it("answer Slack's check of the address", async () => {
    const body = JSON.stringify({ type: "url_verification", challenge: "c-1", token: "t" });

    const answer = await send(signed(body, { type: "application/json" }));

    expect(await answer.json()).toEqual({ challenge: "c-1" });
  });

  it("answer Slack's check of the connection, which is not signed, with nothing else", async () => {
    const body = `ssl_check=1&${command("smuggled")}`;
    let status = 0;

    const questions = await questionsOf(async () => {
      status = (await send({ method: "POST", body, headers: { "content-type": FORM } })).status;
    });

    expect(status).toBe(200);
    expect(questions).toEqual([]);
  });

  it("ask for the health of the process", async () => {
    const answer = await fetch(`${address}/health`);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: "ok" });
  });

  it("to other addresses find nothing", async () => {
    const statuses = await Promise.all([
      fetch(`${address}/`).then(({ status }) => status),
      fetch(`${address}/slack/events`).then(({ status }) => status),
      fetch(`${address}/slack/install`).then(({ status }) => status),
    ]);

    expect(statuses).toEqual([404, 405, 404]);
  });

  it("leave lines that say why they were refused, without what they carried", () => {
    const refused = local.log.lines.filter(({ msg }) => String(msg).includes("refused"));

    expect(refused.map(({ why }) => why)).toEqual(
      expect.arrayContaining(["unsigned", "stale", "from the future", "replayed"]),
    );
    expect(JSON.stringify(local.log.lines)).not.toContain(local.server.signingSecret);
    expect(JSON.stringify(local.log.lines)).not.toContain("bucket-");
  });
});

describe("a start over HTTP", () => {
  it("says which port is taken", async () => {
    const port = local.connection.port ?? 0;

    const start = startSlack(optionsFor(local.server, recordingDesk(), logLines(), "http", port));
    const failed = await start.catch((error: unknown) => error);

    expect(failed).toBeInstanceOf(Problem);
    expect(failed).toMatchObject({ code: "slack.port", next: expect.stringContaining("PORT") });
  });
});

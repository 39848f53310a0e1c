import { request } from "node:http";
import { describe, expect, it } from "vitest";
import type { ConsoleChange } from "../../../src/sandbox/slack/console-protocol.ts";
import type { SlackServer } from "../../../src/sandbox/slack/server.ts";
import { INCIDENTS, JANE, OMAR, startServer } from "./bolt-app.ts";

/** A request with headers that fetch would not let through. */
function ask(server: SlackServer, path: string, headers: Record<string, string>, body?: string) {
  const url = new URL(path, server.consoleUrl);
  return new Promise<number>((resolve, reject) => {
    const sent = request(
      url,
      { method: body === undefined ? "GET" : "POST", headers },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

const JSON_TYPE = { "content-type": "application/json" };
const saying = (text: string) =>
  JSON.stringify({ user: JANE, act: "say", channel: INCIDENTS, text });

async function act(server: SlackServer, body: string, headers: Record<string, string> = JSON_TYPE) {
  const url = new URL("/console/act", server.consoleUrl);
  const answer = await fetch(url, { method: "POST", headers, body });
  return { status: answer.status, body: (await answer.json()) as object };
}

describe("the console's side of the server", () => {
  it("shows one person the company, its channels and what was said", async () => {
    const server = await startServer();

    const answer = await fetch(new URL(`/console/snapshot?user=${JANE}`, server.consoleUrl));
    const snapshot = (await answer.json()) as ReturnType<SlackServer["snapshot"]>;
    const nobody = await fetch(new URL("/console/snapshot?user=U0NOBODY", server.consoleUrl));

    expect(snapshot).toEqual(server.snapshot(JANE));
    expect(snapshot.users).toHaveLength(6);
    expect(new Set(snapshot.users.filter(({ isBot }) => !isBot).map(({ zone }) => zone)).size).toBe(
      5,
    );
    expect(snapshot.channels.map(({ name, kind }) => [name, kind])).toEqual([
      ["incidents", "channel"],
      ["payments", "channel"],
      ["random", "channel"],
      ["trailwatch", "dm"],
    ]);
    expect(snapshot.commands.find((row) => row.command === "/who-changed")).toMatchObject({
      usage: expect.stringMatching(/^NAME/),
    });
    expect(snapshot.isAppConnected).toBe(false);
    expect(nobody.status).toBe(404);
  });

  it("streams changes to those who see them", async () => {
    const server = await startServer();
    const stream = await fetch(new URL(`/console/changes?user=${OMAR}`, server.consoleUrl));
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const direct = server.snapshot(JANE).channels.find(({ kind }) => kind === "dm")?.id ?? "";

    await server.act({ user: JANE, act: "say", channel: direct, text: "a secret" });
    await act(server, saying("look: <b> & https://acme.example/a?b=1."));
    let text = "";
    while (!text.includes("data:")) text += (await reader?.read())?.value ?? "";
    await reader?.cancel();

    const change = JSON.parse(/data: (.*)/.exec(text)?.[1] ?? "{}") as ConsoleChange;
    expect(stream.headers.get("content-type")).toContain("text/event-stream");
    expect(text).not.toContain("secret");
    expect(change).toMatchObject({
      kind: "message",
      message: {
        channel: INCIDENTS,
        user: JANE,
        text: "look: &lt;b&gt; &amp; <https://acme.example/a?b=1>.",
        isEphemeral: false,
      },
    });
  });

  it("takes deeds as JSON from its own page alone", async () => {
    const server = await startServer();
    const { origin, host } = new URL(server.consoleUrl);
    const body = saying("hi");
    const from = (headers: Record<string, string>) => ask(server, "/console/act", headers, body);

    const statuses = [
      await from({ ...JSON_TYPE, origin }),
      await from({ ...JSON_TYPE, origin: "https://evil.example" }),
      await from({ ...JSON_TYPE, origin: "null" }),
      await from({ ...JSON_TYPE, "sec-fetch-site": "cross-site" }),
      await from({ "content-type": "text/plain" }),
      await from({ ...JSON_TYPE, host: "evil.example" }),
      await from({ ...JSON_TYPE, host: `evil.example:${new URL(origin).port}` }),
      await from({ ...JSON_TYPE, host: host.replace("127.0.0.1", "localhost") }),
    ];

    expect(statuses).toEqual([200, 403, 403, 403, 415, 421, 421, 200]);
  });

  it("refuses the Web API under a foreign name too", async () => {
    const server = await startServer();

    const status = await ask(server, "/api/api.test", { host: "evil.example" }, "");

    expect(status).toBe(421);
  });

  it("answers deeds that are none with a line", async () => {
    const server = await startServer();
    const bodies = ["{", "[]", '{"user":"U1"}', '{"user":"U1","act":"constructor"}', '{"user":1}'];
    const wrong = JSON.stringify({ user: JANE, act: "press", surface: "x", action: {} });

    const answers = await Promise.all([...bodies, wrong].map((body) => act(server, body)));

    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(400));
    expect((await act(server, saying("still here"))).status).toBe(200);
  });

  it("serves the page under a policy that lets nothing in from outside", async () => {
    const server = await startServer();

    const page = await fetch(server.consoleUrl);
    const missing = await fetch(new URL("/../package.json", server.consoleUrl));

    const policy = page.headers.get("content-security-policy") ?? "";
    expect(page.status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(missing.status).toBe(404);
  });

  it("keeps the last 2,000 messages of a channel", async () => {
    const server = await startServer();

    for (let count = 0; count < 2_100; count += 1) {
      await server.act({ user: JANE, act: "say", channel: INCIDENTS, text: `number ${count}` });
    }

    const kept = server.snapshot(JANE).messages.filter(({ channel }) => channel === INCIDENTS);
    expect(kept).toHaveLength(2_000);
    expect(kept[0]?.text).toBe("number 100");
    expect(kept.at(-1)?.text).toBe("number 2099");
  });
});

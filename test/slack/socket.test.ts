/** Socket Mode under bad conditions: refreshes, cuts, wrong tokens, a Slack that is away. */
import { afterEach, describe, expect, it } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import { type StartSlackOptions, startSlack } from "../../src/slack/app.ts";
import {
  asked,
  freePort,
  INCIDENTS,
  JANE,
  type Local,
  logLines,
  optionsFor,
  recordingDesk,
  startLocal,
  until,
} from "./local.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function connected(
  change?: (options: StartSlackOptions) => StartSlackOptions,
): Promise<Local> {
  const local = await startLocal({ kind: "socket", ...(change && { change }) });
  closing.push(() => local.close());
  return local;
}

async function server(): Promise<SlackServer> {
  const started = await startSlackServer({ delivery: { kind: "socket" }, isPaced: false });
  closing.push(() => started.close());
  return started;
}

async function problemOf(start: Promise<unknown>): Promise<Problem> {
  const failed = await start.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failed instanceof Problem)) throw new Error(`no Problem: ${String(failed)}`);
  return failed;
}

const command = (text: string) =>
  ({ user: JANE, act: "command", channel: INCIDENTS, command: "/who-changed", text }) as const;

function messages(local: Local): unknown[] {
  return local.log.lines.map(({ msg }) => msg);
}

describe("a connection over Socket Mode", () => {
  it("knows itself", async () => {
    const local = await connected();

    expect(local.connection).toMatchObject({
      mode: "socket",
      botUserId: local.server.botUserId,
      teamId: "T01ACMESHOP",
      team: "Acme Shop",
    });
  });

  it("loses no command while Slack refreshes the connections", async () => {
    const local = await connected();
    const sent: string[] = [];

    for (let round = 0; round < 3; round++) {
      local.server.faults.refresh();
      await until(() => local.server.snapshot(JANE).isAppConnected);
      for (let index = 0; index < 5; index++) {
        const text = `bucket-${round}-${index}`;
        sent.push(`/who-changed ${text}`);
        expect(await local.server.act(command(text))).toEqual({ ok: true });
      }
    }

    expect(asked(await local.desk.reached(15)).sort()).toEqual(sent.sort());
  });

  it("is there again after the connections were cut", async () => {
    const local = await connected();

    local.server.faults.dropConnections();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await until(() => local.server.snapshot(JANE).isAppConnected);
    await local.server.act(command("bucket-x"));

    expect(asked(await local.desk.reached(1))).toEqual(["/who-changed bucket-x"]);
  });

  it("tells the operator once that Slack is away, and once that it is back", async () => {
    const local = await connected((options) => ({ ...options, quietMs: 50 }));

    local.server.faults.goDown();
    await until(() => messages(local).some((text) => String(text).startsWith("no connection")));
    local.server.faults.comeBack();
    await until(() => messages(local).includes("connected to Slack again"));
    await local.server.act(command("bucket-x"));

    expect(asked(await local.desk.reached(1))).toEqual(["/who-changed bucket-x"]);
    const away = messages(local).filter((text) => String(text).startsWith("no connection"));
    expect(away).toHaveLength(1);
  });

  it("stops with a Problem when the app's token is revoked", async () => {
    const local = await connected();

    local.server.faults.revokeTokens();
    local.server.faults.dropConnections();
    const problem = await local.connection.stopped;

    expect(problem).toMatchObject({ code: expect.stringMatching(/^slack\./) });
    expect(`${problem?.message} ${problem?.next}`).toContain("SLACK_APP_TOKEN");
    expect(`${problem?.message} ${problem?.next}`).not.toContain(local.server.appToken);
  });

  it("notices that the bot's token was revoked while the connections live on", async () => {
    const local = await connected((options) => ({ ...options, tokenCheckMs: 30 }));

    local.server.faults.revokeTokens();
    const problem = await local.connection.stopped;

    expect(problem?.message).toContain("SLACK_BOT_TOKEN was revoked");
  });

  it("resolves stopped with nothing when it is closed, and leaves no connection", async () => {
    const local = await startLocal({ kind: "socket" });

    await local.connection.close();

    expect(await local.connection.stopped).toBe(undefined);
    await until(() => !local.server.snapshot(JANE).isAppConnected);
    await local.server.close();
  });
});

describe("a start that cannot succeed", () => {
  const start = (of: SlackServer, change: (options: StartSlackOptions) => StartSlackOptions) =>
    problemOf(startSlack(change(optionsFor(of, recordingDesk(), logLines(), "socket"))));

  it("names the variable of a wrong bot token, and never its value", async () => {
    const problem = await start(await server(), (options) => ({
      ...options,
      config: { ...options.config, botToken: "xoxb-wrong-wrong-wrong" },
    }));

    expect(problem.code).toBe("slack.invalid-auth");
    expect(problem.message).toContain("SLACK_BOT_TOKEN");
    expect(`${problem.message}${problem.next}`).not.toContain("wrong-wrong");
  });

  it("names the variable of a wrong app token", async () => {
    const problem = await start(await server(), ({ config, ...options }) => ({
      ...options,
      config: { ...config, kind: "socket", appToken: "xapp-wrong-wrong-wrong" },
    }));

    expect(problem.code).toBe("slack.invalid-auth");
    expect(problem.message).toContain("SLACK_APP_TOKEN");
    expect(problem.next).toContain("connections:write");
  });

  it("says within the deadline that Slack cannot be reached", async () => {
    const port = await freePort();
    const since = Date.now();

    const problem = await start(await server(), ({ config, ...options }) => ({
      ...options,
      config: { ...config, apiUrl: `http://127.0.0.1:${port}/api/` },
      startTimeoutMs: 800,
    }));

    expect(problem.code).toBe("slack.unreachable");
    expect(problem.message).toContain("ECONNREFUSED");
    expect(Date.now() - since).toBeLessThan(1500);
  });

  it("says so when Slack answers with errors of its own", async () => {
    const down = await server();
    down.faults.goDown();

    const problem = await start(down, (options) => ({ ...options, startTimeoutMs: 500 }));

    expect(problem.code).toBe("slack.unreachable");
    expect(problem.message).toContain("503");
  });

  it("starts when Slack comes back before the deadline", async () => {
    const late = await server();
    late.faults.goDown();
    setTimeout(() => late.faults.comeBack(), 200);

    const connection = await startSlack(optionsFor(late, recordingDesk(), logLines(), "socket"));
    closing.push(() => connection.close());

    expect(connection.botUserId).toBe(late.botUserId);
  });

  it("says which scope the app token lacks", async () => {
    const scopeless = await server();
    scopeless.faults.failNext("apps.connections.open", "missing_scope", 2);

    const problem = await start(scopeless, (options) => options);

    expect(problem.code).toBe("slack.missing-scope");
    expect(problem.next).toContain("connections:write");
  });
});

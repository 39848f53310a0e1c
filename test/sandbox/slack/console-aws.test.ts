import { describe, expect, it } from "vitest";
import { SECOND } from "../../../src/domain/time.ts";
import type { ConsoleAws, ConsoleChange } from "../../../src/sandbox/slack/console-protocol.ts";
import type { SlackServer } from "../../../src/sandbox/slack/server.ts";
import { looseSwitchboard } from "../../support/switchboard.ts";
import { JANE, startServer } from "./bolt-app.ts";

const JSON_TYPE = { "content-type": "application/json" };

async function act(server: SlackServer, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(new URL("/console/aws", server.consoleUrl), {
    method: "POST",
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return answer.status;
}

function withAws() {
  const loose = looseSwitchboard(() => Date.now());
  return startServer({ aws: loose.aws }).then((server) => ({ server, ...loose }));
}

describe("the panel's side of the server", () => {
  it("has nothing to show where no local AWS stands beside it", async () => {
    const server = await startServer();

    const state = await fetch(new URL("/console/aws", server.consoleUrl));

    expect(server.snapshot(JANE).aws).toBeUndefined();
    expect(state.status).toBe(404);
    expect(await act(server, { act: "back-to-normal" })).toBe(404);
  });

  it("switches faults, tells every page, and goes back to normal in one step", async () => {
    const { server, faults } = await withAws();
    const told: ConsoleChange[] = [];
    server.watch(JANE, (change) => told.push(change));

    const statuses = [
      await act(server, { act: "set", fault: "throttling", isOn: true }),
      await act(server, { act: "set", fault: "slow", isOn: true }),
    ];
    const areOn = [faults.isOn("throttling"), faults.isOn("slow")];
    statuses.push(await act(server, { act: "back-to-normal" }));

    const brokenCounts = told.map((change) =>
      change.kind === "aws" ? change.aws.faults.filter(({ isOn }) => isOn).length : -1,
    );
    expect(statuses).toEqual([200, 200, 200]);
    expect(areOn).toEqual([true, true]);
    expect(brokenCounts).toEqual([1, 2, 0]);
  });

  it("lets something happen and shows it in the state", async () => {
    const { server, arrived } = await withAws();

    const status = await act(server, { act: "happen", deed: "open-ssh", afterMs: 30 * SECOND });

    const answer = await fetch(new URL("/console/aws", server.consoleUrl));
    const state = (await answer.json()) as ConsoleAws;
    expect(status).toBe(200);
    expect(arrived).toHaveLength(1);
    expect(state.happened.map(({ label }) => label)).toEqual([
      "Priya opens SSH to orders-db from anywhere",
    ]);
    expect(state).toMatchObject({ faults: server.snapshot(JANE).aws?.faults });
  });

  it("refuses what it does not know and does nothing then", async () => {
    const { server, arrived, faults } = await withAws();
    const bodies = [
      "{",
      "null",
      { act: "set", fault: "slow" },
      { act: "set", fault: "__proto__", isOn: true },
      { act: "happen", deed: "open-ssh", afterMs: 1 },
      { act: "happen", deed: "open-ssh", afterMs: "30000" },
      { act: "happen", deed: "constructor", afterMs: 30 * SECOND },
      { act: "constructor" },
    ];

    const statuses = await Promise.all(bodies.map((body) => act(server, body)));

    expect(statuses).toEqual(bodies.map(() => 400));
    expect(arrived).toEqual([]);
    expect(faults.isOn("slow")).toBe(false);
  });

  it("refuses foreign pages and bodies that are not JSON", async () => {
    const { server, faults } = await withAws();
    const wish = { act: "set", fault: "slow", isOn: true };

    const statuses = [
      await act(server, wish, { origin: "https://evil.example" }),
      await act(server, wish, { "content-type": "text/plain" }),
    ];

    expect(statuses).toEqual([403, 415]);
    expect(faults.isOn("slow")).toBe(false);
  });
});

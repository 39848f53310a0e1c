/** Controls that are old, that come too late, or that belong to somebody without rights. */
import { afterEach, describe, expect, it } from "vitest";
import type { Policy } from "../../src/access/policy.ts";
import type { ConsoleAct } from "../../src/sandbox/slack/console-protocol.ts";
import { INCIDENTS, JANE, type Local, startLocal, until } from "./local.ts";

let local: Local;
afterEach(() => local.close());

/** Messages that Jane alone sees, as they come. */
function whispers(): string[] {
  const told: string[] = [];
  local.server.watch(JANE, (change) => {
    if (change.kind === "message" && change.message.isEphemeral) told.push(change.message.text);
  });
  return told;
}

/** Posts a message as the app did long ago, and presses its only control. */
async function pressOn(
  element: Record<string, unknown> & { action_id: string; value?: string },
): Promise<void> {
  const blocks = [{ type: "actions", block_id: "old", elements: [element] }];
  const posted = await fetch(`${local.server.apiUrl}chat.postMessage`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${local.server.botToken}`,
      "content-type": "application/json; charset=utf-8",
    },
    body: JSON.stringify({ channel: INCIDENTS, text: "An answer of last year", blocks }),
  });
  const { ts } = (await posted.json()) as { ts: string };
  const press: ConsoleAct = {
    user: JANE,
    act: "press",
    surface: { kind: "message", channel: INCIDENTS, ts },
    action: {
      type: "button",
      action_id: element.action_id,
      block_id: "old",
      ...(element.value !== undefined && { value: element.value }),
    },
  };
  const reply = await local.server.act(press);
  if (!reply.ok) throw new Error(reply.text);
}

const button = (actionId: string, value?: string) => ({
  type: "button",
  action_id: actionId,
  text: { type: "plain_text", text: "Go" },
  ...(value !== undefined && { value }),
});

const askCommand: ConsoleAct = {
  user: JANE,
  act: "command",
  channel: INCIDENTS,
  command: "/trailwatch",
  text: "ask",
};

describe("a control of another version", () => {
  it("says so, and what to do instead", async () => {
    local = await startLocal({ kind: "socket" });
    const told = whispers();

    await pressOn(button("acknowledge_alarm", "a-1"));

    await until(() => told.length > 0);
    expect(told[0]).toContain("another version");
    expect(told[0]).toContain("/trailwatch help");
  });

  it("that only opened a link says nothing", async () => {
    local = await startLocal({ kind: "socket" });
    const told = whispers();

    await pressOn(button("link"));
    await pressOn(button("acknowledge_alarm", "a-1"));

    await until(() => told.length > 0);
    expect(told).toHaveLength(1);
    expect(local.desk.deeds).toEqual([]);
  });

  it("opens the empty form when its value cannot be read any more", async () => {
    local = await startLocal({ kind: "socket" });

    await pressOn(button("open", "who-changed|bucket-x"));

    await until(() => local.server.snapshot(JANE).modal !== undefined);
    expect(JSON.stringify(local.server.snapshot(JANE).modal)).not.toContain("initial_value");
  });

  it("opens the form filled with what its value names", async () => {
    local = await startLocal({ kind: "socket" });

    await pressOn(button("open", JSON.stringify({ question: "who-changed", subject: "bucket-x" })));

    await until(() => local.server.snapshot(JANE).modal !== undefined);
    expect(JSON.stringify(local.server.snapshot(JANE).modal)).toContain(
      `"initial_value":"bucket-x"`,
    );
  });
});

describe("a form that Slack does not open", () => {
  it.each([
    ["expired_trigger_id", "longer than three seconds"],
    ["internal_error", "did not open the form"],
  ])("because of %s is told to the person alone", async (word, text) => {
    local = await startLocal({ kind: "socket" });
    const told = whispers();
    local.server.faults.failNext("views.open", word);

    await local.server.act(askCommand);

    await until(() => told.length > 0);
    expect(told[0]).toContain(text);
  });
});

describe("the App Home", () => {
  const closed: Policy = {
    kind: "rules",
    rules: [{ users: ["U0SOMEBODY"] }, { groups: ["S0NOBODYS"] }],
    askFor: "the platform team",
    auditors: { users: [], groups: [] },
  };

  it.each([
    ["nobody's rule", closed, false],
    ["an own rule", { ...closed, rules: [{ users: [JANE] }] }, true],
    ["a rule for everybody in one channel", { ...closed, rules: [{ channels: ["C1"] }] }, true],
    ["no rule at all", { ...closed, rules: [] }, false],
  ] satisfies [string, Policy, boolean][])(
    "with %s offers examples only to those who may ask",
    async (_what, policy, isAllowed) => {
      local = await startLocal({ kind: "socket", change: (options) => ({ ...options, policy }) });

      await local.server.act({ user: JANE, act: "open-home" });

      await until(() => local.server.snapshot(JANE).home !== undefined);
      const shown = JSON.stringify(local.server.snapshot(JANE).home?.view);
      expect(shown.includes("who changed")).toBe(isAllowed);
    },
  );
});

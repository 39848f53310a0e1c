/** Who asks: from Slack's profile, remembered for a while, and never a reason for a question to fail. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../../src/log.ts";
import { type SlackServer, startSlackServer } from "../../src/sandbox/slack/server.ts";
import type { People } from "../../src/slack/people.ts";
import { createWebPeople } from "../../src/slack/web-people.ts";
import { JANE, type Lines, logLines } from "./local.ts";

let server: SlackServer;
beforeAll(async () => {
  server = await startSlackServer({ delivery: { kind: "socket" }, isPaced: false });
});
afterAll(() => server.close());

type Known = { people: People; lines: Lines; pass(ms: number): void };

function known(readGroups = false): Known {
  let now = 1_000_000;
  const lines = logLines();
  const people = createWebPeople({
    token: server.botToken,
    apiUrl: server.apiUrl,
    log: createLog({ write: lines.write }),
    clock: { now: () => now },
    readGroups,
  });
  return {
    people,
    lines,
    pass: (ms) => {
      now += ms;
    },
  };
}

describe("a person", () => {
  it("has the name and zone of the profile", async () => {
    const { people } = known();

    const jane = await people.find(JANE);

    expect(jane).toMatchObject({ userId: JANE, zone: "Europe/Dublin", groups: [] });
    expect(jane.name).toMatch(/jane/i);
  });

  it("is asked for once in ten minutes", async () => {
    const { people, pass } = known();
    await people.find(JANE);
    server.faults.failNext("users.info", "internal_error");

    const again = await people.find(JANE);
    pass(10 * 60_000);
    const later = await people.find(JANE);

    expect(again.zone).toBe("Europe/Dublin");
    expect(later).toEqual({ userId: JANE, name: JANE, groups: [] });
  });

  it("who cannot be read has an id and no zone, and is read again after a minute", async () => {
    const { people, lines, pass } = known();
    server.faults.failNext("users.info", "missing_scope");

    const first = await people.find(JANE);
    pass(60_000);
    const second = await people.find(JANE);

    expect(first).toEqual({ userId: JANE, name: JANE, groups: [] });
    expect(second.zone).toBe("Europe/Dublin");
    expect(lines.lines).toMatchObject([{ level: "warn", userId: JANE }]);
  });

  it("who is nobody is no error", async () => {
    const { people } = known();

    const nobody = await people.find("U0NOBODY");

    expect(nobody).toEqual({ userId: "U0NOBODY", name: "U0NOBODY", groups: [] });
  });

  it("belongs to the groups of the workspace where the policy speaks of groups", async () => {
    const { people } = known(true);

    const jane = await people.find(JANE);

    expect(jane.groups.length).toBeGreaterThan(0);
    expect(jane.groups.every((id) => id.startsWith("S"))).toBe(true);
  });

  it("belongs to no group where groups cannot be read", async () => {
    const { people, lines } = known(true);
    server.faults.failNext("usergroups.list", "missing_scope");

    const jane = await people.find(JANE);

    expect(jane).toMatchObject({ zone: "Europe/Dublin", groups: [] });
    expect(lines.lines).toMatchObject([{ msg: "user groups cannot be read" }]);
  });
});

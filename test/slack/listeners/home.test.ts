import { App } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/access/policy.ts";
import { createLog } from "../../../src/log.ts";
import { listenToHome } from "../../../src/slack/listeners/home.ts";
import type { Listening } from "../../../src/slack/listeners/listening.ts";
import type { Alarms } from "../../../src/sources/cloudwatch.ts";
import { alarmOf, fakeCloudWatch } from "../../questions/metrics/fake-dashboards.ts";
import { createBot, OPEN } from "../desk-bot.ts";
import { recordingDesk } from "../local.ts";

type Published = { user_id: string; text: string };

/** The Home of a bot whose Slack keeps what is published. */
function openHome(alarms: Alarms, policy: Policy = OPEN) {
  const published: Published[] = [];
  const waiting = new Set<() => void>();
  const web = new WebClient("xoxb-1");
  web.views.publish = async (args) => {
    const { user_id = "", view } = { ...args };
    published.push({ user_id: String(user_id), text: JSON.stringify(view) });
    for (const look of waiting) look();
    return { ok: true };
  };
  const { store, slack, parts } = createBot([]);
  const listening: Listening = {
    desk: recordingDesk(),
    journal: store.journal,
    policy,
    messenger: slack,
    people: parts.people,
    accountNames: {},
    clock: parts.clock,
    log: createLog({ level: "silent" }),
    web,
    deliveries: { isNew: () => true },
    botUserId: "UBOT",
    alarms,
  };
  const app = new App({
    token: "xoxb-1",
    receiver: { init: () => undefined, start: async () => undefined, stop: async () => undefined },
    botId: "B1",
    botUserId: "UBOT",
    tokenVerificationEnabled: false,
  });
  listenToHome(app, listening);
  return {
    published,
    async open(user: string) {
      const event = { type: "app_home_opened", user, channel: "D1", tab: "home", event_ts: "1.2" };
      const body = { type: "event_callback", team_id: "T1", api_app_id: "A1", event };
      await app.processEvent({ body, ack: async () => undefined });
    },
    reached: (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (published.length >= count) resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Alarms that wait until they are let go. */
function slowAlarms() {
  const { alarms } = fakeCloudWatch({ alarms: [alarmOf("orders-db-cpu", { state: "ALARM" })] });
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const find: Alarms["find"] = async (query, run) => {
    await gate;
    return alarms.find(query, run);
  };
  return { alarms: { ...alarms, find }, go };
}

describe("the Home with alarms", () => {
  it("opens at once although CloudWatch is slow, and shows the alarms when they are there", async () => {
    const { alarms, go } = slowAlarms();
    const home = openHome(alarms);

    await home.open("U1");
    await home.reached(1);
    const [first] = home.published;
    go();
    await home.reached(2);

    expect(first?.text).toContain("CloudWatch is being asked");
    expect(home.published[1]?.text).toContain("orders-db-cpu");
  });

  it("shows no alarms, and asks for none, to people whom no rule lets ask", async () => {
    const { alarms } = fakeCloudWatch({});
    let asked = 0;
    const find: Alarms["find"] = async (query, run) => {
      asked += 1;
      return alarms.find(query, run);
    };
    const rules = [{ users: ["U2"] }];
    const home = openHome({ ...alarms, find }, { ...OPEN, kind: "rules", rules });

    await home.open("U1");
    await home.reached(1);

    expect(asked).toBe(0);
    expect(home.published[0]?.text).not.toContain("Alarms now");
    expect(home.published[0]?.text).toContain("access rules");
  });

  it("is published whole when CloudWatch fails", async () => {
    const { alarms } = fakeCloudWatch({});
    const home = openHome({ ...alarms, find: () => Promise.reject(new Error("down")) });

    await home.open("U1");
    await home.reached(2);

    expect(home.published[1]?.text).toContain("The alarms could not be read.");
    expect(home.published[1]?.text).toContain("Try");
  });

  it("leaves to the last opening what it shows", async () => {
    const { alarms, go } = slowAlarms();
    const home = openHome(alarms);

    await home.open("U1");
    await home.open("U1");
    await home.reached(2);
    go();
    await home.reached(3);
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(home.published).toHaveLength(3);
  });
});

import { describe, expect, it } from "vitest";
import { ALL_ORDERS, NO_ORDERS, type OrderPolicy } from "../../src/access/orders.ts";
import type { Policy } from "../../src/access/policy.ts";
import type { AlarmDraft, MuteRule } from "../../src/domain/alarm.ts";
import { Problem } from "../../src/domain/problem.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { withOffer } from "../../src/slack/desk-offer.ts";
import type { DeskParts } from "../../src/slack/desk-parts.ts";
import { toWork } from "../../src/slack/desk-work.ts";
import { viewProblems } from "../../src/slack/views/check.ts";
import type { AlarmOrders, CloudWatch } from "../../src/sources/cloudwatch.ts";
import { createMemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { alarmOf, fakeCloudWatch, PROD } from "../questions/metrics/fake-dashboards.ts";
import { controls } from "../support/bot.ts";
import { type Bot, contentOf, createBot, mention, NOW, words } from "./desk-bot.ts";

const HOSTILE = "<!channel> *x* '; rm -rf / 🔥";

type Aws = {
  orders: AlarmOrders;
  sent: string[];
  rules: MuteRule[];
  cloudwatch: CloudWatch;
};

function fakeAws(more: Partial<AlarmOrders> = {}): Aws {
  const sent: string[] = [];
  const rules: MuteRule[] = [];
  const alarms = [alarmOf("orders-db-cpu"), alarmOf(HOSTILE)];
  const cloudwatch = fakeCloudWatch({ alarms });
  const at = (moment: number) => new Date(Math.ceil(moment / MINUTE) * MINUTE).toISOString();
  return {
    sent,
    rules,
    cloudwatch: { ...cloudwatch, alarms: { ...cloudwatch.alarms, mutes: async () => rules } },
    orders: {
      create: async ({ name }) => {
        sent.push(`create ${name}`);
        alarms.push(alarmOf(name));
      },
      mute: async ({ name, place }, { from, to, reason = "" }) => {
        sent.push(`mute ${name} ${(to - from) / MINUTE} ${reason}`);
        rules.push({
          name: `trailwatch-${rules.length}`,
          arn: "",
          place,
          status: "active",
          schedule: `at(${at(from).slice(0, 16)})`,
          duration: "PT60M",
          alarmNames: [name],
        });
        return `trailwatch-${rules.length}`;
      },
      unmute: async (name) => {
        sent.push(`unmute ${name}`);
        rules.splice(0);
      },
      ...more,
    },
  };
}

type Set = { policy?: OrderPolicy; access?: Policy; store?: Store; patienceMs?: number };

function orderingBot(aws: Aws, set: Set = {}): Bot {
  const { store = createMemoryStore(), policy = ALL_ORDERS, patienceMs = 1000 } = set;
  const bot = createBot([], {
    store,
    ...(set.access && { policy: set.access }),
    ordering: { book: store.orders, policy, orders: aws.orders, patienceMs },
  });
  bot.parts.sources.cloudwatch = aws.cloudwatch;
  return bot;
}

/** The button of the last message; undefined where it has none. */
function offered({ slack }: Bot): string | undefined {
  const { blocks } = contentOf(slack.sent.at(-1));
  const button = controls(blocks).find(({ action_id }) => action_id === "order");
  return button === undefined ? undefined : String(button.value);
}

async function propose(bot: Bot, text = "mute alarm orders-db-cpu for 1h because we restore") {
  await bot.desk.ask(mention(text));
  const code = offered(bot);
  if (code === undefined) throw new Error(words(contentOf(bot.slack.sent.at(-1))));
  return code;
}

const press = (bot: Bot, code: string, userId = "UJANE") =>
  bot.desk.order(code, { ...mention(""), via: "button", userId, responseUrl: "https://r" });

const last = ({ slack }: Bot) => words(contentOf(slack.sent.at(-1)));

describe("an order", () => {
  it("changes nothing by words alone: a button asks once more", async () => {
    const aws = fakeAws();
    const bot = orderingBot(aws);

    await propose(bot);

    const { blocks } = contentOf(bot.slack.sent.at(-1));
    expect(aws.sent).toEqual([]);
    expect(JSON.stringify(blocks)).toContain(
      '"confirm":{"title":{"type":"plain_text","text":"Mute this alarm?"',
    );
    expect(bot.store.orders.list({ limit: 9 })).toEqual([]);
  });

  it("is carried out once it is confirmed, told in the channel and kept", async () => {
    const aws = fakeAws();
    const bot = orderingBot(aws);

    await press(bot, await propose(bot));

    const told = bot.slack.sent.slice(-2);
    expect(aws.sent).toEqual(["mute orders-db-cpu 60 we restore"]);
    expect(told.map(({ kind }) => kind)).toEqual(["post", "update"]);
    expect(words(contentOf(told[0]))).toContain("Sent to AWS, which has not answered yet.");
    expect(last(bot)).toContain(
      "✅  <@UJANE> ordered: mute alarm orders-db-cpu for 60 min in prod, eu-west-1",
    );
    expect(last(bot)).toContain("unmute alarm orders-db-cpu in prod region eu-west-1");
    expect(bot.store.orders.list({ limit: 9 })).toMatchObject([
      { userId: "UJANE", state: "done", order: { kind: "mute-alarm" } },
    ]);
  });

  it("is done once, however often the button is pressed", async () => {
    const aws = fakeAws();
    const bot = orderingBot(aws);
    const code = await propose(bot);

    await Promise.all([press(bot, code), press(bot, code), press(bot, code)]);
    await press(bot, code);

    expect(aws.sent).toHaveLength(1);
    expect(last(bot)).toContain("This was confirmed already and is not done twice: It is muted");
  });

  it("can be confirmed by the person who asked alone", async () => {
    const aws = fakeAws();
    const bot = orderingBot(aws);
    const code = await propose(bot);

    await press(bot, code, "UOMAR");

    expect(bot.slack.sent.at(-1)).toMatchObject({ kind: "whisper", userId: "UOMAR" });
    expect(last(bot)).toContain("Only the person who asked for this can confirm it.");
    await press(bot, code);
    expect(aws.sent).toHaveLength(1);
  });

  it("expires after ten minutes, and a code that nobody knows does nothing", async () => {
    const aws = fakeAws();
    const bot = orderingBot(aws);
    const code = await propose(bot);

    bot.now.at += 10 * MINUTE;
    await press(bot, code);
    const expired = last(bot);
    await press(bot, "'; DROP TABLE ordered; --");

    expect(expired).toContain("proposed more than ten minutes ago");
    expect(last(bot)).toContain("no longer known");
    expect(aws.sent).toEqual([]);
  });

  it("is not offered where it is switched off: it is said how to switch it on, and the command", async () => {
    const bot = orderingBot(fakeAws(), { policy: NO_ORDERS });

    await bot.desk.ask(mention("mute alarm orders-db-cpu for 1h"));

    expect(offered(bot)).toBeUndefined();
    expect(last(bot)).toContain("Muting alarms from here is switched off.");
    expect(last(bot)).toContain("trailwatch.yml");
    expect(last(bot)).toContain("aws cloudwatch put-alarm-mute-rule");
  });

  it("is not offered where it cannot be written down, and the answer comes all the same", async () => {
    const store = createMemoryStore();
    store.orders.propose = () => {
      throw new Error("disk full");
    };
    const bot = orderingBot(fakeAws(), { store });

    await bot.desk.ask(mention("mute alarm orders-db-cpu for 1h"));

    expect(offered(bot)).toBeUndefined();
    expect(last(bot)).toContain("It cannot be ordered here just now.");
    expect(last(bot)).toContain("Mute orders-db-cpu for 60 min?");
  });

  it("is refused to a person who lost the right after it was proposed", async () => {
    const aws = fakeAws();
    const store = createMemoryStore();
    const code = await propose(orderingBot(aws, { store }));
    const policy = { ...NO_ORDERS, "mute-alarm": { users: ["UOMAR"], groups: [] } };
    const elsewhere = [{ questions: ["mute-alarm"], accounts: ["222233334444"] }];
    const access = { ...orderingBot(aws).parts.policy, kind: "rules" as const, rules: elsewhere };

    const noRight = orderingBot(aws, { store, policy });
    await press(noRight, code);
    const noAccess = orderingBot(aws, { store, access });
    await press(noAccess, code);

    expect(last(noRight)).toContain("Muting alarms from here is not open to you.");
    expect(last(noAccess)).toContain("You may not ask about account 111122223333");
    expect(aws.sent).toEqual([]);
  });

  it("takes hostile names and reasons as they are, and shows them harmlessly", async () => {
    const aws = fakeAws();
    const bot = orderingBot(aws);
    const typed = HOSTILE.replace("<", "&lt;").replace(">", "&gt;");

    await press(
      bot,
      await propose(bot, `mute alarm "${typed}" for 1h because &lt;!here&gt; & 'x'`),
    );

    const { blocks } = contentOf(bot.slack.sent.at(-1));
    const mrkdwn = JSON.stringify(blocks.filter(({ type }) => type !== "actions"));
    expect(aws.sent[0]).toContain("mute <!channel> *x* '; rm -rf /");
    expect(mrkdwn).not.toMatch(/<!(?:channel|here)/);
    for (const sent of bot.slack.sent) expect(viewProblems(contentOf(sent))).toEqual([]);
  });
});

describe("an order that AWS does not carry out", () => {
  it("says what AWS says, and that nothing was changed", async () => {
    const denied = new Problem("aws.denied", "cloudwatch:PutAlarmMuteRule is denied.", "Allow it.");
    const bot = orderingBot(fakeAws({ mute: () => Promise.reject(denied) }));

    await press(bot, await propose(bot));

    expect(last(bot)).toContain(
      "Nothing was changed: cloudwatch:PutAlarmMuteRule is denied. Allow it.",
    );
    expect(bot.store.orders.list({ limit: 1 })).toMatchObject([{ state: "failed" }]);
  });

  it("is told at once while AWS keeps silent, and looked up afterwards", async () => {
    const aws = fakeAws();
    const { mute } = aws.orders;
    const silent = fakeAws({
      mute: async (...given) => {
        await mute(...given);
        return new Promise(() => undefined);
      },
    });
    const bot = orderingBot({ ...aws, orders: silent.orders }, { patienceMs: 50 });
    const code = await propose(bot);

    const done = press(bot, code);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const meanwhile = last(bot);
    await done;

    expect(meanwhile).toContain("Sent to AWS, which has not answered yet.");
    expect(last(bot)).toContain("✅");
    expect(bot.store.orders.list({ limit: 1 })).toMatchObject([{ state: "done" }]);
  });

  it("is unknown where nothing of it shows, and never sent a second time", async () => {
    const aws = fakeAws({ mute: () => new Promise(() => undefined) });
    const bot = orderingBot(aws, { patienceMs: 20 });
    const code = await propose(bot);

    await press(bot, code);
    await press(bot, code);

    expect(bot.store.orders.find(code)?.state).toBe("unknown");
    expect(last(bot)).toContain("AWS has not answered; nothing of it shows in CloudWatch so far.");
  });

  it("replaces no alarm of the same name", async () => {
    const aws = fakeAws();
    const bot = orderingBot(aws);

    const codes = ["orders-db-cpu", "fresh"].map((name) => proposeDraft(bot.parts, name));
    for (const code of codes) await press(bot, code);

    const told = bot.slack.sent.map((sent) => words(contentOf(sent))).join();
    expect(aws.sent).toEqual(["create fresh"]);
    expect(told).toContain("There is an alarm of this name already, and it is not replaced.");
  });
});

function proposeDraft(parts: DeskParts, name: string): string {
  const { watch } = alarmOf(name);
  if (watch.kind !== "metric") throw new Error("no metric alarm");
  const { queries, alarmedId, evaluation, period, threshold = 0 } = watch;
  const draft: AlarmDraft = {
    name,
    place: PROD,
    queries,
    alarmedId,
    evaluation,
    period,
    threshold,
    alarmActions: [],
  };
  const answer = {
    outcome: "found" as const,
    headline: "",
    question: { name: "draft-alarm", text: "" },
    sections: [],
    searched: [],
    followUps: [],
    data: { draft },
  };
  const person = { userId: "UJANE", name: "jane", groups: [] };
  const { offer } = withOffer(parts, toWork(mention("draft alarm"), parts), person, answer);
  if (!offer) throw new Error("nothing is offered");
  return offer.code;
}

describe("the list of orders", () => {
  const rules: Policy = {
    kind: "rules",
    rules: [{}],
    askFor: "them",
    auditors: { users: ["UAUDIT"], groups: [] },
  };

  async function listed(userId: string, text = "/trailwatch orders"): Promise<string> {
    const store = createMemoryStore();
    const bot = orderingBot(fakeAws(), { store, access: rules });
    await press(bot, await propose(bot));
    await propose(bot, "mute alarm orders-db-cpu for 5h");
    await bot.desk.ask(mention(text, { userId }));
    return last(bot);
  }

  it("shows auditors who ordered what and what became of it, without what nobody confirmed", async () => {
    const text = await listed("UAUDIT");

    expect(text).toContain("1 order (last 30 days)");
    expect(text).toContain("mute alarm orders-db-cpu for 60 min in prod, eu-west-1");
    expect(text).toContain("It is muted, because we restore.");
    expect(text).not.toContain("5 h");
  });

  it("shows others their own alone", async () => {
    const own = await listed("UJANE", "what was ordered in the last 2 days?");
    const others = await listed("UOMAR");

    expect(own).toContain("1 order of yours (last 2 days)");
    expect(others).toContain("Nothing of yours was ordered");
  });
});

describe("orders over a restart", () => {
  it("can be confirmed after it, once", async () => {
    const aws = fakeAws();
    const store = createMemoryStore();
    const code = await propose(orderingBot(aws, { store }));

    const after = orderingBot(aws, { store });
    await press(after, code);
    await press(after, code);

    expect(aws.sent).toHaveLength(1);
  });

  it.each([
    [true, "done", "Trailwatch was restarted meanwhile. It is muted"],
    [false, "unknown", "nothing of it shows in CloudWatch so far"],
  ])(
    "looks up what was sent before a crash (there: %s), and tells the channel",
    async (isThere, state, text) => {
      const aws = fakeAws();
      const store = createMemoryStore();
      const code = await propose(orderingBot(aws, { store }));
      store.orders.take(code, "UJANE", NOW);
      if (isThere) {
        const alarm = { name: "orders-db-cpu", place: PROD };
        const run = { signal: new AbortController().signal, progress: () => {} };
        await aws.orders.mute(alarm, { from: NOW, to: NOW + HOUR }, run);
      }
      const sent = aws.sent.length;

      const after = orderingBot(aws, { store });
      await after.desk.recover();
      await after.desk.recover();

      expect(aws.sent).toHaveLength(sent);
      expect(store.orders.find(code)?.state).toBe(state);
      expect(after.slack.sent).toHaveLength(1);
      expect(last(after)).toContain(text);
    },
  );

  it("waits for an order in work before the process ends", async () => {
    let answer: () => void = () => undefined;
    const aws = fakeAws({
      mute: () =>
        new Promise((resolve) => {
          answer = () => resolve("trailwatch-1");
        }),
    });
    const bot = orderingBot(aws);
    const code = await propose(bot);

    const pressed = press(bot, code);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const drained = bot.desk.drain(2000);
    answer();
    await Promise.all([drained, pressed]);

    expect(bot.store.orders.find(code)?.state).toBe("done");
  });
});

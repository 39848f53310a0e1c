/** What every source of alarms answers, and what the orders do. */
import assert from "node:assert/strict";
import type { Alarm, AlarmDraft } from "../../src/domain/alarm.ts";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import type { AlarmQuery } from "../../src/sources/cloudwatch.ts";
import type { Fact, World } from "./fact.ts";

const ODD_NAME = "🔥 contract/checkout: 5xx & *more*";

function draftOf(world: World, name: string, stat = "Sum"): AlarmDraft {
  return {
    name,
    description: "made by the contract",
    place: world.place,
    queries: [{ id: "m1", kind: "metric", metric: world.metric, stat, period: 60 }],
    alarmedId: "m1",
    threshold: 1e9,
    evaluation: {
      comparison: "GreaterThanThreshold",
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      missingData: "notBreaching",
    },
    period: 60,
    alarmActions: [`arn:aws:sns:${world.place.region}:${world.place.account}:oncall`],
  };
}

async function find(world: World, query: AlarmQuery): Promise<Alarm[]> {
  const { cloudWatch, place, run } = world;
  const where = { accounts: [place.account], regions: [place.region] };
  const { alarms, searched } = await cloudWatch.alarms.find({ ...where, ...query }, run);
  assert.deepEqual(
    searched.flatMap(({ gaps }) => gaps),
    [],
  );
  return alarms;
}

const namesOf = (alarms: readonly Alarm[]) => alarms.map(({ name }) => name).sort();

export const ALARM_FACTS: Fact[] = [
  {
    name: "gives an alarm back as it was ordered, whatever stands in its name",
    async holds(world) {
      const draft = draftOf(world, ODD_NAME);
      await world.orders.create(draft, world.run);

      const [alarm, another] = await find(world, { names: [ODD_NAME] });

      assert.equal(another, undefined);
      assert.equal(alarm?.name, ODD_NAME);
      assert.equal(alarm.description, draft.description);
      assert.deepEqual(alarm.place, world.place);
      assert.deepEqual(alarm.actions.alarm, draft.alarmActions);
      assert(alarm.watch.kind === "metric");
      assert.deepEqual(alarm.watch.queries, draft.queries);
      assert.deepEqual(alarm.watch.evaluation, draft.evaluation);
      assert.equal(alarm.watch.threshold, draft.threshold);
      assert.equal(alarm.watch.period, 60);
    },
  },
  {
    name: "gives percentiles and metric math back",
    async holds(world) {
      const percentile = draftOf(world, "contract-p99", "p99");
      const math = {
        ...draftOf(world, "contract-math"),
        queries: [
          { ...draftOf(world, "x").queries[0], isHidden: true } as AlarmDraft["queries"][number],
          { id: "e1", kind: "expression" as const, expression: "m1 / 2", label: "half" },
        ],
        alarmedId: "e1",
      };
      await world.orders.create(percentile, world.run);
      await world.orders.create(math, world.run);

      const found = await find(world, { names: ["contract-p99", "contract-math"] });

      const byName = new Map(found.map((alarm) => [alarm.name, alarm.watch]));
      const [one, other] = [byName.get("contract-p99"), byName.get("contract-math")];
      assert(one?.kind === "metric" && one.queries[0]?.kind === "metric");
      assert.equal(one.queries[0].stat, "p99");
      assert(other?.kind === "math");
      assert.equal(other.alarmedId, "e1");
      assert.deepEqual(
        other.queries.map(({ id, isHidden }) => [id, isHidden ?? false]),
        [
          ["m1", true],
          ["e1", false],
        ],
      );
    },
  },
  {
    name: "finds alarms by their state, and since when they stand so",
    async holds(world) {
      await world.orders.create(draftOf(world, "contract-state"), world.run);
      await world.server.setState("contract-state", "ALARM");

      const alarming = await find(world, { state: "ALARM" });
      const named = await find(world, { names: ["contract-state"], state: "OK" });

      const own = alarming.find(({ name }) => name === "contract-state");
      assert.equal(own?.state, "ALARM");
      assert(Math.abs((own.stateSince ?? 0) - world.now()) < 5 * MINUTE);
      assert(alarming.every(({ state }) => state === "ALARM"));
      assert.deepEqual(named, []);
    },
  },
  {
    name: "finds alarms by the beginning of their names, up to a limit",
    async holds(world) {
      const names = ["contract-many-1", "contract-many-2", "contract-many-3"];
      await world.server.putAlarms(names);

      const all = await find(world, { namePrefix: "contract-many-" });
      const two = await find(world, { namePrefix: "contract-many-", limit: 2 });

      assert.deepEqual(namesOf(all), names);
      assert.equal(two.length, 2);
    },
  },
  {
    name: "finds several hundred alarms, each once, by one beginning and by their names",
    async holds(world) {
      const names = Array.from({ length: 230 }, (_, index) => `contract-page-${1000 + index}`);
      await world.server.putAlarms(names);

      const paged = await find(world, { namePrefix: "contract-page-" });
      const named = await find(world, { names });

      assert.deepEqual(namesOf(paged), names);
      assert.deepEqual(namesOf(named), names);
    },
  },
  {
    name: "finds composite alarms beside the others, and says which they name",
    needs: "composites",
    async holds(world) {
      await world.server.putAlarms(["contract-child"]);
      await world.server.putComposite("contract-both", 'ALARM("contract-child") OR FALSE');

      const [both] = await find(world, { names: ["contract-both"] });

      assert(both?.watch.kind === "composite");
      assert.deepEqual(both.watch.children, ["contract-child"]);
    },
  },
  {
    name: "describes all children of a composite alarm",
    needs: "children",
    async holds(world) {
      const names = Array.from({ length: 5 }, (_, index) => `contract-kid-${index}`);
      await world.server.putAlarms(names);
      const rule = names.map((name) => `ALARM("${name}")`).join(" OR ");
      await world.server.putComposite("contract-family", rule);

      const children = await find(world, { childrenOf: "contract-family" });

      assert.deepEqual(namesOf(children), names);
      assert(children.every(({ watch }) => watch.kind === "metric"));
    },
  },
  {
    name: "finds nothing of an alarm that was deleted",
    async holds(world) {
      await world.server.putAlarms(["contract-gone"]);
      await world.server.deleteAlarms(["contract-gone"]);

      assert.deepEqual(await find(world, { names: ["contract-gone"] }), []);
    },
  },
  {
    name: "tells an alarm's history, newest first",
    needs: "history",
    async holds(world) {
      await world.server.putAlarms(["contract-history"]);
      await world.server.setState("contract-history", "ALARM");
      await world.server.setState("contract-history", "OK");
      const window = { from: world.now() - HOUR, to: world.now() + MINUTE };
      const alarm = { name: "contract-history", place: world.place };

      const { items, searched } = await world.cloudWatch.alarms.history(alarm, window, world.run);

      const changes = items.filter(({ kind }) => kind === "state");
      assert(changes.some(({ from, to }) => from === "ALARM" && to === "OK"));
      assert(changes.some(({ to }) => to === "ALARM"));
      assert(items.some(({ kind, change }) => kind === "configuration" && change === "Create"));
      assert(items.every(({ at }, index) => index === 0 || at <= (items[index - 1]?.at ?? at)));
      assert.deepEqual(searched.gaps, []);
      const before = { from: world.now() - 60 * DAY, to: world.now() - 45 * DAY };
      const none = await world.cloudWatch.alarms.history(alarm, before, world.run);
      assert.deepEqual(none.items, []);
    },
  },
  {
    name: "mutes an alarm for a while, says so, and ends that",
    needs: "mutes",
    async holds(world) {
      const alarm = { name: "contract-muted", place: world.place };
      const from = world.now();
      const { cloudWatch, orders, run } = world;
      await world.server.putAlarms(["contract-muted"]);

      const rule = await orders.mute(alarm, { from, to: from + HOUR, reason: "deploy" }, run);
      const [muted, another] = await cloudWatch.alarms.mutes({ alarm }, run);
      await orders.unmute(rule, world.place, run);
      const after = await cloudWatch.alarms.mutes({ alarm }, run);

      assert.equal(another, undefined);
      assert.equal(muted?.name, rule);
      assert.equal(muted.description, "deploy");
      assert.deepEqual(muted.alarmNames, ["contract-muted"]);
      assert(Math.abs((muted.startsAt ?? 0) - from) <= MINUTE);
      assert(Math.abs((muted.expiresAt ?? 0) - (from + HOUR)) <= MINUTE);
      assert.deepEqual(after, []);
    },
  },
];

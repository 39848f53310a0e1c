/** What every source of metrics answers; the values of different questions are compared with each other. */
import assert from "node:assert/strict";
import type { Datapoint, Series, SeriesQuery } from "../../src/domain/metric.ts";
import { MINUTE } from "../../src/domain/time.ts";
import type { Fact, World } from "./fact.ts";

function of(world: World, id: string, stat: string, period = 60): SeriesQuery {
  return { id, kind: "metric", metric: world.metric, stat, period };
}

async function readAll(world: World, queries: SeriesQuery[]): Promise<Series[]> {
  const { cloudWatch, place, window, run } = world;
  const [found] = await cloudWatch.metrics.read([{ place, window, queries }], run);
  assert(found);
  assert.deepEqual(found.searched.gaps, []);
  return found.series;
}

async function readOne(world: World, query: SeriesQuery): Promise<Datapoint[]> {
  const [series] = await readAll(world, [query]);
  assert(series);
  return series.points;
}

const close = (one: number, other: number) =>
  Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));

/** Sums of minutes by the beginning of the five minutes that they belong to. */
function inFives(points: readonly Datapoint[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { at, value } of points) {
    const start = Math.floor(at / (5 * MINUTE)) * 5 * MINUTE;
    sums.set(start, (sums.get(start) ?? 0) + value);
  }
  return sums;
}

export const METRIC_FACTS: Fact[] = [
  {
    name: "gives one point a period at most, oldest first, each at the beginning of its minute",
    async holds(world) {
      const points = await readOne(world, of(world, "m1", "Sum"));

      assert(points.length > 10);
      for (const [index, { at }] of points.entries()) {
        assert.equal(at % MINUTE, 0);
        assert(at >= world.window.from && at <= world.window.to);
        assert(index === 0 || at > (points[index - 1]?.at ?? at));
      }
    },
  },
  {
    name: "sums five minutes to what their minutes sum to",
    async holds(world) {
      const minutes = await readOne(world, of(world, "m1", "Sum"));
      const fives = await readOne(world, of(world, "m1", "Sum", 300));

      const expected = inFives(minutes);
      assert(fives.length > 2);
      for (const { at, value } of fives) assert(close(value, expected.get(at) ?? Number.NaN));
    },
  },
  {
    name: "gives averages between the least and the most, and as sums by counts",
    async holds(world) {
      const stats = ["Minimum", "Average", "Maximum", "Sum", "SampleCount"];
      const all = await readAll(
        world,
        stats.map((stat) => of(world, stat.toLowerCase(), stat)),
      );

      const [least = [], average = [], most = [], sum = [], count = []] = all.map(
        ({ points }) => points,
      );
      assert(average.length > 10);
      for (const [index, { at, value }] of average.entries()) {
        const [low, high] = [least[index], most[index]];
        assert(low && high && low.at === at && high.at === at);
        assert(low.value <= value + 1e-9 && value <= high.value + 1e-9);
        assert(close(value * (count[index]?.value ?? 0), sum[index]?.value ?? Number.NaN));
      }
    },
  },
  {
    name: "keeps series apart and in the order in which they were asked",
    async holds(world) {
      const queries = ["c", "a", "b"].map((id) => ({
        ...of(world, id, "Sum"),
        label: `series ${id}`,
      }));

      const all = await readAll(world, queries);

      assert.deepEqual(
        all.map(({ id, label }) => [id, label]),
        [
          ["c", "series c"],
          ["a", "series a"],
          ["b", "series b"],
        ],
      );
    },
  },
  {
    name: "gives a metric that nobody has as a series without points",
    async holds(world) {
      const metric = { ...world.metric, name: "NobodyHasThis9f3a" };

      const points = await readOne(world, { ...of(world, "m1", "Sum"), metric } as SeriesQuery);

      assert.deepEqual(points, []);
    },
  },
  {
    name: "reckons with what is hidden, and gives it not",
    needs: "math",
    async holds(world) {
      const plain = await readOne(world, of(world, "m1", "Sum"));

      const all = await readAll(world, [
        { ...of(world, "m1", "Sum"), isHidden: true },
        { id: "e1", kind: "expression", expression: "m1 * 2 + 1" },
      ]);

      assert.deepEqual(
        all.map(({ id, points }) => [id, points.map(({ value }) => value)]),
        [["e1", plain.map(({ value }) => value * 2 + 1)]],
      );
    },
  },
  {
    name: "finds by a search what was asked for by name",
    needs: "search",
    async holds(world) {
      const { namespace, name, dimensions } = world.metric;
      const keys = [namespace, ...dimensions.map((each) => each.name)].join(",");
      const values = dimensions.map((each) => `${each.name}="${each.value}"`).join(" ");
      const expression = `SEARCH('{${keys}} MetricName="${name}" ${values}', 'Sum', 60)`;
      const plain = await readOne(world, of(world, "m1", "Sum"));

      const [found, another] = await readAll(world, [{ id: "s1", kind: "expression", expression }]);

      assert.equal(another, undefined);
      assert.deepEqual(found?.points, plain);
    },
  },
  {
    name: "gives more queries than a request takes",
    async holds(world) {
      const queries = Array.from({ length: 620 }, (_, index) => of(world, `q${index}`, "Sum", 300));

      const all = await readAll(world, queries);

      assert.deepEqual(
        all.map(({ id }) => id),
        queries.map(({ id }) => id),
      );
      assert.deepEqual(all[619]?.points, all[0]?.points);
    },
  },
  {
    name: "lists the metric under its namespace and name",
    async holds({ cloudWatch, metric, place, run }) {
      const where = { accounts: [place.account], regions: [place.region] };
      const filter = { ...where, namespace: metric.namespace, name: metric.name };

      const { metrics } = await cloudWatch.metrics.list(filter, run);

      const own = metrics.filter((each) =>
        metric.dimensions.every((wanted) =>
          each.dimensions.some(({ name, value }) => name === wanted.name && value === wanted.value),
        ),
      );
      assert(own.length >= 1);
      assert(
        metrics.every((each) => each.name === metric.name && each.place.region === place.region),
      );
    },
  },
  {
    name: "lists no more than the limit, and says that there is more",
    async holds({ cloudWatch, metric, place, run }) {
      const where = { accounts: [place.account], regions: [place.region], limit: 1 };

      const one = await cloudWatch.metrics.list({ ...where, namespace: metric.namespace }, run);
      const own = await cloudWatch.metrics.list({ ...where, ...metric }, run);

      assert.equal(one.metrics.length, 1);
      assert.equal(one.isCut, true);
      assert.deepEqual(own.metrics[0], { ...metric, place });
    },
  },
];

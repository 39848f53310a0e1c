/** What every source of dashboards answers. */
import assert from "node:assert/strict";
import { Problem } from "../../src/domain/problem.ts";
import type { Fact } from "./fact.ts";

const BODY = JSON.stringify({
  widgets: [
    { type: "text", x: 0, y: 0, width: 6, height: 3, properties: { markdown: "# “Ordnung” 🔥" } },
  ],
});

/** Servers differ in whether they count letters or bytes. */
const PLAIN = '{"widgets":[]}';

export const DASHBOARD_FACTS: Fact[] = [
  {
    name: "gives a dashboard's body as it was stored",
    async holds({ cloudWatch, place, run, server }) {
      await server.putDashboard("contract-body", BODY);

      const dashboard = await cloudWatch.dashboards.read("contract-body", place, run);

      assert.equal(dashboard.body, BODY);
      assert.equal(dashboard.name, "contract-body");
      assert.match(dashboard.arn, /:dashboard\/contract-body$/);
    },
  },
  {
    name: "lists dashboards by the beginning of their names, each once",
    async holds({ cloudWatch, place, run, server }) {
      for (const name of ["contract-list-a", "contract-list-b"])
        await server.putDashboard(name, PLAIN);
      const where = { accounts: [place.account] };

      const { dashboards, isCut } = await cloudWatch.dashboards.list(
        { ...where, namePrefix: "contract-list-" },
        run,
      );

      assert.deepEqual(
        dashboards.map(({ name, bytes }) => [name, bytes]),
        [
          ["contract-list-a", PLAIN.length],
          ["contract-list-b", PLAIN.length],
        ],
      );
      assert.equal(isCut, false);
    },
  },
  {
    name: "says that a dashboard is not there",
    async holds({ cloudWatch, place, run }) {
      const reading = cloudWatch.dashboards.read("contract-nobody", place, run);

      await assert.rejects(
        reading,
        (error) => error instanceof Problem && error.code === "cloudwatch.no-dashboard",
      );
    },
  },
];

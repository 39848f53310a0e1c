/** All dashboards of the made-up company. */
import { DAY } from "../../domain/time.ts";
import { ACCOUNTS } from "./company.ts";
import { checkoutDashboard } from "./dashboard-checkout.ts";
import { ordersDashboard, paymentsDashboard } from "./dashboard-orders.ts";
import { platformDashboard } from "./dashboard-platform.ts";

export type DashboardSeed = { account: string; name: string; body: string; modifiedAt: number };

/** `toldAt`: the moment up to which the stories are told; epoch milliseconds. */
export function scenarioDashboards(toldAt: number): DashboardSeed[] {
  const prod = ACCOUNTS.prod.id;
  const text = (body: object) => JSON.stringify(body);
  return [
    {
      account: prod,
      name: "checkout",
      body: text(checkoutDashboard(toldAt)),
      modifiedAt: toldAt - 9 * DAY,
    },
    { account: prod, name: "orders", body: text(ordersDashboard()), modifiedAt: toldAt - 31 * DAY },
    {
      account: prod,
      name: "platform",
      body: text(platformDashboard()),
      modifiedAt: toldAt - 120 * DAY,
    },
    {
      account: prod,
      name: "Team Payments / weekly",
      body: text(paymentsDashboard(toldAt)),
      modifiedAt: toldAt - 2 * DAY,
    },
    {
      account: ACCOUNTS.staging.id,
      name: "checkout",
      body: '{"widgets":[{"type":"text","properties":{"markdown":"Staging, cut off',
      modifiedAt: toldAt - 300 * DAY,
    },
  ];
}

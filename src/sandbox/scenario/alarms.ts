/** All alarms and mute rules of the made-up company. */
import type { AwsPlace } from "../../domain/place.ts";
import { formatInstant, MINUTE } from "../../domain/time.ts";
import { type AlarmSeed, PROD, placeOf, STAGING } from "./alarm-seed.ts";
import { checkoutAlarms, ruleAlarms } from "./alarms-checkout.ts";
import { platformAlarms } from "./alarms-platform.ts";
import { toldAlarms } from "./alarms-told.ts";

/** `toldAt`: the moment up to which the stories are told; epoch milliseconds. Children come before their parents. */
export function scenarioAlarms(toldAt: number): AlarmSeed[] {
  return [
    ...checkoutAlarms(toldAt),
    ...platformAlarms(toldAt),
    ...toldAlarms(toldAt),
    ...ruleAlarms(toldAt),
  ];
}

export type MuteSeed = { place: AwsPlace; input: Record<string, unknown> };

/** One in force, one over, two that come again. */
export function scenarioMutes(toldAt: number): MuteSeed[] {
  const at = (before: number) => `at(${formatInstant(toldAt - before).slice(0, 16)})`;
  const rule = (
    name: string,
    schedule: { Expression: string; Duration: string; Timezone?: string },
    alarms: string[],
    text: string,
  ) => ({
    Name: name,
    Description: text,
    Rule: { Schedule: schedule },
    MuteTargets: { AlarmNames: alarms },
  });
  const prod = placeOf(PROD);
  return [
    {
      place: prod,
      input: rule(
        "orders-db-maintenance",
        { Expression: at(100 * MINUTE), Duration: "PT6H" },
        ["orders-db-connections", "orders-db-cpu"],
        "Priya looks at the stopped database.",
      ),
    },
    {
      place: prod,
      input: rule(
        "jobs-drill",
        { Expression: at(27 * 60 * MINUTE), Duration: "PT2H" },
        ["jobs-age"],
        "Yesterday's drill.",
      ),
    },
    {
      place: prod,
      input: rule(
        "nightly-reports",
        { Expression: "cron(0 2 * * *)", Duration: "PT1H", Timezone: "Europe/Dublin" },
        ["bastion-cpu", "refunds-failed"],
        "Reports run at night.",
      ),
    },
    {
      place: placeOf(STAGING),
      input: rule(
        "weekends",
        { Expression: "cron(0 18 * * FRI)", Duration: "PT62H", Timezone: "Europe/Berlin" },
        ["checkout-api-errors", "jobs-age"],
        "Nobody minds staging at weekends.",
      ),
    },
  ];
}

/** The `orders` key of trailwatch.yml → who may have AWS changed. */
import { z } from "zod";
import { NO_ORDERS, type OrderPolicy, type OrderRight } from "./access/orders.ts";
import { GROUPS, USERS, unlessUnknown } from "./config-access.ts";

const EXAMPLE = "an example: { users: [U0123ABCD], groups: [S0123ABCD] }";

const whoSchema = z
  .strictObject(
    { users: USERS.optional(), groups: GROUPS.optional() },
    { error: unlessUnknown(`names nobody; ${EXAMPLE}`) },
  )
  .refine(({ users, groups }) => users !== undefined || groups !== undefined, {
    error: `names nobody; ${EXAMPLE}`,
  });

export const ordersSchema = z.strictObject(
  { create_alarm: whoSchema.optional(), mute_alarm: whoSchema.optional() },
  { error: unlessUnknown(`names no orders; an example: mute_alarm: { users: [U0123ABCD] }`) },
);

/** Keys that may stand at each place. */
export const ORDERS_KEYS: Record<string, string[]> = {
  orders: Object.keys(ordersSchema.shape),
  "orders.create_alarm": ["users", "groups"],
  "orders.mute_alarm": ["users", "groups"],
};

/** What is not named stays off. */
export function toOrderPolicy(settings: z.infer<typeof ordersSchema>): OrderPolicy {
  const { create_alarm: create, mute_alarm: mute } = settings;
  return {
    ...NO_ORDERS,
    ...(create && { "create-alarm": toRight(create) }),
    ...(mute && { "mute-alarm": toRight(mute) }),
  };
}

function toRight({ users = [], groups = [] }: z.infer<typeof whoSchema>): OrderRight {
  return { users, groups };
}

/**
 * Deeds that are done while somebody watches: records of this very moment, which event history shows late,
 * so that an answer is looked at again and edited.
 */
import { HOUR, MINUTE, SECOND } from "../../domain/time.ts";
import { BUCKETS, CHECKOUT, ORDERS } from "../scenario/company.ts";
import { personIn } from "../scenario/identity.ts";
import { createStage, type FiledRecord, type Stage } from "../scenario/record.ts";
import { checkoutJob, concurrency } from "../scenario/stories/cut-concurrency.ts";
import { openSsh } from "../scenario/stories/opened-security-group.ts";
import { openBucket } from "../scenario/stories/public-bucket.ts";
import { refusedDeletion } from "../scenario/stories/stopped-database.ts";

export type LateDeed = {
  name: string;
  /** What is done, as a button says it. */
  label: string;
  /** The command that asks about it. */
  ask: string;
  /** The records of the deed, of the stage's `now` and the seconds before. */
  tell(stage: Stage): FiledRecord[];
};

/** Whole numbers for the deed that sets one, never the value that the function has already. */
const LIMITS = [5, 10, 20, 50];

export const LATE_DEEDS: readonly LateDeed[] = [
  {
    name: "open-bucket",
    label: "Jane opens bucket-x to the world",
    ask: `/who-changed ${BUCKETS.public}`,
    tell(stage) {
      const at = stage.now - 36 * SECOND;
      const jane = personIn("jane", {
        account: "prod",
        set: "PowerUserAccess",
        startedAt: at - 9 * MINUTE,
        with: "console",
      });
      const { unblock, publish } = openBucket(at, jane);
      return [stage.record(unblock), stage.record(publish)];
    },
  },
  {
    name: "set-concurrency",
    label: "A deployment changes the concurrency of checkout-api",
    ask: `/who-changed ${CHECKOUT.functionName}`,
    tell(stage) {
      const startedAt = stage.now - 50 * SECOND;
      const { assumed, job } = checkoutJob(stage, startedAt, `late/${startedAt}`);
      const limit = LIMITS[Math.floor(stage.random() * LIMITS.length)] ?? 5;
      return [assumed, concurrency(stage.now - SECOND, job, limit)].map(stage.record);
    },
  },
  {
    name: "refused-deletion",
    label: "Lucas tries to delete orders-db and is refused",
    ask: `/who-changed ${ORDERS.instance}`,
    tell(stage) {
      const lucas = personIn("lucas", {
        account: "prod",
        set: "ViewOnlyAccess",
        startedAt: stage.now - HOUR,
        with: "cli",
      });
      return [stage.record(refusedDeletion(stage.now - SECOND, lucas))];
    },
  },
  {
    name: "open-ssh",
    label: "Priya opens SSH to orders-db from anywhere",
    ask: `/who-changed ${ORDERS.securityGroup}`,
    tell(stage) {
      const priya = personIn("priya", {
        account: "prod",
        set: "PowerUserAccess",
        startedAt: stage.now - 12 * MINUTE,
        with: "console",
      });
      return [stage.record(openSsh(stage, stage.now - SECOND, priya))];
    },
  },
];

/** The records of a deed that is done at `now` (epoch milliseconds); `turn` tells repetitions apart. */
export function lateRecords(
  name: string,
  now: number,
  turn: number,
): { deed: LateDeed; records: FiledRecord[] } | undefined {
  const deed = LATE_DEEDS.find((one) => one.name === name);
  if (!deed) return undefined;
  return { deed, records: deed.tell(createStage(`late/${name}/${turn}`, now, now)) };
}

/** A KMS key is scheduled for deletion; somebody notices, cancels it and enables the key again. */
import { DAY, HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { ACCOUNTS, HOME, ORDERS_KEY } from "../company.ts";
import { type Caller, personIn } from "../identity.ts";
import { type Call, recordDate, type Stage } from "../record.ts";
import { question, type Story, type Told } from "../story.ts";

const ARN = `arn:aws:kms:${HOME}:${ACCOUNTS.prod.id}:key/${ORDERS_KEY}`;

function keyCall(at: number, name: string, caller: Caller, rest: Partial<Call> = {}): Call {
  return {
    at,
    account: "prod",
    source: "kms",
    name,
    caller,
    request: { keyId: ORDERS_KEY },
    response: { keyId: ARN },
    resources: [{ accountId: ACCOUNTS.prod.id, type: "AWS::KMS::Key", ARN }],
    ...rest,
  };
}

function tell(stage: Stage): Told {
  const at = stage.now - 4 * DAY - 3 * HOUR;
  const noticedAt = at + 50 * MINUTE;
  const omar = personIn("omar", {
    account: "prod",
    set: "AdministratorAccess",
    startedAt: at - 20 * MINUTE,
    with: "console",
  });
  const mei = personIn("mei", {
    account: "prod",
    set: "AdministratorAccess",
    startedAt: noticedAt - 5 * MINUTE,
    with: "cli",
  });
  const changes = [
    keyCall(at, "ScheduleKeyDeletion", omar, {
      request: { keyId: ORDERS_KEY, pendingWindowInDays: 7 },
      response: {
        keyId: ARN,
        deletionDate: recordDate(at + 7 * DAY),
        keyState: "PendingDeletion",
        pendingWindowInDays: 7,
      },
    }),
    keyCall(noticedAt, "CancelKeyDeletion", mei),
    // A key whose deletion is cancelled stays disabled until somebody enables it.
    keyCall(noticedAt + 42 * SECOND, "EnableKey", mei),
  ].map(stage.record);
  return {
    records: changes,
    questions: [
      question(`who changed ${ORDERS_KEY} last 7d`, changes),
      question(`who changed ${ARN} last 7d`, changes),
    ],
  };
}

export const keyDeletion: Story = {
  name: "key-deletion",
  title: "The key of the orders database was scheduled for deletion four days ago, and saved.",
  tell,
};

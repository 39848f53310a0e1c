/** A secret is deleted whose full name nobody remembers, and the application that reads it begins to fail. */
import { DAY, HOUR, MINUTE } from "../../../domain/time.ts";
import { ACCOUNTS, HOME, WIZARD_SECRET } from "../company.ts";
import { type Caller, personIn, sessionIdentity, terraformIn } from "../identity.ts";
import { exampleId, uuid } from "../random.ts";
import { recordDate, type Stage } from "../record.ts";
import { question, type Story, type Told } from "../story.ts";

const NAME = WIZARD_SECRET.name;
const ARN = `arn:aws:secretsmanager:${HOME}:${ACCOUNTS.prod.id}:secret:${NAME}-${WIZARD_SECRET.suffix}`;

function wizard(startedAt: number): Caller {
  return {
    identity: sessionIdentity({
      account: "prod",
      role: "app-wizard-task",
      session: "5d0c3f7e8b1a4962",
      accessKeyId: exampleId("ASIA", `app-wizard/${startedAt}`),
      startedAt,
    }),
    address: "10.20.3.41",
    tool: {
      kind: "runtime",
      name: "aws-sdk-go-v2/1.39.6 ua/2.1 os/linux lang/go#1.24.10 md/GOARCH#arm64 api/secretsmanager#1.39.13",
    },
  };
}

function tell(stage: Stage): Told {
  const deletedAt = stage.now - 9 * HOUR - 6 * MINUTE;
  const madeAt = stage.now - 25 * DAY;
  const lucas = personIn("lucas", {
    account: "prod",
    set: "PowerUserAccess",
    startedAt: deletedAt - 33 * MINUTE,
    with: "cli",
  });
  const made = stage.record({
    at: madeAt,
    account: "prod",
    source: "secretsmanager",
    name: "CreateSecret",
    caller: terraformIn("prod", madeAt - MINUTE),
    request: {
      name: NAME,
      clientRequestToken: uuid(stage.random),
      description: "Key of the wizard's partner interface",
      forceOverwriteReplicaSecret: false,
    },
    response: { arn: ARN, name: NAME, versionId: uuid(stage.random) },
  });
  const deleted = stage.record({
    at: deletedAt,
    account: "prod",
    source: "secretsmanager",
    name: "DeleteSecret",
    caller: lucas,
    request: { secretId: NAME, recoveryWindowInDays: 7 },
    response: { aRN: ARN, name: NAME, deletionDate: recordDate(deletedAt + 7 * DAY) },
  });
  const failing = [3, 33, 93, 213].map((minutes) =>
    stage.record({
      at: deletedAt + minutes * MINUTE,
      account: "prod",
      source: "secretsmanager",
      name: "GetSecretValue",
      caller: wizard(deletedAt - 2 * HOUR),
      error: {
        code: "InvalidRequestException",
        message:
          "You can't perform this operation on the secret because it was marked for deletion.",
      },
      request: { secretId: NAME },
      readOnly: true,
    }),
  );
  return {
    records: [made, deleted, ...failing],
    questions: [
      question(`who deleted ${NAME}`, [deleted]),
      question("who deleted app-wizard", [deleted]),
      question(`who changed ${ARN} last 30d`, [deleted, made]),
    ],
  };
}

export const deletedSecret: Story = {
  name: "deleted-secret",
  title: "A secret of the wizard was deleted nine hours ago; who remembers its full name?",
  tell,
};

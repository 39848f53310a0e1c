/** A contractor gets a key, uses it from two places, and stops a trail for a quarter of an hour. */
import { DAY, HOUR, MINUTE } from "../../../domain/time.ts";
import { ACCOUNTS, AUDIT_TRAIL, CONTRACTOR, HOME } from "../company.ts";
import { type Caller, contractorWith, personIn, terraformIn } from "../identity.ts";
import { exampleId } from "../random.ts";
import { type Call, type FiledRecord, recordDate, type Stage } from "../record.ts";
import { question, type Story, type Told } from "../story.ts";

const TRAIL_ARN = `arn:aws:cloudtrail:${HOME}:${ACCOUNTS.staging.id}:trail/${AUDIT_TRAIL}`;
const USER = CONTRACTOR.userName;
const USER_ARN = `arn:aws:iam::${ACCOUNTS.staging.id}:user/${USER}`;

function stagingCall(
  at: number,
  source: string,
  name: string,
  caller: Caller,
  rest: Partial<Call> = {},
): Call {
  return { at, account: CONTRACTOR.account, source, name, caller, ...rest };
}

/** Terraform switched the trail on long ago. */
function trailBegins(stage: Stage): FiledRecord {
  const at = stage.now - 28 * DAY;
  const terraform = terraformIn(CONTRACTOR.account, at - MINUTE);
  const request = { name: AUDIT_TRAIL };
  return stage.record(stagingCall(at, "cloudtrail", "StartLogging", terraform, { request }));
}

function tell(stage: Stage): Told {
  const madeAt = stage.now - 2 * DAY - 4 * HOUR;
  const stoppedAt = stage.now - 14 * HOUR - 9 * MINUTE;
  const accessKeyId = exampleId("AKIA", USER);
  const omar = personIn("omar", {
    account: "staging",
    set: "AdministratorAccess",
    startedAt: madeAt - 12 * MINUTE,
    with: "console",
  });
  const mei = personIn("mei", {
    account: "staging",
    set: "AdministratorAccess",
    startedAt: stoppedAt + 10 * MINUTE,
    with: "cli",
  });
  const usual = contractorWith(accessKeyId, CONTRACTOR.address);
  const elsewhere = contractorWith(accessKeyId, CONTRACTOR.secondAddress);
  const trail = { request: { name: AUDIT_TRAIL } };
  const made = stage.record(
    stagingCall(madeAt, "iam", "CreateAccessKey", omar, {
      request: { userName: USER },
      response: {
        accessKey: {
          accessKeyId,
          status: "Active",
          userName: USER,
          createDate: recordDate(madeAt),
        },
      },
    }),
  );
  const quietUse = [
    stagingCall(madeAt + HOUR, "sts", "GetCallerIdentity", usual, { readOnly: true }),
    stagingCall(stoppedAt - 6 * MINUTE, "sts", "GetCallerIdentity", elsewhere, { readOnly: true }),
    stagingCall(stoppedAt - 4 * MINUTE, "cloudtrail", "DescribeTrails", elsewhere, {
      request: { includeShadowTrails: true },
      readOnly: true,
    }),
  ].map(stage.record);
  const stopped = stage.record(
    stagingCall(stoppedAt, "cloudtrail", "StopLogging", elsewhere, trail),
  );
  const refused = stage.record(
    stagingCall(stoppedAt + 4 * MINUTE, "iam", "AttachUserPolicy", elsewhere, {
      error: {
        code: "AccessDenied",
        message: `User: ${USER_ARN} is not authorized to perform: iam:AttachUserPolicy on resource: user ${USER} because no identity-based policy allows the iam:AttachUserPolicy action`,
      },
      request: { userName: USER, policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    }),
  );
  const started = stage.record(
    stagingCall(stoppedAt + 18 * MINUTE, "cloudtrail", "StartLogging", mei, {
      request: { name: TRAIL_ARN },
    }),
  );
  const trailEvents = [stopped, started];
  return {
    records: [trailBegins(stage), made, ...quietUse, ...trailEvents, refused],
    questions: [
      question(`who stopped ${AUDIT_TRAIL}`, [stopped], { exact: false }),
      question(`who changed ${AUDIT_TRAIL}`, trailEvents),
      question(`what did ${USER} do`, [stopped], { attempts: [refused] }),
      question(`what has key ${accessKeyId} done last 7d`, [stopped], { attempts: [refused] }),
      question(`who changed user ${USER} last 7d`, [made], { attempts: [refused] }),
    ],
  };
}

export const contractor: Story = {
  name: "contractor",
  title:
    "A contractor stopped staging's audit trail for 18 minutes, from an address not seen before.",
  tell,
};

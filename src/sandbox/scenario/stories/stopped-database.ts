/** A database is stopped from a role session behind which a person stands, two roles and one account away. */
import { DAY, HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { ACCOUNTS, HOME, ORDERS } from "../company.ts";
import { type Caller, inSession, personIn, roleIdOf, terraformIn } from "../identity.ts";
import { exampleId, uuid } from "../random.ts";
import { type Call, type FiledRecord, recordDate, type Stage } from "../record.ts";
import { assumeRole, question, type Story, type Told } from "../story.ts";

const ARN = `arn:aws:rds:${HOME}:${ACCOUNTS.prod.id}:db:${ORDERS.instance}`;

function rdsCall(at: number, name: string, caller: Caller, rest: Partial<Call>): Call {
  return { at, account: "prod", source: "rds", name, caller, ...rest };
}

function instance(now: number, status: string, instanceClass: string = ORDERS.class) {
  return {
    dBInstanceIdentifier: ORDERS.instance,
    dBInstanceClass: instanceClass,
    engine: "postgres",
    dBInstanceStatus: status,
    masterUsername: "orders_admin",
    dBName: "orders",
    endpoint: {
      address: `${ORDERS.instance}.cexample0000.${HOME}.rds.amazonaws.com`,
      port: 5432,
      hostedZoneId: "Z29XKXDKYMONMX",
    },
    allocatedStorage: 400,
    instanceCreateTime: recordDate(now - 400 * DAY),
    backupRetentionPeriod: 14,
    vpcSecurityGroups: [{ vpcSecurityGroupId: ORDERS.securityGroup, status: "active" }],
    availabilityZone: `${HOME}a`,
    multiAZ: true,
    engineVersion: "17.6",
    publiclyAccessible: false,
    storageType: "gp3",
    storageEncrypted: true,
    dbiResourceId: ORDERS.resourceId,
    dBInstanceArn: ARN,
    deletionProtection: true,
  };
}

type Chain = { records: FiledRecord[]; last: Caller };

/** Identity Center → ops in the security account → break-fix in production. */
function roleChain(stage: Stage, at: number): Chain {
  const mei = personIn("mei", {
    account: "security",
    set: "OnCallOperator",
    startedAt: at - 6 * MINUTE,
    with: "cli",
  });
  const ops = {
    account: "security",
    role: "ops",
    session: "ops-cli",
    accessKeyId: exampleId("ASIA", `ops/${at}`),
    startedAt: at,
  } as const;
  const fix = {
    account: "prod",
    role: "break-fix",
    session: "orders-maintenance",
    accessKeyId: exampleId("ASIA", `break-fix/${at}`),
    startedAt: at + 48 * SECOND,
  } as const;
  const inOps = inSession(mei, ops);
  const shared = { sharedEventId: uuid(stage.random) };
  const second = assumeRole(stage, { ...fix, at: fix.startedAt, caller: inOps });
  // The account of the role sees of the caller no more than account and principal.
  const seenFromProd: Caller = {
    ...inOps,
    identity: {
      type: "AWSAccount",
      principalId: `${roleIdOf("security", "ops")}:${ops.session}`,
      accountId: ACCOUNTS.security.id,
    },
  };
  const records = [
    stage.record(assumeRole(stage, { ...ops, at, caller: mei })),
    stage.record({ ...second, ...shared, account: "security" }),
    stage.record({ ...second, ...shared, caller: seenFromProd }),
  ];
  return { records, last: inSession(mei, fix) };
}

/** Somebody tries to delete orders-db and may not. */
export function refusedDeletion(at: number, caller: Caller): Call {
  return rdsCall(at, "DeleteDBInstance", caller, {
    error: {
      code: "AccessDenied",
      message: `User: ${String(caller.identity.arn)} is not authorized to perform: rds:DeleteDBInstance on resource: ${ARN} because no identity-based policy allows the rds:DeleteDBInstance action`,
    },
    request: { dBInstanceIdentifier: ORDERS.instance, skipFinalSnapshot: true },
  });
}

function tell(stage: Stage): Told {
  const stoppedAt = stage.now - 2 * HOUR - 10 * MINUTE;
  const resizedAt = stage.now - 6 * DAY - 5 * HOUR;
  const resized = stage.record(
    rdsCall(resizedAt, "ModifyDBInstance", terraformIn("prod", resizedAt - MINUTE), {
      request: {
        dBInstanceIdentifier: ORDERS.instance,
        dBInstanceClass: ORDERS.class,
        applyImmediately: true,
        allowMajorVersionUpgrade: false,
      },
      response: {
        ...instance(stage.now, "available", "db.r6g.large"),
        pendingModifiedValues: { dBInstanceClass: ORDERS.class },
      },
    }),
  );
  const jane = personIn("jane", {
    account: "prod",
    set: "PowerUserAccess",
    startedAt: stoppedAt - 52 * MINUTE,
    with: "cli",
  });
  const refused = stage.record(
    rdsCall(stoppedAt - 14 * MINUTE, "StopDBInstance", jane, {
      error: {
        code: "AccessDenied",
        message: `User: ${String(jane.identity.arn)} is not authorized to perform: rds:StopDBInstance on resource: ${ARN} with an explicit deny in a service control policy`,
      },
      request: { dBInstanceIdentifier: ORDERS.instance },
    }),
  );
  const chain = roleChain(stage, stoppedAt - 4 * MINUTE);
  const looked = stage.record(
    rdsCall(stoppedAt - 35 * SECOND, "DescribeDBInstances", chain.last, {
      request: { dBInstanceIdentifier: ORDERS.instance },
      readOnly: true,
    }),
  );
  const stopped = stage.record(
    rdsCall(stoppedAt, "StopDBInstance", chain.last, {
      request: { dBInstanceIdentifier: ORDERS.instance },
      response: instance(stage.now, "stopping"),
    }),
  );
  return {
    records: [resized, refused, ...chain.records, looked, stopped],
    questions: [
      question(`who stopped ${ORDERS.instance}`, [stopped], { attempts: [refused] }),
      question(`who changed ${ORDERS.instance} last 30d`, [stopped, resized], {
        attempts: [refused],
      }),
      question("what did mei.tanaka do", [stopped], { exact: false }),
    ],
  };
}

export const stoppedDatabase: Story = {
  name: "stopped-database",
  title: "orders-db was stopped two hours ago from a role session; mei.tanaka stands behind it.",
  tell,
};

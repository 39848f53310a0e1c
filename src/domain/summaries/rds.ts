/** RDS instances, clusters, snapshots and parameter groups. */
import {
  asked,
  type Call,
  type Deed,
  flagAt,
  listAt,
  name,
  nameAt,
  type Summaries,
  textAt,
  the,
} from "./call.ts";
import { acts, given } from "./phrases.ts";
import { listed, shownValue } from "./words.ts";

const INSTANCE = "dBInstanceIdentifier";
const CLUSTER = "dBClusterIdentifier";
const instance = (call: Call) => the("RDS instance", name(call, INSTANCE));
const cluster = (call: Call) => the("RDS cluster", name(call, CLUSTER));

/** Request keys of ModifyDBInstance and ModifyDBCluster that people ask about, and what they call them. */
export const SETTINGS: Readonly<Record<string, string>> = {
  dBInstanceClass: "class",
  allocatedStorage: "storage",
  maxAllocatedStorage: "storage limit",
  storageType: "storage type",
  iops: "IOPS",
  engineVersion: "engine version",
  multiAZ: "multi-AZ",
  publiclyAccessible: "public access",
  deletionProtection: "deletion protection",
  backupRetentionPeriod: "backup retention",
  dBParameterGroupName: "parameter group",
  dBClusterParameterGroupName: "parameter group",
  optionGroupName: "option group",
  preferredBackupWindow: "backup window",
  preferredMaintenanceWindow: "maintenance window",
  autoMinorVersionUpgrade: "minor version upgrades",
  cACertificateIdentifier: "CA certificate",
  newDBInstanceIdentifier: "name",
  newDBClusterIdentifier: "name",
  enableIAMDatabaseAuthentication: "IAM authentication",
  monitoringInterval: "monitoring interval",
  enablePerformanceInsights: "performance insights",
};

/** How a setting's value is said: switches on and off, sizes and days with their unit. */
export function settingWords(key: string, value: string): string {
  if (value === "true") return "on";
  if (value === "false") return "off";
  if (/allocatedStorage$/i.test(key)) return `${value} GiB`;
  return key === "backupRetentionPeriod" ? `${value} ${value === "1" ? "day" : "days"}` : value;
}

function modified(noun: (call: Call) => string): (call: Call) => Deed {
  return (call) => {
    const told = Object.entries(SETTINGS).flatMap(([key, label]) => {
      const value = asked(call, key);
      return value === undefined ? [] : [`${label} ${settingWords(key, value)}`];
    });
    const groups = listAt(call.request, "vpcSecurityGroupIds").flatMap(
      (id) => shownValue(id) ?? [],
    );
    if (groups.length > 0) told.push(`security groups ${listed(groups)}`);
    if (asked(call, "masterUserPassword") !== undefined) told.push("a new master password");
    const later =
      flagAt(call.request, "applyImmediately") === false ? " at the next maintenance window" : "";
    if (told.length === 0) return `modify ${noun(call)}`;
    return { act: `change ${noun(call)}${later}`, detail: listed(told, 8) };
  };
}

function deleted(noun: (call: Call) => string): (call: Call) => Deed {
  return (call) => {
    const skipped = flagAt(call.request, "skipFinalSnapshot");
    const snapshot = asked(call, "finalDBSnapshotIdentifier");
    if (skipped === true) return `delete ${noun(call)} without a final snapshot`;
    return `delete ${noun(call)}${snapshot ? ` with final snapshot ${snapshot}` : ""}`;
  };
}

function created(noun: (call: Call) => string): (call: Call) => Deed {
  return (call) => ({
    act: `create ${noun(call)}`,
    detail: [
      given(call, { engine: "engine", engineVersion: "version", dBInstanceClass: "class" }),
      flagAt(call.request, "publiclyAccessible") ? "reachable from the internet" : "",
    ]
      .filter(Boolean)
      .join(", "),
  });
}

function sharedSnapshot(path: string): (call: Call) => Deed {
  return (call) => {
    const what = the("RDS snapshot", name(call, path));
    const added = listAt(call.request, "valuesToAdd").flatMap((item) => shownValue(item) ?? []);
    const removed = listAt(call.request, "valuesToRemove").flatMap(
      (item) => shownValue(item) ?? [],
    );
    if (added.includes("all"))
      return { act: `make ${what} public`, detail: "anyone may restore it" };
    if (added.length > 0) return `share ${what} with account ${listed(added)}`;
    if (removed.includes("all")) return `make ${what} private`;
    return removed.length > 0
      ? { act: `take ${what} back`, detail: `no longer shared with account ${listed(removed)}` }
      : `change who may restore ${what}`;
  };
}

function parameters(noun: string, path: string): (call: Call) => Deed {
  return (call) => {
    const told = listAt(call.request, "parameters").flatMap((parameter) => {
      const key = textAt(parameter, "parameterName");
      if (key === undefined) return [];
      return [`${key} = ${textAt(parameter, "parameterValue") ?? "default"}`];
    });
    return { act: `change ${the(noun, name(call, path))}`, detail: listed(told) };
  };
}

const restored =
  (from: string, ...paths: string[]) =>
  (call: Call): Deed =>
    `restore ${the("RDS instance", name(call, "targetDBInstanceIdentifier", INSTANCE))} from ${from} ${name(call, ...paths) ?? ""}`.trim();

export const rds: Summaries = {
  CreateDBInstance: created(instance),
  CreateDBInstanceReadReplica: (call) =>
    `create read replica ${name(call, INSTANCE) ?? ""} of ${the("RDS instance", name(call, "sourceDBInstanceIdentifier"))}`.replace(
      "  ",
      " ",
    ),
  ModifyDBInstance: modified(instance),
  DeleteDBInstance: deleted(instance),
  StartDBInstance: (call) => `start ${instance(call)}`,
  StopDBInstance: (call) => `stop ${instance(call)}`,
  RebootDBInstance: (call) =>
    `reboot ${instance(call)}${flagAt(call.request, "forceFailover") ? " with failover" : ""}`,
  CreateDBCluster: created(cluster),
  ModifyDBCluster: modified(cluster),
  DeleteDBCluster: deleted(cluster),
  StartDBCluster: (call) => `start ${cluster(call)}`,
  StopDBCluster: (call) => `stop ${cluster(call)}`,
  FailoverDBCluster: (call) => `force ${cluster(call)} to fail over`,
  DeleteGlobalCluster: acts("delete", "global RDS cluster", "globalClusterIdentifier"),
  CreateDBSnapshot: (call) =>
    `create RDS snapshot ${name(call, "dBSnapshotIdentifier") ?? ""} of ${name(call, INSTANCE) ?? "an instance"}`.replace(
      "  ",
      " ",
    ),
  DeleteDBSnapshot: acts("delete", "RDS snapshot", "dBSnapshotIdentifier"),
  CopyDBSnapshot: acts("copy", "RDS snapshot", "sourceDBSnapshotIdentifier"),
  ModifyDBSnapshotAttribute: sharedSnapshot("dBSnapshotIdentifier"),
  ModifyDBClusterSnapshotAttribute: sharedSnapshot("dBClusterSnapshotIdentifier"),
  CreateDBClusterSnapshot: (call) =>
    `create RDS snapshot ${name(call, "dBClusterSnapshotIdentifier") ?? ""} of ${cluster(call)}`.replace(
      "  ",
      " ",
    ),
  DeleteDBClusterSnapshot: acts("delete", "RDS snapshot", "dBClusterSnapshotIdentifier"),
  RestoreDBInstanceFromDBSnapshot: restored("snapshot", "dBSnapshotIdentifier"),
  RestoreDBInstanceToPointInTime: restored("the backups of", "sourceDBInstanceIdentifier"),
  ModifyDBParameterGroup: parameters("parameter group", "dBParameterGroupName"),
  ResetDBParameterGroup: acts("reset", "parameter group", "dBParameterGroupName"),
  ModifyDBClusterParameterGroup: parameters(
    "cluster parameter group",
    "dBClusterParameterGroupName",
  ),
  CreateDBParameterGroup: acts("create", "parameter group", "dBParameterGroupName"),
  CreateDBSubnetGroup: acts("create", "RDS subnet group", "dBSubnetGroupName"),
  CreateDBSecurityGroup: acts("create", "RDS security group", "dBSecurityGroupName"),
  AuthorizeDBSecurityGroupIngress: (call) =>
    `open ${the("RDS security group", name(call, "dBSecurityGroupName"))} to ${asked(call, "cIDRIP") ?? nameAt(call.request, "eC2SecurityGroupName", "eC2SecurityGroupId") ?? "a source"}`,
  StartExportTask: (call) =>
    `start to export ${name(call, "sourceArn") ?? "a snapshot"} to bucket ${name(call, "s3BucketName") ?? "?"}`,
  ModifyActivityStream: (call) =>
    `change the activity stream of ${name(call, "resourceArn") ?? "a database"}`,
  ApplyPendingMaintenanceAction: (call) =>
    `apply maintenance ${asked(call, "applyAction") ?? ""} to ${name(call, "resourceIdentifier") ?? "a database"}`.replace(
      "  ",
      " ",
    ),
};

/** What watches: CloudWatch, Logs, EventBridge, CloudTrail, Config, GuardDuty, Security Hub; and the organization. */
import { policyWords } from "../policy-words.ts";
import {
  asked,
  at,
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
import { acts } from "./phrases.ts";
import { counted, listed, shownValue } from "./words.ts";

const texts = (call: Call, path: string) =>
  listAt(call.request, path).flatMap((item) => shownValue(item) ?? []);
const alarms = (call: Call) => {
  const names = texts(call, "alarmNames");
  return names.length > 1 ? `alarms ${listed(names)}` : the("alarm", names[0]);
};

/** Short signs for the comparisons of an alarm. */
const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

/** `CPUUtilization > 80`. */
export function thresholdWords(call: Call): string | undefined {
  const threshold = asked(call, "threshold");
  if (threshold === undefined) return undefined;
  const sign = COMPARISONS[asked(call, "comparisonOperator") ?? ""] ?? "at";
  return [asked(call, "metricName"), sign, threshold].filter(Boolean).join(" ");
}

export const monitoring: Summaries = {
  PutMetricAlarm: (call) => ({
    act: `set ${the("alarm", name(call, "alarmName"))}`,
    detail: thresholdWords(call),
  }),
  PutCompositeAlarm: (call) => ({
    act: `set ${the("composite alarm", name(call, "alarmName"))}`,
    detail: asked(call, "alarmRule"),
  }),
  DeleteAlarms: (call) => `delete ${alarms(call)}`,
  DisableAlarmActions: (call) => ({
    act: `turn off the actions of ${alarms(call)}`,
    effect: "nobody is told when it fires",
  }),
  EnableAlarmActions: (call) => `turn on the actions of ${alarms(call)}`,
  SetAlarmState: (call) =>
    `set ${the("alarm", name(call, "alarmName"))} to ${asked(call, "stateValue") ?? "another state"} by hand`,
  PutDashboard: acts("set", "dashboard", "dashboardName"),
  DeleteDashboards: (call) => `delete dashboard ${listed(texts(call, "dashboardNames"))}`.trim(),
};

const logGroup = (call: Call) =>
  the("log group", name(call, "logGroupName", "logGroupIdentifier", "resourceArn"));

export const logs: Summaries = {
  CreateLogGroup: (call) => `create ${logGroup(call)}`,
  DeleteLogGroup: (call) => `delete ${logGroup(call)}`,
  CreateLogStream: (call) =>
    `create ${the("log stream", name(call, "logStreamName"))} in ${logGroup(call)}`,
  DeleteLogStream: (call) =>
    `delete ${the("log stream", name(call, "logStreamName"))} of ${logGroup(call)}`,
  PutRetentionPolicy: (call) =>
    `set the retention of ${logGroup(call)} to ${counted(asked(call, "retentionInDays") ?? "?", "day")}`,
  DeleteRetentionPolicy: (call) => `make ${logGroup(call)} keep its logs for ever`,
  PutSubscriptionFilter: (call) =>
    `send ${logGroup(call)} to ${nameAt(call.request, "destinationArn") ?? "a destination"}`,
  DeleteSubscriptionFilter: (call) =>
    `stop sending ${logGroup(call)} through ${the("filter", name(call, "filterName"))}`,
  PutMetricFilter: (call) =>
    `set ${the("metric filter", name(call, "filterName"))} of ${logGroup(call)}`,
  DeleteMetricFilter: (call) =>
    `delete ${the("metric filter", name(call, "filterName"))} of ${logGroup(call)}`,
  AssociateKmsKey: (call) => `encrypt ${logGroup(call)} with ${the("key", name(call, "kmsKeyId"))}`,
  DisassociateKmsKey: (call) => `remove the key of ${logGroup(call)}`,
  StartQuery: (call) => `query ${logGroup(call)}`,
};

const rule = (call: Call) => the("rule", name(call, "name", "rule"));

export const events: Summaries = {
  PutRule: (call) => {
    const schedule = asked(call, "scheduleExpression");
    const off = asked(call, "state") === "DISABLED" ? "disabled" : undefined;
    return { act: `set ${rule(call)}`, detail: [schedule, off].filter(Boolean).join(", ") };
  },
  DeleteRule: (call) => `delete ${rule(call)}`,
  EnableRule: (call) => `enable ${rule(call)}`,
  DisableRule: (call) => `disable ${rule(call)}`,
  PutTargets: (call) => {
    const targets = listAt(call.request, "targets").flatMap(
      (item) => nameAt(item, "arn", "id") ?? [],
    );
    return `make ${rule(call)} call ${listed(targets) || "targets"}`;
  },
  RemoveTargets: (call) =>
    `remove ${the("target", listed(texts(call, "ids")) || undefined)} from ${rule(call)}`,
  CreateEventBus: acts("create", "event bus", "name"),
  DeleteEventBus: acts("delete", "event bus", "name"),
  PutPermission: (call) =>
    `let ${asked(call, "principal") === "*" ? "anyone" : `account ${asked(call, "principal") ?? "?"}`} put events on ${the("event bus", name(call, "eventBusName"))}`,
};

const trail = (call: Call) => the("trail", name(call, "name", "trailName"));

function selectors(call: Call): Deed {
  const chosen = listAt(call.request, "eventSelectors");
  const noManagement = chosen.some((item) => flagAt(item, "includeManagementEvents") === false);
  const kind = textAt(chosen[0], "readWriteType");
  const words = noManagement
    ? "management events are left out"
    : kind && kind !== "All"
      ? `${kind} events`
      : undefined;
  return { act: `change which events ${trail(call)} logs`, detail: words };
}

function updatedTrail(call: Call): Deed {
  const told = [
    asked(call, "s3BucketName") && `logs go to bucket ${asked(call, "s3BucketName")}`,
    flagAt(call.request, "isMultiRegionTrail") === false && "only one region is logged",
    flagAt(call.request, "includeGlobalServiceEvents") === false && "global services are left out",
    flagAt(call.request, "enableLogFileValidation") === false && "log files are no longer signed",
  ].filter((text) => typeof text === "string");
  return { act: `update ${trail(call)}`, detail: told.join(", ") };
}

export const cloudtrail: Summaries = {
  CreateTrail: (call) => {
    const bucket = asked(call, "s3BucketName");
    return `create ${trail(call)}${bucket ? ` into bucket ${bucket}` : ""}`;
  },
  UpdateTrail: updatedTrail,
  DeleteTrail: (call) => ({ act: `delete ${trail(call)}`, effect: "it no longer logs" }),
  StartLogging: (call) => ({ act: `start ${trail(call)}`, effect: "it logs again" }),
  StopLogging: (call) => ({ act: `stop ${trail(call)}`, effect: "it no longer logs" }),
  PutEventSelectors: selectors,
  PutInsightSelectors: (call) => `change the insights of ${trail(call)}`,
  LookupEvents: () => "look up events",
};

const recorder = (call: Call) =>
  the(
    "configuration recorder",
    name(call, "configurationRecorderName", "configurationRecorder.name"),
  );
const detector = (call: Call) => the("GuardDuty detector", name(call, "detectorId"));
const configRule = (call: Call) =>
  the("Config rule", name(call, "configRuleName", "configRule.configRuleName"));

export const config: Summaries = {
  PutConfigurationRecorder: (call) => `set ${recorder(call)}`,
  StartConfigurationRecorder: (call) => `start ${recorder(call)}`,
  StopConfigurationRecorder: (call) => ({
    act: `stop ${recorder(call)}`,
    effect: "configuration changes are no longer recorded",
  }),
  DeleteConfigurationRecorder: (call) => `delete ${recorder(call)}`,
  PutDeliveryChannel: acts("set", "delivery channel", "deliveryChannel.name"),
  DeleteDeliveryChannel: acts("delete", "delivery channel", "deliveryChannelName"),
  PutConfigRule: (call) => `set ${configRule(call)}`,
  DeleteConfigRule: (call) => `delete ${configRule(call)}`,
};

export const guardduty: Summaries = {
  CreateDetector: () => "turn on GuardDuty",
  UpdateDetector: (call) => {
    const on = flagAt(call.request, "enable");
    return on === undefined
      ? `update ${detector(call)}`
      : `turn ${on ? "on" : "off"} ${detector(call)}`;
  },
  DeleteDetector: (call) => ({ act: `delete ${detector(call)}`, effect: "GuardDuty is off" }),
  CreateFilter: (call) => `create ${the("filter", name(call, "name"))} of ${detector(call)}`,
  ArchiveFindings: (call) => `archive findings of ${detector(call)}`,
  CreateIPSet: acts("create", "trusted IP list", "name"),
  UpdateIPSet: acts("update", "trusted IP list", "name", "ipSetId"),
  DeleteMembers: (call) => `delete member accounts of ${detector(call)}`,
  DisassociateMembers: (call) => `disassociate member accounts from ${detector(call)}`,
  StopMonitoringMembers: (call) => `stop monitoring member accounts of ${detector(call)}`,
  DeletePublishingDestination: (call) => `delete where ${detector(call)} sends its findings`,
};

const account = (call: Call) =>
  the("account", name(call, "accountId") ?? textAt(call.response, "createAccountStatus.accountId"));
const policy = (call: Call) => the("policy", asked(call, "policyId", "name"));

export const organizations: Summaries = {
  CreateAccount: (call) => `create account ${asked(call, "accountName") ?? ""}`.trim(),
  CloseAccount: (call) => `close ${account(call)}`,
  MoveAccount: (call) =>
    `move ${account(call)} from ${asked(call, "sourceParentId") ?? "?"} to ${asked(call, "destinationParentId") ?? "?"}`,
  RemoveAccountFromOrganization: (call) => `remove ${account(call)} from the organization`,
  LeaveOrganization: () => "leave the organization",
  InviteAccountToOrganization: (call) =>
    `invite account ${asked(call, "target.id") ?? ""} into the organization`.replace("  ", " "),
  CreatePolicy: (call) => ({
    act: `create ${policy(call)}`,
    detail: policyWords(at(call.request, "content")),
  }),
  UpdatePolicy: (call) => ({
    act: `change ${policy(call)}`,
    detail: policyWords(at(call.request, "content")),
  }),
  DeletePolicy: (call) => `delete ${policy(call)}`,
  AttachPolicy: (call) => `attach ${policy(call)} to ${asked(call, "targetId") ?? "a target"}`,
  DetachPolicy: (call) => `detach ${policy(call)} from ${asked(call, "targetId") ?? "a target"}`,
  EnableAWSServiceAccess: (call) =>
    `let ${asked(call, "servicePrincipal") ?? "a service"} work in the organization`,
  DisableAWSServiceAccess: (call) =>
    `stop ${asked(call, "servicePrincipal") ?? "a service"} from working in the organization`,
  RegisterDelegatedAdministrator: (call) =>
    `make account ${asked(call, "accountId") ?? "?"} administrator of ${asked(call, "servicePrincipal") ?? "a service"}`,
};

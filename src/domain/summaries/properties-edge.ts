/** Properties that calls of Route 53, CloudFront, load balancers, CloudWatch, EventBridge, CloudFormation, ECR, API Gateway and AppConfig set. */
import { asked, type Call, listAt, name, nameAt, namesAt, textAt } from "./call.ts";
import { actionWords, recordChanges } from "./edge.ts";
import {
  given,
  labelled,
  type PropertyReader,
  property,
  type ServiceProperties,
  switchAt,
} from "./property.ts";
import { thresholdWords } from "./watch.ts";

export const route53Properties: ServiceProperties = {
  sets: {
    ChangeResourceRecordSets: (call) =>
      recordChanges(call).flatMap(({ action, name: record, type, value }) =>
        // A deletion has to name the value that it deletes.
        action === "DELETE"
          ? property(record, `${type} record`, undefined, value)
          : property(record, `${type} record`, value),
      ),
  },
  families: [["ChangeResourceRecordSets"]],
};

const distribution = (call: Call) => name(call, "id") ?? nameAt(call.response, "distribution.id");
const distributed: PropertyReader = (call) => [
  ...given(
    distribution(call),
    "state",
    asked(call, "distributionConfig.enabled") === undefined
      ? undefined
      : asked(call, "distributionConfig.enabled") === "true"
        ? "enabled"
        : "disabled",
  ),
  ...labelled(call, distribution(call), {
    "distributionConfig.webACLId": "web ACL",
    "distributionConfig.defaultRootObject": "root object",
  }),
];

export const cloudfrontProperties: ServiceProperties = {
  sets: {
    CreateDistribution: distributed,
    CreateDistributionWithTags: distributed,
    UpdateDistribution: distributed,
  },
  families: [["CreateDistribution", "CreateDistributionWithTags", "UpdateDistribution"]],
};

const attributes =
  (path: string): PropertyReader =>
  (call) =>
    listAt(call.request, "attributes").flatMap((item) =>
      given(name(call, path), textAt(item, "key") ?? "?", textAt(item, "value")),
    );
const forwards =
  (id: (call: Call) => string | undefined): PropertyReader =>
  (call) =>
    given(id(call), "action", actionWords(call));
const registered =
  (value: string | undefined): PropertyReader =>
  (call) =>
    namesAt(call.request, "targets", "id").flatMap((target) =>
      property(name(call, "targetGroupArn"), `target ${target}`, value),
    );
/** Listeners and rules of one load balancer share its name: their own id tells them apart. */
const idAt = (path: string) => (call: Call) => asked(call, path)?.split("/").at(-1);
const answeredId = (path: string) => (call: Call) => textAt(call.response, path)?.split("/").at(-1);

export const elasticloadbalancingProperties: ServiceProperties = {
  sets: {
    CreateListener: forwards(answeredId("listeners.0.listenerArn")),
    ModifyListener: forwards(idAt("listenerArn")),
    CreateRule: forwards(answeredId("rules.0.ruleArn")),
    ModifyRule: forwards(idAt("ruleArn")),
    ModifyLoadBalancerAttributes: attributes("loadBalancerArn"),
    ModifyTargetGroupAttributes: attributes("targetGroupArn"),
    RegisterTargets: registered("in"),
    DeregisterTargets: registered("out"),
    ModifyTargetGroup: (call) =>
      labelled(call, name(call, "targetGroupArn"), {
        healthCheckPath: "health check path",
        healthCheckIntervalSeconds: "health check interval",
        healthCheckPort: "health check port",
      }),
    CreateTargetGroup: (call) =>
      labelled(call, name(call, "name"), {
        healthCheckPath: "health check path",
        healthCheckIntervalSeconds: "health check interval",
        healthCheckPort: "health check port",
      }),
  },
  families: [
    ["CreateListener", "ModifyListener"],
    ["CreateRule", "ModifyRule"],
    ["ModifyLoadBalancerAttributes"],
    ["ModifyTargetGroupAttributes"],
    ["RegisterTargets", "DeregisterTargets"],
    ["ModifyTargetGroup", "CreateTargetGroup"],
  ],
};

const alarmActions =
  (value: string): PropertyReader =>
  (call) =>
    namesAt(call.request, "alarmNames").flatMap((alarm) => property(alarm, "actions", value));

export const monitoringProperties: ServiceProperties = {
  sets: {
    PutMetricAlarm: (call) => [
      ...given(name(call, "alarmName"), "threshold", thresholdWords(call)),
      ...given(name(call, "alarmName"), "actions", switchAt(call, "actionsEnabled")),
      ...labelled(call, name(call, "alarmName"), {
        evaluationPeriods: "evaluation periods",
        period: "period",
      }),
    ],
    EnableAlarmActions: alarmActions("on"),
    DisableAlarmActions: alarmActions("off"),
    SetAlarmState: (call) =>
      given(name(call, "alarmName"), "alarm state", asked(call, "stateValue")),
  },
  families: [["PutMetricAlarm", "EnableAlarmActions", "DisableAlarmActions"], ["SetAlarmState"]],
};

const logGroup = (call: Call) => name(call, "logGroupName", "logGroupIdentifier");

export const logsProperties: ServiceProperties = {
  sets: {
    CreateLogGroup: (call) => property(logGroup(call), "retention", undefined),
    PutRetentionPolicy: (call) =>
      given(logGroup(call), "retention", daysOf(asked(call, "retentionInDays"))),
    DeleteRetentionPolicy: (call) => property(logGroup(call), "retention", undefined),
  },
  families: [["CreateLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy"]],
};

function daysOf(count: string | undefined): string | undefined {
  if (count === undefined) return undefined;
  return count === "1" ? "1 day" : `${count} days`;
}

const rule = (call: Call) => name(call, "name");
const ruleState =
  (value: string): PropertyReader =>
  (call) =>
    property(rule(call), "state", value);

export const eventsProperties: ServiceProperties = {
  sets: {
    PutRule: (call) => [
      ...property(
        rule(call),
        "state",
        asked(call, "state") === "DISABLED" ? "disabled" : "enabled",
      ),
      ...labelled(call, rule(call), { scheduleExpression: "schedule" }),
    ],
    EnableRule: ruleState("enabled"),
    DisableRule: ruleState("disabled"),
    DeleteRule: ruleState("deleted"),
  },
  families: [["PutRule", "EnableRule", "DisableRule", "DeleteRule"]],
};

const stack: PropertyReader = (call) =>
  listAt(call.request, "parameters").flatMap((item) =>
    given(
      name(call, "stackName"),
      `parameter ${textAt(item, "parameterKey") ?? "?"}`,
      textAt(item, "parameterValue"),
    ),
  );

export const cloudformationProperties: ServiceProperties = {
  sets: {
    CreateStack: stack,
    UpdateStack: stack,
    UpdateTerminationProtection: (call) =>
      given(
        name(call, "stackName"),
        "termination protection",
        switchAt(call, "enableTerminationProtection"),
      ),
  },
  families: [["CreateStack", "UpdateStack"], ["UpdateTerminationProtection"]],
};

const deployed: PropertyReader = (call) => {
  const environment = name(call, "environmentId");
  const profile = name(call, "configurationProfileId");
  return profile
    ? given(environment, `configuration ${profile}`, asked(call, "configurationVersion"))
    : [];
};

export const appconfigProperties: ServiceProperties = {
  sets: { StartDeployment: deployed },
  families: [["StartDeployment"]],
};

export const apigatewayProperties: ServiceProperties = {
  sets: {
    UpdateStage: (call) =>
      listAt(call.request, "patchOperations", "updateStageInput.patchOperations").flatMap((item) =>
        given(
          [name(call, "restApiId"), name(call, "stageName")].filter(Boolean).join("/") || undefined,
          textAt(item, "path") ?? "?",
          textAt(item, "value"),
        ),
      ),
  },
  families: [["UpdateStage"]],
};

export const ecrProperties: ServiceProperties = {
  sets: {
    PutImageTagMutability: (call) =>
      labelled(call, name(call, "repositoryName"), { imageTagMutability: "tags" }),
    CreateRepository: (call) =>
      labelled(call, name(call, "repositoryName"), { imageTagMutability: "tags" }),
  },
  families: [["PutImageTagMutability", "CreateRepository"]],
};

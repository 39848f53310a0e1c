/** Properties that calls of EC2, Auto Scaling, ECS and EKS set. */
import type { JsonValue } from "../json.ts";
import { asked, type Call, listAt, name, nameAt, namesAt, textAt } from "./call.ts";
import { instanceAttributes } from "./ec2.ts";
import { routeDestination, routeTarget } from "./ec2-network.ts";
import {
  given,
  labelled,
  labelledAt,
  onOff,
  type Property,
  type PropertyReader,
  property,
  type ServiceProperties,
} from "./property.ts";
import { groupRulesIn } from "./security-group-rules.ts";
import { listed } from "./words.ts";

/** States on the way are said as where they lead, for that is what the caller asked for. */
const LEADS_TO: Readonly<Record<string, string>> = {
  pending: "running",
  stopping: "stopped",
  "shutting-down": "terminated",
};

function settled(state: string | undefined): string | undefined {
  if (state === undefined) return undefined;
  return Object.hasOwn(LEADS_TO, state) ? LEADS_TO[state] : state;
}

const states =
  (fallback: string): PropertyReader =>
  (call) => {
    const answered = listAt(call.response, "instancesSet");
    const told = answered.flatMap((item) => instanceState(item, fallback));
    if (told.length > 0) return told;
    return namesAt(call.request, "instancesSet", "instanceId").flatMap((id) =>
      property(id, "state", fallback),
    );
  };

function instanceState(item: JsonValue, fallback: string): Property[] {
  const now = settled(textAt(item, "currentState.name", "instanceState.name")) ?? fallback;
  // A repeated stop finds the instance stopped: then nothing changed, and the record says so.
  const before = textAt(item, "previousState.name");
  return property(nameAt(item, "instanceId"), "state", now, before);
}

const attributes: PropertyReader = (call) =>
  instanceAttributes(call)
    .filter(({ value }) => value !== "")
    .flatMap(({ attribute, value }) => property(name(call, "instanceId"), attribute, value));

const launched: PropertyReader = (call) => [
  ...states("running")(call),
  ...listAt(call.response, "instancesSet").flatMap((item) =>
    labelledAt(item, nameAt(item, "instanceId"), { instanceType: "instance type" }),
  ),
];

const rules =
  (direction: "inbound" | "outbound", value: "open" | "closed"): PropertyReader =>
  (call) => {
    const group = name(call, "groupId", "groupName");
    const word = direction === "inbound" ? "from" : "to";
    return groupRulesIn(call).flatMap(({ ports, peer }) =>
      property(group, `${direction} ${ports} ${word} ${peer}`, value),
    );
  };

const routed =
  (removed: boolean): PropertyReader =>
  (call) => {
    const destination = routeDestination(call);
    if (destination === undefined) return [];
    return property(
      name(call, "routeTableId"),
      `route to ${destination}`,
      removed ? undefined : routeTarget(call),
    );
  };

const volume: PropertyReader = (call) => {
  const id =
    name(call, "ModifyVolumeRequest.VolumeId", "volumeId") ?? nameAt(call.response, "volumeId");
  const old = (path: string) =>
    textAt(
      call.response,
      `ModifyVolumeResponse.volumeModification.${path}`,
      `volumeModification.${path}`,
    );
  const sized = (label: string, key: string, before: string) => {
    const value = asked(call, `ModifyVolumeRequest.${key}`, key);
    return value === undefined ? [] : property(id, label, value, old(before));
  };
  return [
    ...sized("size", "Size", "originalSize"),
    ...sized("type", "VolumeType", "originalVolumeType"),
    ...sized("IOPS", "Iops", "originalIops"),
  ];
};

const metadata: PropertyReader = (call) =>
  given(
    name(call, "ModifyInstanceMetadataOptionsRequest.InstanceId", "instanceId"),
    "metadata tokens",
    asked(call, "ModifyInstanceMetadataOptionsRequest.HttpTokens", "httpTokens"),
  );

export const ec2Properties: ServiceProperties = {
  sets: {
    RunInstances: launched,
    StartInstances: states("running"),
    StopInstances: states("stopped"),
    TerminateInstances: states("terminated"),
    ModifyInstanceAttribute: attributes,
    ModifyInstanceMetadataOptions: metadata,
    AuthorizeSecurityGroupIngress: rules("inbound", "open"),
    RevokeSecurityGroupIngress: rules("inbound", "closed"),
    AuthorizeSecurityGroupEgress: rules("outbound", "open"),
    RevokeSecurityGroupEgress: rules("outbound", "closed"),
    CreateRoute: routed(false),
    ReplaceRoute: routed(false),
    DeleteRoute: routed(true),
    CreateVolume: volume,
    ModifyVolume: volume,
  },
  families: [
    ["RunInstances", "StartInstances", "StopInstances", "TerminateInstances"],
    ["ModifyInstanceAttribute", "RunInstances"],
    ["ModifyInstanceMetadataOptions"],
    ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"],
    ["AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress"],
    ["CreateRoute", "ReplaceRoute", "DeleteRoute"],
    ["CreateVolume", "ModifyVolume"],
  ],
};

const SIZES = {
  minSize: "min",
  maxSize: "max",
  desiredCapacity: "desired",
  launchConfigurationName: "launch configuration",
  "launchTemplate.version": "launch template version",
};
const group = (call: Call) => name(call, "autoScalingGroupName");
const processes =
  (value: string): PropertyReader =>
  (call) => {
    const names = namesAt(call.request, "scalingProcesses");
    return (names.length > 0 ? names : ["all processes"]).flatMap((process) =>
      property(group(call), process, value),
    );
  };

export const autoscalingProperties: ServiceProperties = {
  sets: {
    CreateAutoScalingGroup: (call) => labelled(call, group(call), SIZES),
    UpdateAutoScalingGroup: (call) => labelled(call, group(call), SIZES),
    SetDesiredCapacity: (call) => labelled(call, group(call), SIZES),
    SuspendProcesses: processes("suspended"),
    ResumeProcesses: processes("running"),
  },
  families: [
    ["CreateAutoScalingGroup", "UpdateAutoScalingGroup", "SetDesiredCapacity"],
    ["SuspendProcesses", "ResumeProcesses"],
  ],
};

const service: PropertyReader = (call) => {
  const id = name(call, "service", "serviceName");
  return [
    ...given(id, "desired count", asked(call, "desiredCount")),
    ...given(id, "task definition", nameAt(call.request, "taskDefinition")),
    ...given(id, "platform version", asked(call, "platformVersion")),
  ];
};

/** The response holds the whole service; its counts are those after the call. */
const tellsService: PropertyReader = (call) => {
  const id = nameAt(call.response, "service.serviceName");
  return [
    ...given(id, "desired count", textAt(call.response, "service.desiredCount")),
    ...given(id, "task definition", nameAt(call.response, "service.taskDefinition")),
  ];
};

export const ecsProperties: ServiceProperties = {
  sets: { CreateService: service, UpdateService: service },
  tells: { CreateService: tellsService, UpdateService: tellsService },
  families: [["CreateService", "UpdateService"]],
};

const NODES = {
  "scalingConfig.minSize": "min",
  "scalingConfig.maxSize": "max",
  "scalingConfig.desiredSize": "desired",
};
const cluster: PropertyReader = (call) => {
  const id = name(call, "name", "clusterName");
  const ranges = namesAt(call.request, "resourcesVpcConfig.publicAccessCidrs");
  return [
    ...labelled(call, id, { version: "version" }),
    ...given(
      id,
      "public API",
      onOff(textAt(call.request, "resourcesVpcConfig.endpointPublicAccess")),
    ),
    ...given(id, "public API for", ranges.length > 0 ? listed(ranges) : undefined),
  ];
};

export const eksProperties: ServiceProperties = {
  sets: {
    CreateCluster: cluster,
    UpdateClusterConfig: cluster,
    UpdateClusterVersion: cluster,
    CreateNodegroup: (call) => labelled(call, name(call, "nodegroupName"), NODES),
    UpdateNodegroupConfig: (call) => labelled(call, name(call, "nodegroupName"), NODES),
  },
  families: [
    ["CreateCluster", "UpdateClusterConfig", "UpdateClusterVersion"],
    ["CreateNodegroup", "UpdateNodegroupConfig"],
  ],
};

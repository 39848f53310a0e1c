/** What puts software into place: CloudFormation, ECS, EKS, ECR, Auto Scaling, AppConfig. */
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
import { acts, given } from "./phrases.ts";
import { listed, shownValue } from "./words.ts";

const stack = (call: Call) => the("stack", name(call, "stackName"));

function parameters(call: Call): string | undefined {
  const told = listAt(call.request, "parameters").flatMap((item) => {
    const key = textAt(item, "parameterKey");
    if (key === undefined) return [];
    const value = textAt(item, "parameterValue");
    return [value === undefined ? key : `${key} = ${value}`];
  });
  return told.length > 0 ? listed(told, 2) : undefined;
}

const set = (call: Call) => the("change set", name(call, "changeSetName"));

export const cloudformation: Summaries = {
  CreateStack: (call) => `create ${stack(call)}`,
  UpdateStack: (call) => ({ act: `update ${stack(call)}`, detail: parameters(call) }),
  DeleteStack: (call) => `delete ${stack(call)}`,
  CancelUpdateStack: (call) => `cancel the update of ${stack(call)}`,
  RollbackStack: (call) => `roll back ${stack(call)}`,
  ContinueUpdateRollback: (call) => `continue to roll back ${stack(call)}`,
  CreateChangeSet: (call) => `create ${set(call)} for ${stack(call)}`,
  ExecuteChangeSet: (call) =>
    `execute ${set(call)}${asked(call, "stackName") ? ` on ${stack(call)}` : ""}`,
  DeleteChangeSet: (call) => `delete ${set(call)}`,
  SetStackPolicy: (call) => `set the stack policy of ${stack(call)}`,
  UpdateTerminationProtection: (call) =>
    `turn ${flagAt(call.request, "enableTerminationProtection") ? "on" : "off"} termination protection of ${stack(call)}`,
  CreateStackSet: acts("create", "stack set", "stackSetName"),
  UpdateStackSet: acts("update", "stack set", "stackSetName"),
  DeleteStackSet: acts("delete", "stack set", "stackSetName"),
};

const service = (call: Call) =>
  `${the("service", name(call, "service", "serviceName"))}${within(call)}`;

function within(call: Call): string {
  const cluster = name(call, "cluster");
  return cluster ? ` in cluster ${cluster}` : "";
}

function serviceDetail(call: Call): string {
  const count = asked(call, "desiredCount");
  const task = nameAt(call.request, "taskDefinition");
  const forced = flagAt(call.request, "forceNewDeployment") ? "a new deployment forced" : "";
  return [task && `task definition ${task}`, count && `desired count ${count}`, forced]
    .filter(Boolean)
    .join(", ");
}

function updatedService(call: Call): Deed {
  const count = asked(call, "desiredCount");
  if (count && !at(call.request, "taskDefinition")) return `scale ${service(call)} to ${count}`;
  const task = nameAt(call.request, "taskDefinition");
  if (task && !count) return `deploy ${task} to ${service(call)}`;
  return { act: `update ${service(call)}`, detail: serviceDetail(call) };
}

const taskDefinition = (call: Call) =>
  the(
    "task definition",
    nameAt(call.response, "taskDefinition.taskDefinitionArn") ??
      name(call, "taskDefinition", "family"),
  );

export const ecs: Summaries = {
  CreateCluster: acts("create", "ECS cluster", "clusterName"),
  DeleteCluster: acts("delete", "ECS cluster", "cluster"),
  CreateService: (call) => ({ act: `create ${service(call)}`, detail: serviceDetail(call) }),
  UpdateService: updatedService,
  DeleteService: (call) => `delete ${service(call)}`,
  RegisterTaskDefinition: (call) => ({
    act: `register ${taskDefinition(call)}`,
    detail: images(call),
  }),
  DeregisterTaskDefinition: (call) => `deregister ${taskDefinition(call)}`,
  RunTask: (call) => `run ${taskDefinition(call)}${within(call)}`,
  StopTask: (call) => `stop ${the("task", name(call, "task"))}${within(call)}`,
  ExecuteCommand: (call) => `open a shell in ${the("task", name(call, "task"))}${within(call)}`,
};

function images(call: Call): string | undefined {
  const told = listAt(call.request, "containerDefinitions").flatMap(
    (item) => textAt(item, "image") ?? [],
  );
  return told.length > 0 ? `image ${listed(told)}` : undefined;
}

const cluster = (call: Call) => the("EKS cluster", name(call, "name", "clusterName"));
const nodes = (call: Call) =>
  `${the("node group", name(call, "nodegroupName"))} of ${the("EKS cluster", name(call, "clusterName", "name"))}`;
const principal = (call: Call) => nameAt(call.request, "principalArn") ?? "a principal";

function clusterConfig(call: Call): Deed {
  const open = flagAt(call.request, "resourcesVpcConfig.endpointPublicAccess");
  if (open === true) return `open the API of ${cluster(call)} to the internet`;
  if (open === false) return `close the public API of ${cluster(call)}`;
  return `change the configuration of ${cluster(call)}`;
}

export const eks: Summaries = {
  CreateCluster: (call) => `create ${cluster(call)}`,
  DeleteCluster: (call) => `delete ${cluster(call)}`,
  UpdateClusterConfig: clusterConfig,
  UpdateClusterVersion: (call) =>
    `upgrade ${cluster(call)} to version ${asked(call, "version") ?? "?"}`,
  CreateNodegroup: (call) => `create ${nodes(call)}`,
  DeleteNodegroup: (call) => `delete ${nodes(call)}`,
  UpdateNodegroupConfig: (call) => ({
    act: `change ${nodes(call)}`,
    detail: given(call, {
      "scalingConfig.minSize": "min",
      "scalingConfig.maxSize": "max",
      "scalingConfig.desiredSize": "desired",
    }),
  }),
  UpdateNodegroupVersion: (call) => `upgrade ${nodes(call)}`,
  CreateAccessEntry: (call) => `give ${principal(call)} an access entry of ${cluster(call)}`,
  DeleteAccessEntry: (call) =>
    `remove the access entry of ${principal(call)} from ${cluster(call)}`,
  AssociateAccessPolicy: (call) =>
    `give ${principal(call)} ${nameAt(call.request, "policyArn") ?? "a policy"} on ${cluster(call)}`,
  DisassociateAccessPolicy: (call) =>
    `take ${nameAt(call.request, "policyArn") ?? "a policy"} on ${cluster(call)} from ${principal(call)}`,
  CreateAddon: (call) => `add ${the("add-on", name(call, "addonName"))} to ${cluster(call)}`,
  UpdateAddon: (call) => `update ${the("add-on", name(call, "addonName"))} of ${cluster(call)}`,
  DeleteAddon: (call) => `remove ${the("add-on", name(call, "addonName"))} from ${cluster(call)}`,
};

const repository = (call: Call) => the("repository", name(call, "repositoryName"));

export const ecr: Summaries = {
  CreateRepository: (call) => `create ${repository(call)}`,
  DeleteRepository: (call) =>
    `delete ${repository(call)}${flagAt(call.request, "force") ? " with all its images" : ""}`,
  PutImage: (call) =>
    `push image ${asked(call, "imageTag") ?? ""} to ${repository(call)}`.replace("  ", " "),
  BatchDeleteImage: (call) => {
    const tags = listAt(call.request, "imageIds").flatMap(
      (item) => textAt(item, "imageTag", "imageDigest") ?? [],
    );
    return `delete ${tags.length > 0 ? `image ${listed(tags)}` : "images"} of ${repository(call)}`;
  },
  SetRepositoryPolicy: (call) => `change the policy of ${repository(call)}`,
  DeleteRepositoryPolicy: (call) => `remove the policy of ${repository(call)}`,
  PutLifecyclePolicy: (call) => `set the lifecycle policy of ${repository(call)}`,
  PutImageTagMutability: (call) =>
    `make the tags of ${repository(call)} ${(asked(call, "imageTagMutability") ?? "").toLowerCase()}`.trim(),
  PutImageScanningConfiguration: (call) =>
    `turn ${flagAt(call.request, "imageScanningConfiguration.scanOnPush") ? "on" : "off"} scanning of ${repository(call)}`,
};

const group = (call: Call) => the("Auto Scaling group", name(call, "autoScalingGroupName"));
const processes = (call: Call) =>
  listed(listAt(call.request, "scalingProcesses").flatMap((item) => shownValue(item) ?? [])) ||
  "all processes";

export const autoscaling: Summaries = {
  CreateAutoScalingGroup: (call) => ({ act: `create ${group(call)}`, detail: sizes(call) }),
  UpdateAutoScalingGroup: (call) => ({ act: `change ${group(call)}`, detail: sizes(call) }),
  DeleteAutoScalingGroup: (call) => `delete ${group(call)}`,
  SetDesiredCapacity: (call) =>
    `set the desired capacity of ${group(call)} to ${asked(call, "desiredCapacity") ?? "?"}`,
  TerminateInstanceInAutoScalingGroup: (call) =>
    `terminate ${the("instance", name(call, "instanceId"))} in its Auto Scaling group`,
  SuspendProcesses: (call) => `suspend ${processes(call)} of ${group(call)}`,
  ResumeProcesses: (call) => `resume ${processes(call)} of ${group(call)}`,
  PutScalingPolicy: (call) =>
    `set scaling policy ${asked(call, "policyName") ?? ""} of ${group(call)}`.replace("  ", " "),
  StartInstanceRefresh: (call) => `start to replace the instances of ${group(call)}`,
  AttachInstances: (call) => `attach instances to ${group(call)}`,
  DetachInstances: (call) => `detach instances from ${group(call)}`,
  CreateLaunchConfiguration: acts("create", "launch configuration", "launchConfigurationName"),
};

function sizes(call: Call): string {
  return given(call, {
    minSize: "min",
    maxSize: "max",
    desiredCapacity: "desired",
    launchConfigurationName: "launch configuration",
  });
}

const profile = (call: Call) => name(call, "configurationProfileId") ?? "a profile";

export const appconfig: Summaries = {
  StartDeployment: (call) =>
    `deploy version ${asked(call, "configurationVersion") ?? "?"} of configuration ${profile(call)} to environment ${name(call, "environmentId") ?? "?"}`,
  StopDeployment: (call) =>
    `stop deployment ${asked(call, "deploymentNumber") ?? "?"} in environment ${name(call, "environmentId") ?? "?"}`,
  CreateHostedConfigurationVersion: (call) =>
    `create version ${textAt(call.response, "versionNumber") ?? ""} of configuration ${profile(call)}`.replace(
      "  ",
      " ",
    ),
  CreateApplication: acts("create", "AppConfig application", "name"),
  CreateEnvironment: acts("create", "AppConfig environment", "name"),
  CreateConfigurationProfile: acts("create", "configuration profile", "name"),
  UpdateConfigurationProfile: acts(
    "update",
    "configuration profile",
    "name",
    "configurationProfileId",
  ),
};

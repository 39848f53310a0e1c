/** What stands in front: Route 53, CloudFront, API Gateway, Elastic Load Balancing. */
import { isObject, type JsonValue } from "../json.ts";
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
import { counted, listed } from "./words.ts";

/** One record that a call creates, changes or deletes. */
export type RecordChange = {
  action: string;
  name: string;
  type: string;
  value: string | undefined;
};

/** The DNS records in a ChangeResourceRecordSets call, with their values in words. */
export function recordChanges(call: Call): RecordChange[] {
  return listAt(call.request, "changeBatch.changes").map((change) => {
    const record = at(change, "resourceRecordSet");
    return {
      action: textAt(change, "action") ?? "UPSERT",
      name: (textAt(record, "name") ?? "?").replace(/\.$/, ""),
      type: textAt(record, "type") ?? "?",
      value: recordValue(record),
    };
  });
}

function recordValue(record: JsonValue | undefined): string | undefined {
  const alias = textAt(record, "aliasTarget.dNSName");
  if (alias) return `alias ${alias.replace(/\.$/, "")}`;
  const values = listAt(record, "resourceRecords").flatMap((item) => textAt(item, "value") ?? []);
  return values.length > 0 ? listed(values, 4) : undefined;
}

const VERBS: Readonly<Record<string, string>> = {
  CREATE: "create",
  DELETE: "delete",
  UPSERT: "change",
};

function changedRecords(call: Call): Deed {
  const changes = recordChanges(call);
  const [first, ...rest] = changes;
  const zone = the("hosted zone", name(call, "hostedZoneId"));
  if (!first) return `change records of ${zone}`;
  const verb = VERBS[first.action] ?? "change";
  const value = first.value && first.action !== "DELETE" ? ` → ${first.value}` : "";
  const more = rest.length > 0 ? ` and ${counted(rest.length, "more record")} of ${zone}` : "";
  return `${verb} record ${first.name} ${first.type}${value}${more}`;
}

export const route53: Summaries = {
  ChangeResourceRecordSets: changedRecords,
  CreateHostedZone: acts("create", "hosted zone", "name"),
  DeleteHostedZone: acts("delete", "hosted zone", "id"),
  AssociateVPCWithHostedZone: acts("associate a VPC with", "hosted zone", "hostedZoneId"),
  CreateHealthCheck: (call) =>
    `create a health check of ${asked(call, "healthCheckConfig.fullyQualifiedDomainName", "healthCheckConfig.iPAddress") ?? "an endpoint"}`,
  UpdateHealthCheck: acts("update", "health check", "healthCheckId"),
  DeleteHealthCheck: acts("delete", "health check", "healthCheckId"),
};

const distribution = (call: Call) =>
  the(
    "distribution",
    name(call, "id", "distributionId") ?? nameAt(call.response, "distribution.id"),
  );

function updatedDistribution(call: Call): Deed {
  const enabled = flagAt(call.request, "distributionConfig.enabled");
  if (enabled === false) return `update ${distribution(call)}, which is switched off`;
  const aliases = listAt(call.request, "distributionConfig.aliases").flatMap((item) =>
    typeof item === "string" ? item : [],
  );
  return {
    act: `update ${distribution(call)}`,
    detail: aliases.length > 0 ? `serves ${listed(aliases)}` : undefined,
  };
}

const cloudfrontFunction = (call: Call) => the("CloudFront function", name(call, "name"));

export const cloudfront: Summaries = {
  CreateDistribution: (call) => `create ${distribution(call)}`,
  CreateDistributionWithTags: (call) => `create ${distribution(call)}`,
  UpdateDistribution: updatedDistribution,
  DeleteDistribution: (call) => `delete ${distribution(call)}`,
  CreateInvalidation: (call) => {
    const paths = listAt(call.request, "invalidationBatch.paths").flatMap((item) =>
      typeof item === "string" ? item : [],
    );
    return `invalidate ${listed(paths) || "the cache"} of ${distribution(call)}`;
  },
  CreateFunction: (call) => `create ${cloudfrontFunction(call)}`,
  UpdateFunction: (call) => `update ${cloudfrontFunction(call)}`,
  PublishFunction: (call) => `publish ${cloudfrontFunction(call)}`,
  DeleteFunction: (call) => `delete ${cloudfrontFunction(call)}`,
  CreateOriginAccessControl: acts(
    "create",
    "origin access control",
    "originAccessControlConfig.name",
  ),
};

const api = (call: Call) =>
  the("API", name(call, "restApiId", "apiId") ?? nameAt(call.response, "id", "apiId"));
const stage = (call: Call) => `${the("stage", name(call, "stageName"))} of ${api(call)}`;
const on =
  (verb: string, noun: (call: Call) => string) =>
  (call: Call): Deed =>
    `${verb} ${noun(call)}`;
const newApi = (call: Call): Deed => {
  const label = asked(call, "name", "createRestApiInput.name");
  return `create API ${label ?? nameAt(call.response, "id", "apiId") ?? ""}`.trim();
};

/** The patch of an update: `/throttling/rateLimit = 5`. */
function patches(call: Call): string | undefined {
  const told = listAt(call.request, "patchOperations", "updateStageInput.patchOperations").flatMap(
    (item) => {
      if (!isObject(item)) return [];
      const value = textAt(item, "value");
      const path = textAt(item, "path") ?? "?";
      return [
        value === undefined ? `${textAt(item, "op") ?? "change"} ${path}` : `${path} = ${value}`,
      ];
    },
  );
  return told.length > 0 ? listed(told) : undefined;
}

const patched =
  (noun: (call: Call) => string) =>
  (call: Call): Deed => ({ act: `change ${noun(call)}`, detail: patches(call) });
const deployed = (call: Call): Deed => {
  const target = asked(call, "createDeploymentInput.stageName", "stageName");
  return `deploy ${api(call)}${target ? ` to stage ${target}` : ""}`;
};
const routeOf = (call: Call) =>
  `${the("route", asked(call, "routeKey") ?? textAt(call.response, "routeKey") ?? asked(call, "routeId"))} of ${api(call)}`;
const method = (call: Call) =>
  `${the("method", asked(call, "httpMethod"))} of ${the("resource", asked(call, "resourceId"))} of ${api(call)}`;

export const apigateway: Summaries = {
  CreateRestApi: newApi,
  CreateApi: newApi,
  ImportRestApi: newApi,
  PutRestApi: on("overwrite", api),
  UpdateRestApi: patched(api),
  UpdateApi: on("update", api),
  DeleteRestApi: on("delete", api),
  DeleteApi: on("delete", api),
  CreateDeployment: deployed,
  DeleteDeployment: on("delete a deployment of", api),
  CreateStage: (call) =>
    `create stage ${asked(call, "stageName", "createStageInput.stageName") ?? textAt(call.response, "stageName") ?? ""} of ${api(call)}`.replace(
      "  ",
      " ",
    ),
  UpdateStage: patched(stage),
  DeleteStage: on("delete", stage),
  CreateRoute: on("create", routeOf),
  UpdateRoute: on("update", routeOf),
  DeleteRoute: on("delete", routeOf),
  CreateIntegration: (call) => ({
    act: `create an integration of ${api(call)}`,
    detail:
      asked(call, "integrationUri") && `calls ${functionIn(asked(call, "integrationUri") ?? "")}`,
  }),
  UpdateIntegration: on("update an integration of", api),
  DeleteIntegration: on("delete an integration of", api),
  PutMethod: on("set", method),
  DeleteMethod: on("delete", method),
  CreateAuthorizer: on("create an authorizer of", api),
  DeleteAuthorizer: on("delete an authorizer of", api),
  CreateApiKey: acts("create", "API key", "name", "createApiKeyInput.name"),
  DeleteApiKey: acts("delete", "API key", "apiKey"),
  UpdateUsagePlan: patched((call) => the("usage plan", asked(call, "usageplanId", "usagePlanId"))),
  CreateDomainName: acts("create", "domain name", "domainName", "createDomainNameInput.domainName"),
  DeleteDomainName: acts("delete", "domain name", "domainName"),
};

function functionIn(uri: string): string {
  return /:function:([^/:]+)/.exec(uri)?.[1] ?? uri;
}

const balancer = (call: Call) =>
  the("load balancer", name(call, "loadBalancerArn", "name", "loadBalancerName"));
const target = (call: Call) => the("target group", name(call, "targetGroupArn", "name"));
const listener = (call: Call) =>
  `the listener of ${the("load balancer", name(call, "listenerArn", "loadBalancerArn"))}`;

const targetIds = (call: Call) =>
  listed(
    listAt(call.request, "targets", "instances").flatMap(
      (item) => nameAt(item, "id", "instanceId") ?? [],
    ),
  ) || "targets";

/** What a listener or rule does: `forward to target group web`, `redirect to https://…`. */
export function actionWords(call: Call): string | undefined {
  const told = listAt(call.request, "actions", "defaultActions").flatMap((action) => {
    const type = textAt(action, "type");
    if (type === undefined) return [];
    const to =
      nameAt(action, "targetGroupArn", "forwardConfig.targetGroups.0.targetGroupArn") ??
      textAt(action, "redirectConfig.host", "fixedResponseConfig.statusCode");
    return [to === undefined ? type : `${type} ${to}`];
  });
  return told.length > 0 ? listed(told) : undefined;
}

function attributes(noun: (call: Call) => string): (call: Call) => Deed {
  return (call) => {
    const told = listAt(call.request, "attributes").flatMap((item) => {
      const key = textAt(item, "key");
      return key === undefined ? [] : [`${key} = ${textAt(item, "value") ?? ""}`.trim()];
    });
    return { act: `change ${noun(call)}`, detail: listed(told) };
  };
}

export const elasticloadbalancing: Summaries = {
  CreateLoadBalancer: (call) => ({
    act: `create ${balancer(call)}`,
    detail: asked(call, "scheme"),
  }),
  DeleteLoadBalancer: on("delete", balancer),
  ModifyLoadBalancerAttributes: attributes(balancer),
  SetSecurityGroups: (call) => ({
    act: `change the security groups of ${balancer(call)}`,
    detail: listed(
      listAt(call.request, "securityGroups").flatMap((item) =>
        typeof item === "string" ? item : [],
      ),
    ),
  }),
  CreateTargetGroup: on("create", target),
  ModifyTargetGroup: on("change the health check of", target),
  ModifyTargetGroupAttributes: attributes(target),
  DeleteTargetGroup: on("delete", target),
  RegisterTargets: (call) => `put ${targetIds(call)} into ${target(call)}`,
  DeregisterTargets: (call) => `take ${targetIds(call)} out of ${target(call)}`,
  RegisterInstancesWithLoadBalancer: (call) => `put ${targetIds(call)} into ${balancer(call)}`,
  DeregisterInstancesFromLoadBalancer: (call) => `take ${targetIds(call)} out of ${balancer(call)}`,
  CreateListener: (call) => ({
    act: `create listener ${asked(call, "port") ?? ""} of ${balancer(call)}`.replace("  ", " "),
    detail: actionWords(call),
  }),
  ModifyListener: (call) => ({ act: `change ${listener(call)}`, detail: actionWords(call) }),
  DeleteListener: on("delete", listener),
  CreateRule: (call) => ({ act: `add a rule to ${listener(call)}`, detail: actionWords(call) }),
  ModifyRule: (call) => ({
    act: `change a rule of ${the("load balancer", name(call, "ruleArn"))}`,
    detail: actionWords(call),
  }),
  DeleteRule: (call) => `delete a rule of ${the("load balancer", name(call, "ruleArn"))}`,
};

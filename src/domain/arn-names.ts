/** Rules per service: which names stand in the last field of an ARN. */

export type ArnNames = {
  /** Names of the thing itself. The first is its full form, by which two ARNs are compared: `role/admin`, `service/shop/web`. */
  own: string[];
  /** Names of the thing that this one is a version or a part of, and under which people look for it: the table of an index. */
  owners?: string[];
  /** Further pieces that somebody may type. */
  parts: string[];
};

type Rule = (resource: string) => ArnNames;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:-\d+)?$/;
const LONG_HEX = /^[0-9a-f]{16,}$/;

/** Words that say what kind of thing follows and are nobody's name. */
const TYPE_WORDS = new Set(
  (
    "role user group policy function table service cluster task key alias instance volume snapshot vpc subnet app net gwy " +
    "stages stage index stream backup export service-role aws-service-role aws-reserved consumer environment " +
    "configurationprofile deployment regional global webacl listener listener-rule sso.amazonaws.com autoscalinggroupname " +
    "policyname log-stream routes integrations resources methods deployments cloudfront"
  ).split(" "),
);

/** The names in the resource part of an ARN of a service; everything lower-case. */
export function arnNames(service: string, resource: string): ArnNames {
  const rule = Object.hasOwn(RULES, service) ? RULES[service] : undefined;
  return (rule ?? anyResource)(resource);
}

/** `type/name`, `type:name`, `type/group/name/uuid`, or a bare name. */
function anyResource(resource: string): ArnNames {
  const at = resource.search(/[/:]/);
  if (at === -1) return { own: [resource], parts: [] };
  const rest = resource.slice(at + 1).replace(/^\//, "");
  const segments = rest.split("/");
  const own = [resource, rest];
  const last = segments.at(-1) ?? "";
  if (segments.length > 1) own.push(last);
  if (isMachineMade(last) && segments.length > 1) {
    if (segments.length > 2) own.push(segments.slice(0, -1).join("/"));
    own.push(segments.at(-2) ?? "");
  }
  return { own, parts: named(segments) };
}

function isMachineMade(segment: string): boolean {
  return UUID.test(segment) || LONG_HEX.test(segment);
}

function named(segments: string[]): string[] {
  return segments.filter((segment) => !TYPE_WORDS.has(segment));
}

/** The resource under its type alone: `db:orders`, `alarm:a/b:c` (the name may hold any sign). */
function afterType(resource: string): ArnNames {
  const at = resource.search(/[/:]/);
  return { own: at === -1 ? [resource] : [resource, resource.slice(at + 1)], parts: [] };
}

/** Name, then a version, qualifier or revision that does not make it another thing. */
function versioned(resource: string): ArnNames {
  const at = resource.search(/[/:]/);
  const rest = at === -1 ? resource : resource.slice(at + 1);
  const [name = "", qualifier = ""] = rest.split(":");
  const parts = /^(?:\d*|\$latest)$/.test(qualifier) ? [] : [qualifier];
  const type = at === -1 ? "" : resource.slice(0, at + 1);
  return { own: [`${type}${name}`, resource, rest, name], parts };
}

function bucketOrObject(resource: string): ArnNames {
  if (/^(?:accesspoint|storage-lens|job)\//.test(resource)) return anyResource(resource);
  const slash = resource.indexOf("/");
  if (slash === -1) return { own: [resource], parts: [] };
  const bucket = resource.slice(0, slash);
  const key = resource.slice(slash + 1);
  // `bucket/*` in a policy speaks of the bucket; `bucket/key` is another thing than its bucket.
  if (key === "*" || key === "") return { own: [resource], parts: [bucket] };
  return { own: [resource], parts: [key, key.split("/").at(-1) ?? ""] };
}

/** Secrets Manager puts a hyphen and six random characters behind the name. */
function secret(resource: string): ArnNames {
  const name = resource.replace(/^secret:/, "");
  const plain = name.replace(/-[a-z0-9]{6}$/, "");
  return { own: [name, plain], parts: plain.includes("/") ? plain.split("/") : [] };
}

function logGroup(resource: string): ArnNames {
  const match = /^log-group:(.*?)(?::log-stream:(.*)|:\*)?$/.exec(resource);
  if (!match) return afterType(resource);
  const [, group = "", stream = ""] = match;
  const pieces = named(
    group
      .split("/")
      .slice(1)
      .filter((piece) => piece !== "aws"),
  );
  if (stream === "" || stream === "*") return { own: [group], parts: pieces };
  return { own: [`${group}:log-stream:${stream}`, stream], parts: [group, ...pieces] };
}

/** The path of a role or user is no part of its name; the name is unique in its account. */
function principal(resource: string): ArnNames {
  if (resource === "root") return { own: [], parts: [] };
  const segments = resource.split("/");
  const type = segments.shift() ?? "";
  if (type === "oidc-provider") return { own: [segments.join("/")], parts: named(segments) };
  const name = segments.at(-1) ?? "";
  return { own: [`${type}/${name}`, resource, segments.join("/"), name], parts: named(segments) };
}

function session(resource: string): ArnNames {
  const [type = "", ...rest] = resource.split("/");
  if (type !== "assumed-role") return principal(resource);
  return { own: [resource, rest.join("/")], parts: rest };
}

function table(resource: string): ArnNames {
  const [type = "", name = "", kind = "", ...rest] = resource.split("/");
  if (type !== "table" || kind === "") return anyResource(resource);
  const inner = rest.join("/");
  if (kind === "backup") return { own: [resource, inner], parts: [name] };
  const owners = [`table/${name}`, name];
  return { own: [resource, `${name}/${kind}/${inner}`], owners, parts: named(rest) };
}

function topic(resource: string): ArnNames {
  const [name = "", subscription = ""] = resource.split(":");
  if (subscription === "") return { own: [resource], parts: [] };
  return { own: [resource, subscription], owners: [name], parts: [] };
}

function scaling(resource: string): ArnNames {
  const names = [
    ...resource.matchAll(/(?:autoscalinggroupname|policyname|launchconfigurationname)\/([^:]+)/g),
  ];
  const found = names.map((match) => match[1] ?? "");
  const own = found.at(-1);
  if (own === undefined) return anyResource(resource);
  return { own: [own], parts: found.slice(0, -1) };
}

/** `/restapis/ID/stages/prod`: stages and routes belong to their API. */
function restApi(resource: string): ArnNames {
  const segments = resource.split("/").filter((segment) => segment !== "");
  const [kind = "", id = ""] = segments;
  if (segments.length < 3) return { own: [segments.join("/"), id], parts: [] };
  const own = [segments.join("/")];
  if (segments[2] === "stages") own.push(`${id}/${segments[3] ?? ""}`);
  return { own, owners: [`${kind}/${id}`, id], parts: named(segments.slice(2)) };
}

function parameter(resource: string): ArnNames {
  if (!resource.startsWith("parameter/")) return versioned(resource);
  const path = resource.slice("parameter/".length).replace(/^\//, "").replace(/:\d+$/, "");
  const segments = path.split("/");
  return { own: [path, `/${path}`], parts: segments.length > 1 ? segments : [] };
}

function rule(resource: string): ArnNames {
  const [type = "", bus = "", ...names] = resource.split("/");
  if (type !== "rule" || names.length === 0) return anyResource(resource);
  const name = names.join("/");
  return { own: [resource, `${bus}/${name}`, name], parts: [bus] };
}

function keyOrAlias(resource: string): ArnNames {
  return afterType(resource);
}

function execution(resource: string): ArnNames {
  const [type = "", machine = "", ...rest] = resource.split(":");
  if (rest.length === 0) return afterType(resource);
  const name = rest.join(":");
  const isRun = type === "execution" || type === "express" || type === "maprun";
  // A version or alias of a state machine is still that machine.
  if (!isRun) return { own: [machine, `${machine}:${name}`], parts: rest };
  return { own: [`${machine}:${name}`, name], parts: [machine] };
}

/** `stack/NAME/uuid`, `changeSet/NAME/uuid`, `stackset/NAME:uuid`. */
function stack(resource: string): ArnNames {
  const [, name = "", id = ""] = resource.split(/[/:]/);
  return { own: [resource, name], parts: [id] };
}

function taskDefinition(resource: string): ArnNames {
  const rest = /^task-definition\/(.*)$/.exec(resource)?.[1];
  if (rest === undefined) return anyResource(resource);
  const family = rest.replace(/:\d+$/, "");
  if (family === rest) return { own: [resource, rest], parts: [] };
  return { own: [resource, rest], owners: [`task-definition/${family}`, family], parts: [] };
}

/** `listener/app/NAME/lb/id` is its own thing; the balancer is a part of its ARN. */
function balancer(resource: string): ArnNames {
  const [type = "", ...rest] = resource.split("/");
  if (type.startsWith("listener"))
    return { own: [resource, rest.at(-1) ?? ""], parts: named(rest) };
  if (type === "loadbalancer" && rest.length === 1) return { own: [resource, ...rest], parts: [] };
  return { own: [resource, rest.join("/"), rest.at(-2) ?? ""], parts: [rest.at(-1) ?? ""] };
}

function repository(resource: string): ArnNames {
  const name = resource.replace(/^repository\//, "");
  return { own: [name], parts: name.split("/") };
}

function deployGroup(resource: string): ArnNames {
  const [type = "", names = ""] = resource.split(":");
  const [application = "", group = ""] = names.split("/");
  if (type !== "deploymentgroup" || group === "") return afterType(resource);
  return { own: [`${application}/${group}`, group], parts: [application] };
}

/** `NAME/uuid` of a build or a broker whose ARN joins them with a colon. */
function namedRun(resource: string): ArnNames {
  const [type = "", name = ""] = resource.split(/[/:]/);
  if (type !== "build" && type !== "broker") return anyResource(resource);
  const rest = resource.slice(type.length + 1);
  return type === "broker" ? { own: [rest, name], parts: [] } : { own: [rest], parts: [name] };
}

const RULES: Record<string, Rule> = {
  s3: bucketOrObject,
  secretsmanager: secret,
  logs: logGroup,
  iam: principal,
  sts: session,
  lambda: versioned,
  dynamodb: table,
  sns: topic,
  sqs: (resource) => ({ own: [resource], parts: [] }),
  autoscaling: scaling,
  apigateway: restApi,
  "execute-api": (resource) => ({ own: [resource.split("/")[0] ?? ""], parts: [] }),
  ssm: parameter,
  events: rule,
  kms: keyOrAlias,
  states: execution,
  cloudformation: stack,
  ecs: taskDefinition,
  elasticloadbalancing: balancer,
  ecr: repository,
  rds: afterType,
  redshift: afterType,
  elasticache: afterType,
  cloudwatch: afterType,
  codedeploy: deployGroup,
  codebuild: namedRun,
  mq: namedRun,
  batch: versioned,
};

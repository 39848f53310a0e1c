/** In which part a key's value stands in a call: what it acts on, or what it only refers to. */
import { parseArn } from "./arn.ts";
import { isSameService } from "./resource-types.ts";
import type { TouchRole } from "./touched.ts";
import { keyStem, singular } from "./touched-keys.ts";

/** A call as the rules for its keys see it. */
export type Call = {
  service: string;
  /** The event name without its verb, lower case, singular: `SecurityGroupIngress` → `securitygroupingress`. */
  noun: string;
  /** Attach, Associate, Add…: both sides are changed. */
  linking: boolean;
  /** Works on content inside a container. */
  data: boolean;
  roles: Map<string, TouchRole>;
};

/** Verbs that join two things or part them. */
const LINKING =
  /^(?:Attach|Detach|Associate|Disassociate|Add|Remove|BatchAssociate|BatchDisassociate)/;
const NOT_LINKING = /^(?:Add|Remove)(?:Permission|LayerVersionPermission|Tags?|ListTags|Custom.*)$/;

export function toCall(service: string, name: string, data: boolean): Call {
  const noun = /^[A-Z][a-z]+(.*)$/.exec(name)?.[1] ?? name;
  return {
    service,
    noun: singular(noun.toLowerCase()),
    linking: LINKING.test(name) && !NOT_LINKING.test(name),
    data,
    roles: new Map(),
  };
}

/** True when the call's noun is about the thing that a key speaks of. */
export function isNounAbout(call: Call, stem: string): boolean {
  if (stem.length < 2 || call.noun.length < 2) return false;
  return call.noun.includes(stem) || (call.noun.length > 3 && stem.includes(call.noun));
}

/** Keys that refer to a helper of the thing acted on, unless the call is about that helper. By key, without its ending. */
const REFERENCES = new Set(
  (
    "role taskrole executionrole servicerole iamrole rolearn loggingrole monitoringrole cloudwatchrole deliverlogspermission cloudwatchlogsrole cloudwatchlogsloggroup " +
    "kmskey kmsmasterkey masterkey targetbucket s3bucket s3key destinationbucket bucket sourcebucket logbucket snstopic " +
    "securitygroup vpcsecuritygroup groupset subnet vpc vpczoneidentifier image ami keyname keypair iaminstanceprofile instanceprofile " +
    "dbparametergroup dbclusterparametergroup parametergroup dbsubnetgroup subnetgroup optiongroup cachesubnetgroup cacheparametergroup " +
    "layer cluster taskdefinition launchtemplate launchconfiguration targetgroup loadbalancer capacityprovider " +
    "permissionsboundary destination source principal grantee retiringprincipal endpoint document sourceidentity " +
    "database instancepool webacl certificate iamcertificate metricname alarmaction okaction insufficientdataaction dimension " +
    "rolesession rolesessionname awsservice servicename sourcedbinstance sourcedbsnapshot masterusersecret " +
    "s3keyprefix prefix cloudwatchloggroup kinesisstream notification index platform"
  ).split(" "),
);

/** Services in whose requests these references are the thing acted on. */
const OWN_REFERENCES: Record<string, Set<string>> = {
  iam: new Set(["role", "instanceprofile"]),
  sts: new Set(["role"]),
  s3: new Set(["bucket"]),
  kms: new Set(["key", "kmskey", "keypair"]),
  elasticloadbalancing: new Set(["loadbalancer", "targetgroup"]),
  eks: new Set(["cluster"]),
  logs: new Set(["loggroup"]),
};

/**
 * The part that a named value of the request plays, by its key and, where the key is generic, by the key above it.
 * `top` says that it stands among the first-level parameters.
 */
export function requestRole(call: Call, key: string, generic: boolean, top: boolean): TouchRole {
  const cacheKey = `${key}${generic ? "*" : "."}${top ? "^" : ""}`;
  const known = call.roles.get(cacheKey);
  if (known) return known;
  const role = decideRequestRole(call, key, generic, top);
  call.roles.set(cacheKey, role);
  return role;
}

function decideRequestRole(call: Call, key: string, generic: boolean, top: boolean): TouchRole {
  const stem = keyStem(key);
  const own = top ? "target" : "mention";
  if (generic && key === "") return "target";
  if (isNounAbout(call, stem)) return "target";
  if (call.linking) return "target";
  if (OWN_REFERENCES[call.service]?.has(stem)) return own;
  if (call.service === "ec2") return /resource/.test(key) ? "target" : "mention";
  if (REFERENCES.has(stem) || REFERENCES.has(key)) return "mention";
  return generic ? own : "target";
}

/** The same for the response, which describes much besides: only what the noun is about, or what stands on top. */
export function responseRole(call: Call, key: string, generic: boolean, top: boolean): TouchRole {
  const cacheKey = `${key}${generic ? "*" : "."}${top ? "$" : "<"}`;
  const known = call.roles.get(cacheKey);
  if (known) return known;
  const role = decideResponseRole(call, key, generic, top);
  call.roles.set(cacheKey, role);
  return role;
}

function decideResponseRole(call: Call, key: string, generic: boolean, top: boolean): TouchRole {
  if (generic && key === "") return "target";
  const stem = keyStem(key);
  if (isNounAbout(call, stem)) return "target";
  if (OWN_REFERENCES[call.service]?.has(stem)) return "target";
  if (REFERENCES.has(stem) || REFERENCES.has(key)) return "mention";
  if (call.service === "iam" && /^(?:user|role|group|policy)(?:name|arn)$/.test(key))
    return "target";
  return top ? "target" : "mention";
}

const TAGGING = /^(?:(?:Un)?Tag|AddTags|RemoveTags|CreateTags|DeleteTags|ChangeTags)/;

/** An ARN of another service is only referred to, unless the call is made to act on any service's resources. */
export function arnRole(
  call: Call,
  text: string,
  role: TouchRole,
  generic: boolean,
  name: string,
): TouchRole {
  if (role !== "target") return role;
  const service = parseArn(text)?.service;
  if (service === undefined || isSameService(service, call.service)) return role;
  return call.linking || generic || isTagging(name) ? role : "mention";
}

/** Calls of the tagging kind take resources of any service. */
export function isTagging(name: string): boolean {
  return TAGGING.test(name);
}

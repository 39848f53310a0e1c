/** In which part a key's value stands in a call: what it acts on, or what it only refers to. */
import { parseArn } from "./arn.ts";
import { isSameService } from "./resource-types.ts";
import type { TouchRole } from "./touched.ts";
import { keyStem, singular } from "./touched-keys.ts";

/** A call as the rules for its keys see it. */
export type Call = {
  service: string;
  name: string;
  /** The event name without its verb, lower case, singular: `SecurityGroupIngress` → `securitygroupingress`. */
  noun: string;
  /** Attach, Associate, Add…: both sides are changed. */
  linking: boolean;
  /** Works on content inside a container. */
  data: boolean;
  /** What was decided about keys, one map for each kind of place. */
  roles: (Map<string, TouchRole> | undefined)[];
};

/** Verbs that join two things or part them. */
const LINKING =
  /^(?:Attach|Detach|Associate|Disassociate|Add|Remove|BatchAssociate|BatchDisassociate)/;
const NOT_LINKING = /^(?:Add|Remove)(?:Permission|LayerVersionPermission|Tags?|ListTags|Custom.*)$/;

const calls = new Map<string, Call>();

/** The call of an event; calls of one name share what was decided about their keys. */
export function toCall(service: string, name: string, data: boolean): Call {
  const key = `${service} ${name} ${data}`;
  const known = calls.get(key);
  if (known) return known;
  const call = createCall(service, name, data);
  // Names come from records: a broken trail may bring any number of them.
  if (calls.size < 5000) calls.set(key, call);
  return call;
}

function createCall(service: string, name: string, data: boolean): Call {
  const noun = /^[A-Z][a-z]+(.*)$/.exec(name)?.[1] ?? name;
  return {
    service,
    name,
    noun: singular(noun.toLowerCase()),
    linking: LINKING.test(name) && !NOT_LINKING.test(name),
    data,
    roles: [],
  };
}

/** What EC2 calls otherwise in keys than in the names of its calls. */
const EC2_STEMS: Record<string, string> = {
  group: "securitygroup",
  allocation: "address",
  publicip: "address",
  key: "keypair",
};

function stemIn(call: Call, key: string): string {
  const stem = keyStem(key);
  return call.service === "ec2" ? (EC2_STEMS[stem] ?? stem) : stem;
}

/** Nouns that begin with the name of one thing and mean another: a VPC endpoint is no VPC. */
const OTHER_THING = /^(?:endpoint|peering|group|gateway|interface|link|parametergroup|version)/;

/** True when the call's noun is about the thing that a key speaks of. */
function isNounAbout(call: Call, stem: string): boolean {
  const { noun } = call;
  if (stem.length < 2 || noun.length < 2) return false;
  if (!REFERENCES.has(stem))
    return noun.includes(stem) || (noun.length > 2 && stem.startsWith(noun));
  if (noun.endsWith(stem)) return true;
  return noun.startsWith(stem) && !OTHER_THING.test(noun.slice(stem.length));
}

/** Things that a call on something else only refers to, unless its noun is about them. Keys without their ending. */
const REFERENCES = new Set(
  (
    "role taskrole executionrole servicerole iamrole loggingrole monitoringrole cloudwatchrole deliverlogspermission " +
    "cloudwatchlogsrole cloudwatchlogsloggroup cloudwatchloggroup rolesession permissionsboundary principal grantee " +
    "granteeprincipal retiringprincipal awsservice servicename kmskey kmsmasterkey masterkey masterusersecret " +
    "s3bucket s3key s3keyprefix bucket targetbucket destinationbucket sourcebucket logbucket snstopic notification " +
    "securitygroup vpcsecuritygroup ec2securitygroup sourcesecuritygroup groupset subnet vpc vpczoneidentifier peervpc " +
    "image ami keypair iaminstanceprofile instanceprofile launchtemplate launchconfiguration capacityprovider " +
    "dbparametergroup dbclusterparametergroup parametergroup dbsubnetgroup subnetgroup optiongroup cachesubnetgroup " +
    "cacheparametergroup cluster taskdefinition targetgroup loadbalancer layer source destination endpoint document " +
    "database workgroup eventbus webacl certificate iamcertificate alarmaction okaction insufficientdataaction " +
    "dimension index platform sourcedbinstance sourcedbsnapshot sourcesnapshot identitystore instancearn " +
    "cachepolicy originrequestpolicy createdby updatedby"
  ).split(" "),
);

/** Services that own what elsewhere is only referred to: their first parameters name what they act on. */
const OWN: Record<string, Set<string>> = {
  iam: new Set(["role", "instanceprofile"]),
  sts: new Set(["role"]),
  s3: new Set(["bucket"]),
  elasticloadbalancing: new Set(["loadbalancer", "targetgroup"]),
  eks: new Set(["cluster"]),
};

/** Keys that name the source of what an EC2 call makes, and are acted on all the same (an image may reboot its instance). */
const EC2_SOURCES = /^Create(?:Snapshots?:(?:volume|instance)|Image:instance)$/;

/**
 * The part that a value plays, by its key or, where that is generic, by the key above it ("" for none).
 * `vague`: the key does not say by itself that it names a thing; `level` counts the keys from the top of the parameters.
 */
export type Decide = (call: Call, key: string, vague: boolean, level: number) => TouchRole;

export const requestRole: Decide = (call, key, vague, level) =>
  remembered(call, placeOf(vague, level), key, () => decideRequestRole(call, key, vague, level));

export const responseRole: Decide = (call, key, vague, level) =>
  remembered(call, PLACES + placeOf(vague, level), key, () => decideResponseRole(call, key, level));

/** Below the third key from the top all levels are alike. */
const LEVELS = 4;
const PLACES = LEVELS * 2;

function placeOf(vague: boolean, level: number): number {
  return (vague ? LEVELS : 0) + Math.min(level, LEVELS - 1);
}

const MOST_KEYS = 250;

/** Rules run once for each key of each kind of call; after that they are looked up. */
function remembered(call: Call, place: number, key: string, decide: () => TouchRole): TouchRole {
  const roles = call.roles[place] ?? new Map<string, TouchRole>();
  const known = roles.get(key);
  if (known) return known;
  const role = decide();
  if (roles.size < MOST_KEYS) roles.set(key, role);
  call.roles[place] = roles;
  return role;
}

function decideRequestRole(call: Call, key: string, vague: boolean, level: number): TouchRole {
  if (key === "") return "target";
  const stem = stemIn(call, key);
  const first = level <= 1 ? "target" : "mention";
  if (OWN[call.service]?.has(stem)) return first;
  if (isNounAbout(call, stem)) return "target";
  if (call.linking) return level <= 3 ? "target" : "mention";
  if (call.service === "ec2")
    return EC2_SOURCES.test(`${call.name}:${stem}`) ? "target" : "mention";
  if (REFERENCES.has(stem) || REFERENCES.has(key)) return "mention";
  return vague || level > 2 ? first : "target";
}

/** A response describes much besides: only what the noun is about counts, and what stands on top. */
function decideResponseRole(call: Call, key: string, level: number): TouchRole {
  if (key === "") return "target";
  const stem = stemIn(call, key);
  if (isNounAbout(call, stem)) return "target";
  if (call.service === "iam" && /^(?:user|role|group|policy)(?:name|arn)$/.test(key))
    return "target";
  if (OWN[call.service]?.has(stem)) return level <= 1 ? "target" : "mention";
  if (REFERENCES.has(stem) || REFERENCES.has(key)) return "mention";
  if (call.service === "sts" && stem === "accesskey") return "target";
  // DeleteDBSnapshot answers with the instance it was taken of; CreateVpc with the ids of what it made.
  const isOwn = MAKING.test(call.name) || call.linking || stem.endsWith("resource");
  return level <= 1 && isOwn ? "target" : "mention";
}

/** Verbs that make something: what they refer to is not changed by that. */
const MAKING =
  /^(?:Create|Run|Allocate|Start|Submit|Send|Execute|Request|Generate|Import|Copy|Restore|Register|Publish|Issue)/;

/** True when a call that names nothing else acts on what its first parameters refer to. */
export function isActingOnReferences(
  call: Call,
  hasTarget: boolean,
  hasRequestTarget: boolean,
): boolean {
  return MAKING.test(call.name) ? !hasTarget : !hasRequestTarget;
}

const TAGGING = /^(?:(?:Un)?Tag|AddTags|RemoveTags|CreateTags|DeleteTags|ChangeTags)/;

/** An ARN of another service is only referred to, unless the call is made to act on any service's resources. */
export function isForeignArn(call: Call, text: string, anyResource: boolean): boolean {
  const service = parseArn(text)?.service;
  if (service === undefined || isSameService(service, call.service)) return false;
  return !(call.linking || anyResource || isTagging(call.name));
}

/** Calls of the tagging kind take resources of any service. */
export function isTagging(name: string): boolean {
  return TAGGING.test(name);
}

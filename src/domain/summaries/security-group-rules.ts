/** Rules of security groups, out of all the shapes in which records hold them. */
import { isObject, type JsonValue } from "../json.ts";
import { at, type Call, listAt, nameAt, textAt } from "./call.ts";
import { counted, listed } from "./words.ts";

export type GroupRule = {
  /** `port 22/tcp`, `ports 8000-8100/tcp`, `all traffic`. */
  ports: string;
  /** The other side: `the whole internet (0.0.0.0/0)`, `10.0.0.0/8`, `security group sg-1`. */
  peer: string;
};

/** IP protocol numbers that people know by name (iana.org/assignments/protocol-numbers). */
const PROTOCOLS: Readonly<Record<string, string>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "50": "esp",
  "58": "icmpv6",
};

/** `port 22/tcp`, `ports 8000-8100/udp`, `all tcp ports`, `icmp`, `all traffic`. */
export function portWords(
  protocol: string | undefined,
  from: string | undefined,
  to: string | undefined,
): string {
  if (protocol === undefined || protocol === "-1" || protocol === "all") return "all traffic";
  const name = (Object.hasOwn(PROTOCOLS, protocol) && PROTOCOLS[protocol]) || protocol;
  if (name !== "tcp" && name !== "udp") return /^\d+$/.test(name) ? `protocol ${name}` : name;
  if (from === undefined || from === "-1" || (from === "0" && to === "65535"))
    return `all ${name} ports`;
  return to === undefined || from === to ? `port ${from}/${name}` : `ports ${from}-${to}/${name}`;
}

/** A range of addresses in words; the whole world is said so that nobody overlooks it. */
export function rangeWords(range: string): string {
  if (range === "0.0.0.0/0") return "the whole internet (0.0.0.0/0)";
  return range === "::/0" ? "the whole IPv6 internet (::/0)" : range;
}

/** The rules that a call names; where it names only rule ids, those of the response or the ids themselves. */
export function groupRulesIn(call: Call): GroupRule[] {
  const modified = listAt(
    call.request,
    "ModifySecurityGroupRulesRequest.SecurityGroupRule",
  ).flatMap((rule) => ruleIn(at(rule, "SecurityGroupRule")));
  if (modified.length > 0) return modified;
  const given = listAt(call.request, "ipPermissions").flatMap(rulesInPermission);
  if (given.length > 0) return given;
  const flat = rulesInPermission(call.request);
  if (flat.length > 0) return flat;
  const answered = listAt(
    call.response,
    "securityGroupRuleSet",
    "revokedSecurityGroupRuleSet",
  ).flatMap(ruleIn);
  if (answered.length > 0) return answered;
  return [];
}

/** `ipPermissions` item, or the flat shape of old tools: one range of ports, many peers. */
function rulesInPermission(permission: JsonValue): GroupRule[] {
  const ports = portWords(
    textAt(permission, "ipProtocol"),
    textAt(permission, "fromPort"),
    textAt(permission, "toPort"),
  );
  return peersIn(permission).map((peer) => ({ ports, peer }));
}

function peersIn(permission: JsonValue): string[] {
  const ranges = [
    ...listAt(permission, "ipRanges").flatMap((range) => rangeIn(range, "cidrIp")),
    ...listAt(permission, "ipv6Ranges").flatMap((range) => rangeIn(range, "cidrIpv6")),
    ...[textAt(permission, "cidrIp"), textAt(permission, "cidrIpv6")].filter(
      (text) => text !== undefined,
    ),
  ].map(rangeWords);
  const groups = [
    ...listAt(permission, "groups", "userIdGroupPairs").flatMap((group) =>
      isObject(group)
        ? (nameAt(group, "groupId", "groupName", "sourceSecurityGroupName") ?? [])
        : [],
    ),
    ...[textAt(permission, "sourceSecurityGroupId", "sourceSecurityGroupName")].filter(
      (text) => text !== undefined,
    ),
  ].map((id) => `security group ${id}`);
  const lists = listAt(permission, "prefixListIds").flatMap((list) => {
    const id = textAt(list, "prefixListId");
    return id === undefined ? [] : [`prefix list ${id}`];
  });
  return [...ranges, ...groups, ...lists];
}

function rangeIn(range: JsonValue, key: string): string[] {
  const text = typeof range === "string" ? range : textAt(range, key);
  return text === undefined ? [] : [text];
}

/** One rule as the response lists it. */
function ruleIn(rule: JsonValue | undefined): GroupRule[] {
  const range = textAt(rule, "cidrIpv4", "cidrIpv6", "cidrIp");
  const group = textAt(rule, "referencedGroupInfo.groupId", "referencedGroupId");
  const list = textAt(rule, "prefixListId");
  const peer =
    (range && rangeWords(range)) ??
    (group && `security group ${group}`) ??
    (list && `prefix list ${list}`);
  if (!peer) return [];
  const ports = portWords(
    textAt(rule, "ipProtocol"),
    textAt(rule, "fromPort"),
    textAt(rule, "toPort"),
  );
  return [{ ports, peer }];
}

/** Rules by peer, those open to the world first: `port 22/tcp … the whole internet`. */
export function rulesByPeer(rules: readonly GroupRule[]): { ports: string; peer: string }[] {
  const peers = [...new Set(rules.map(({ peer }) => peer))].toSorted(
    (a, b) => Number(b.startsWith("the whole")) - Number(a.startsWith("the whole")),
  );
  const told = peers.map((peer) => ({
    peer,
    ports: portsTogether(rules.filter((rule) => rule.peer === peer).map(({ ports }) => ports)),
  }));
  return told;
}

/** `ports 80/tcp and 443/tcp` for `port 80/tcp` and `port 443/tcp`. */
function portsTogether(ports: readonly string[]): string {
  const once = [...new Set(ports)];
  if (once.length < 2) return once.join("");
  const bare = once.map((text) => text.replace(/^ports? /, ""));
  return once.every((text) => /^ports? /.test(text)) ? `ports ${listed(bare, 4)}` : listed(once, 4);
}

/** `open port 22/tcp of sg-1 to the whole internet (0.0.0.0/0), port 443/tcp to 10.0.0.0/8`. */
export function ruleWords(
  rules: readonly GroupRule[],
  say: (ports: string, peer: string, first: boolean) => string,
): string {
  const peers = rulesByPeer(rules);
  const told = peers.slice(0, 3).map(({ ports, peer }, index) => say(ports, peer, index === 0));
  const rest = peers.length - told.length;
  return rest > 0 ? `${told.join(", ")} and ${counted(rest, "more source")}` : told.join(", ");
}

/** EC2 networks: security groups, VPCs, subnets, routes, network ACLs, gateways, addresses. */
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
import { groupRulesIn, portWords, rangeWords, ruleWords } from "./security-group-rules.ts";
import { listed } from "./words.ts";

function group(call: Call): string {
  const path = "ModifySecurityGroupRulesRequest.GroupId";
  return (
    name(call, "groupId", "groupName", path) ??
    nameAt(call.response, "groupId") ??
    "a security group"
  );
}

const opened = (call: Call): Deed => {
  const words = ruleWords(groupRulesIn(call), (ports, peer, first) =>
    first ? `open ${ports} of ${group(call)} to ${peer}` : `${ports} to ${peer}`,
  );
  return words === "" ? `open ports of ${group(call)}` : words;
};

const closed = (call: Call): Deed => {
  const words = ruleWords(groupRulesIn(call), (ports, peer, first) =>
    first ? `close ${ports} of ${group(call)} to ${peer}` : `${ports} to ${peer}`,
  );
  return words === ""
    ? { act: `remove ingress rules of ${group(call)}`, detail: ruleIds(call) }
    : words;
};

const allowedOut = (call: Call): Deed => {
  const words = ruleWords(groupRulesIn(call), (ports, peer, first) =>
    first ? `allow ${group(call)} to reach ${peer} on ${ports}` : `${peer} on ${ports}`,
  );
  return words === "" ? `add egress rules to ${group(call)}` : words;
};

const forbiddenOut = (call: Call): Deed => {
  const words = ruleWords(groupRulesIn(call), (ports, peer, first) =>
    first ? `stop ${group(call)} from reaching ${peer} on ${ports}` : `${peer} on ${ports}`,
  );
  return words === ""
    ? { act: `remove egress rules of ${group(call)}`, detail: ruleIds(call) }
    : words;
};

const modified = (call: Call): Deed => ({
  act: `change rules of ${group(call)}`,
  detail: ruleWords(groupRulesIn(call), (ports, peer) => `${ports} to ${peer}`),
});

function ruleIds(call: Call): string | undefined {
  const ids = listAt(call.request, "securityGroupRuleIds").flatMap((item) =>
    typeof item === "string" ? item : (textAt(item, "securityGroupRuleId") ?? []),
  );
  return ids.length === 0 ? undefined : listed(ids);
}

const TARGETS = [
  "gatewayId",
  "natGatewayId",
  "instanceId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "vpcEndpointId",
  "egressOnlyInternetGatewayId",
  "localGatewayId",
  "carrierGatewayId",
];

/** Where a route leads to. */
export function routeTarget(call: Call): string | undefined {
  return name(call, ...TARGETS);
}

/** What a route is for: a range of addresses, or a prefix list. */
export function routeDestination(call: Call): string | undefined {
  const range = asked(call, "destinationCidrBlock", "destinationIpv6CidrBlock");
  return range ? rangeWords(range) : asked(call, "destinationPrefixListId");
}

const table = (call: Call) => the("route table", name(call, "routeTableId"));

function route(verb: string, word: string): (call: Call) => Deed {
  return (call) => {
    const to = routeTarget(call);
    const destination = routeDestination(call) ?? "a destination";
    return `${verb} the route to ${destination} ${word} ${table(call)}${to ? ` through ${to}` : ""}`;
  };
}

/** `rule 100 (inbound): allow port 22/tcp from 0.0.0.0/0`. */
function aclEntry(verb: string, word: string): (call: Call) => Deed {
  return (call) => {
    const direction = flagAt(call.request, "egress") ? "outbound" : "inbound";
    const number = asked(call, "ruleNumber") ?? "?";
    const action = asked(call, "ruleAction");
    const range = asked(call, "cidrBlock", "ipv6CidrBlock");
    const ports = portWords(
      asked(call, "aclProtocol", "protocol"),
      asked(call, "portRange.from"),
      asked(call, "portRange.to"),
    );
    const side = direction === "outbound" ? "to" : "from";
    return {
      act: `${verb} ${direction} rule ${number} ${word} ${the("network ACL", name(call, "networkAclId"))}`,
      detail: action && `${action} ${ports}${range ? ` ${side} ${rangeWords(range)}` : ""}`,
    };
  };
}

function created(
  noun: string,
  path: string,
  detail: (call: Call) => string | undefined,
): (call: Call) => Deed {
  return (call) => ({
    act: `create ${the(noun, nameAt(call.response, path))}`,
    detail: detail(call),
  });
}

const cidr = (call: Call) => asked(call, "cidrBlock", "CreateVpcRequest.CidrBlock");

const flowLogIds = (call: Call) =>
  listAt(call.request, "DeleteFlowLogsRequest.FlowLogId", "flowLogIds").flatMap((item) =>
    typeof item === "string" ? item : (textAt(item, "content", "flowLogId") ?? []),
  );

function createdFlowLogs(call: Call): Deed {
  const request = at(call.request, "CreateFlowLogsRequest") ?? call.request;
  const of = textAt(
    request,
    "ResourceId.content",
    "ResourceId",
    "resourceIds.items.0.resourceId",
    "resourceIds.0",
  );
  return `turn on flow logs of ${of ?? "a network"}`;
}

function endpoint(call: Call): Deed {
  const service = asked(call, "CreateVpcEndpointRequest.ServiceName", "serviceName");
  const vpc = asked(call, "CreateVpcEndpointRequest.VpcId", "vpcId");
  return `create a VPC endpoint for ${service ?? "a service"}${vpc ? ` in ${vpc}` : ""}`;
}

const gateway = (call: Call) => the("internet gateway", name(call, "internetGatewayId"));

export const ec2Network: Summaries = {
  AuthorizeSecurityGroupIngress: opened,
  RevokeSecurityGroupIngress: closed,
  AuthorizeSecurityGroupEgress: allowedOut,
  RevokeSecurityGroupEgress: forbiddenOut,
  ModifySecurityGroupRules: modified,
  CreateSecurityGroup: (call) => {
    const id = nameAt(call.response, "groupId");
    const label = asked(call, "groupName");
    const both = [label, id && label ? `(${id})` : id].filter(Boolean).join(" ");
    return `create ${the("security group", both || undefined)}`;
  },
  DeleteSecurityGroup: acts("delete", "security group", "groupId", "groupName"),
  CreateVpc: created("VPC", "vpc.vpcId", cidr),
  CreateDefaultVpc: created("default VPC", "vpc.vpcId", () => undefined),
  DeleteVpc: acts("delete", "VPC", "vpcId"),
  CreateSubnet: created("subnet", "subnet.subnetId", (call) =>
    [cidr(call), name(call, "vpcId")].filter(Boolean).join(" in "),
  ),
  DeleteSubnet: acts("delete", "subnet", "subnetId"),
  CreateRouteTable: created("route table", "routeTable.routeTableId", (call) => {
    const vpc = name(call, "vpcId");
    return vpc && `in ${vpc}`;
  }),
  DeleteRouteTable: acts("delete", "route table", "routeTableId"),
  AssociateRouteTable: (call) =>
    `use ${table(call)} for ${name(call, "subnetId", "gatewayId") ?? "a subnet"}`,
  DisassociateRouteTable: (call) =>
    `end the use of a route table: ${name(call, "associationId") ?? "unnamed association"}`,
  CreateRoute: route("add", "to"),
  ReplaceRoute: route("change", "of"),
  DeleteRoute: route("delete", "of"),
  CreateNetworkAcl: created("network ACL", "networkAcl.networkAclId", (call) =>
    name(call, "vpcId"),
  ),
  DeleteNetworkAcl: acts("delete", "network ACL", "networkAclId"),
  CreateNetworkAclEntry: aclEntry("add", "to"),
  ReplaceNetworkAclEntry: aclEntry("change", "of"),
  DeleteNetworkAclEntry: aclEntry("delete", "of"),
  CreateInternetGateway: created(
    "internet gateway",
    "internetGateway.internetGatewayId",
    () => undefined,
  ),
  AttachInternetGateway: (call) => `attach ${gateway(call)} to ${the("VPC", name(call, "vpcId"))}`,
  DetachInternetGateway: (call) =>
    `detach ${gateway(call)} from ${the("VPC", name(call, "vpcId"))}`,
  DeleteInternetGateway: (call) => `delete ${gateway(call)}`,
  CreateNatGateway: created(
    "NAT gateway",
    "CreateNatGatewayResponse.natGateway.natGatewayId",
    (call) => {
      const subnet = asked(call, "CreateNatGatewayRequest.SubnetId");
      return subnet && `in ${subnet}`;
    },
  ),
  DeleteNatGateway: acts(
    "delete",
    "NAT gateway",
    "DeleteNatGatewayRequest.NatGatewayId",
    "natGatewayId",
  ),
  AllocateAddress: (call) =>
    `allocate elastic IP ${textAt(call.response, "publicIp") ?? "address"}`,
  AssociateAddress: (call) =>
    `give elastic IP ${asked(call, "publicIp", "allocationId") ?? "address"} to ${name(call, "instanceId", "networkInterfaceId") ?? "a resource"}`,
  DisassociateAddress: (call) =>
    `take elastic IP ${asked(call, "publicIp", "associationId") ?? "address"} away`,
  ReleaseAddress: (call) =>
    `release elastic IP ${asked(call, "publicIp", "allocationId") ?? "address"}`,
  CreateVpcEndpoint: endpoint,
  DeleteVpcEndpoints: (call) =>
    `delete VPC endpoint ${asked(call, "DeleteVpcEndpointsRequest.VpcEndpointId.content", "vpcEndpointIds.0") ?? ""}`.trim(),
  CreateVpcPeeringConnection: (call) =>
    `ask to peer ${the("VPC", name(call, "vpcId"))} with ${the("VPC", name(call, "peerVpcId"))}`,
  AcceptVpcPeeringConnection: acts("accept", "VPC peering", "vpcPeeringConnectionId"),
  DeleteVpcPeeringConnection: acts("delete", "VPC peering", "vpcPeeringConnectionId"),
  CreateFlowLogs: createdFlowLogs,
  DeleteFlowLogs: (call) => `delete flow logs ${listed(flowLogIds(call))}`.trim(),
};

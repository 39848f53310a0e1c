/** Parts of a thing that decide who can reach it: policies, keys, rules, secrets. */
import type { Aspect } from "./aspect-table.ts";
import { VISIBILITY } from "./verb-calls.ts";

const RULES =
  "*SecurityGroupIngress *SecurityGroupEgress *SecurityGroupRule* *NetworkAclEntry *Rule " +
  "*Rules SetRulePriorities *WebACL *IPSet";

export const ACCESS_ASPECTS: Aspect[] = [
  {
    said: "trust policy",
    words: "trust policy|trust relationship|trust|assume role policy|assume-role policy",
    names: "UpdateAssumeRolePolicy",
  },
  { said: "password policy", words: "password policy", names: "*AccountPasswordPolicy" },
  { said: "bucket policy", words: "bucket policy", names: "*BucketPolicy" },
  {
    said: "key policy",
    words: "key policy",
    names: "PutKeyPolicy CreateGrant RevokeGrant RetireGrant",
  },
  {
    said: "permissions boundary",
    words: "permissions boundary|permission boundary|boundary",
    names: "*PermissionsBoundary",
  },
  {
    said: "policy",
    words:
      "policy|policies|access policy|resource policy|inline policy|inline policies|managed policy|attached policies",
    names: "*Policy *Policies *PolicyVersion *Permission *QueueAttributes *TopicAttributes",
    alsoThing: true,
  },
  {
    said: "permissions",
    words: "permissions|permission|rights|privileges|access rights|access",
    names:
      "*Policy *PolicyVersion *Permission *Permissions *Grant *Acl *PermissionsBoundary AddUserToGroup RemoveUserFromGroup *PublicAccessBlock *OwnershipControls *SnapshotAttribute ModifyImageAttribute *QueueAttributes *TopicAttributes *AccessEntry *AccessPolicy *AccountAssignment",
  },
  { said: "acl", words: "acl|acls|access control list", names: "*Acl" },
  {
    said: "visibility",
    words:
      "visibility|public access|public access block|block public access|exposure|publicness|public accessibility",
    names: VISIBILITY,
  },
  {
    said: "encryption",
    words: "encryption|encryption settings|encryption key|sse|default encryption",
    names:
      "*Encryption* *EbsDefaultKms* ModifyDBInstance AssociateKmsKey DisassociateKmsKey *QueueAttributes",
  },
  {
    said: "password",
    words: "password|master password|login profile|console password|console access|login",
    names:
      "*LoginProfile ChangePassword *UserPassword ModifyDBInstance ModifyDBCluster ModifyCluster",
  },
  {
    said: "access keys",
    words: "access keys|access key|keys|credentials|ssh keys",
    names: "*AccessKey *SSHPublicKey *ServiceSpecificCredential *SigningCertificate",
    alsoThing: true,
  },
  { said: "MFA", words: "mfa|mfa device|mfa devices|second factor", names: "*MFADevice" },
  {
    said: "rules",
    words:
      "rules|ingress|egress|inbound|outbound|inbound rules|outbound rules|ingress rules|egress rules|firewall rules|ports|port|security group rules|firewall",
    names: RULES,
  },
  {
    said: "value",
    words: "secret value|secret values",
    names: "PutSecretValue UpdateSecret* RotateSecret RestoreSecret",
    reads: "*GetSecretValue",
  },
  {
    said: "value",
    words: "value|values|content|contents",
    names:
      "PutSecretValue UpdateSecret* RotateSecret RestoreSecret PutParameter DeleteParameter* LabelParameterVersion PutObject",
  },
  {
    said: "rotation",
    words: "rotation|key rotation|rotation schedule",
    names: "*KeyRotation RotateSecret CancelRotateSecret RotateKeyOnDemand",
  },
  {
    said: "members",
    words: "members|membership|group membership|groups",
    names: "AddUserToGroup RemoveUserFromGroup *GroupMembership *Members",
  },
  {
    said: "instance profile",
    words: "instance profile|iam role|iam instance profile",
    names: "*IamInstanceProfile* *InstanceProfile",
    alsoThing: true,
  },
  {
    said: "security groups",
    words: "security groups",
    names:
      "ModifyInstanceAttribute ModifyNetworkInterfaceAttribute ModifyDBInstance SetSecurityGroups UpdateFunctionConfiguration",
    alsoThing: true,
  },
  {
    said: "certificate",
    words: "certificate|certificates|tls certificate|ssl certificate",
    names: "*Certificate* ModifyListener UpdateDistribution",
    alsoThing: true,
  },
  {
    said: "rule",
    words:
      "rule|inbound rule|outbound rule|ingress rule|egress rule|firewall rule|security group rule",
    names: RULES,
    alsoThing: true,
  },
  {
    said: "version",
    words: "version|versions|default version|policy version|policy versions",
    names: "*PolicyVersion UpdateAlias Publish*Version",
    alsoThing: true,
  },
  { said: "grants", words: "grants|grant", names: "*Grant" },
  {
    said: "object lock",
    words: "object lock|object locking",
    names: "*ObjectLock* *ObjectRetention *ObjectLegalHold",
  },
  {
    said: "service control policy",
    words: "scp|scps|service control policy|service control policies",
    names: "organizations:*Policy organizations:*PolicyType",
    alsoThing: true,
  },
];

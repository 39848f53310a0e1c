/** Parts and settings of a thing ("the concurrency of X") → the API calls that change them. */
import { VISIBILITY } from "./verb-table.ts";

export type Aspect = {
  /** As said back. */
  said: string;
  /** Words for it, the longer ones found first; separated by `|`. */
  words: string;
  /** Event name patterns that change it. */
  names: string[];
  /** The words are also a kind of resource ("policy X"): taken as an aspect only beside "of" or another name. */
  alsoThing?: true;
};

const SIZES = [
  "ModifyInstanceAttribute",
  "ModifyDBInstance",
  "ModifyDBCluster",
  "ModifyCacheCluster",
  "Modify*ReplicationGroup*",
  "ModifyVolume",
  "redshift:ModifyCluster",
  "Resize*",
  "UpdateTable",
  "UpdateNodegroupConfig",
  "UpdateAutoScalingGroup",
  "SetDesiredCapacity",
];
const FUNCTION_SETTINGS = [
  "UpdateFunctionConfiguration",
  "RegisterTaskDefinition",
  "UpdateService",
  "UpdateContainer*",
  "UpdateEnvironment",
];
const RULES = [
  "*SecurityGroupIngress",
  "*SecurityGroupEgress",
  "*SecurityGroupRule*",
  "*NetworkAclEntry",
  "*Rule",
  "*Rules",
  "SetRulePriorities",
  "*WebACL",
  "*IPSet",
];

export const ASPECTS: Aspect[] = [
  {
    said: "concurrency",
    words: "concurrency|reserved concurrency|provisioned concurrency|concurrency limit",
    names: ["*Concurrency*"],
  },
  {
    said: "trust policy",
    words: "trust policy|trust relationship|trust|assume role policy|assume-role policy",
    names: ["UpdateAssumeRolePolicy"],
  },
  { said: "password policy", words: "password policy", names: ["*AccountPasswordPolicy"] },
  { said: "bucket policy", words: "bucket policy", names: ["*BucketPolicy"] },
  {
    said: "key policy",
    words: "key policy",
    names: ["PutKeyPolicy", "CreateGrant", "RevokeGrant", "RetireGrant"],
  },
  {
    said: "permissions boundary",
    words: "permissions boundary|permission boundary|boundary",
    names: ["*PermissionsBoundary"],
  },
  {
    said: "policy",
    words:
      "policy|policies|access policy|resource policy|inline policy|inline policies|managed policy|attached policies",
    names: [
      "*Policy",
      "*Policies",
      "*PolicyVersion",
      "*Permission",
      "*QueueAttributes",
      "*TopicAttributes",
    ],
    alsoThing: true,
  },
  {
    said: "permissions",
    words: "permissions|permission|rights|privileges|access rights|access",
    names: [
      "*Policy",
      "*PolicyVersion",
      "*Permission",
      "*Permissions",
      "*Grant",
      "*Acl",
      "*PermissionsBoundary",
      "AddUserToGroup",
      "RemoveUserFromGroup",
      "*PublicAccessBlock",
      "*OwnershipControls",
      "*SnapshotAttribute",
      "ModifyImageAttribute",
      "*QueueAttributes",
      "*TopicAttributes",
      "*AccessEntry",
      "*AccessPolicy",
      "*AccountAssignment",
    ],
  },
  { said: "acl", words: "acl|acls|access control list", names: ["*Acl"] },
  {
    said: "visibility",
    words:
      "visibility|public access|public access block|block public access|exposure|publicness|public accessibility",
    names: VISIBILITY,
  },
  {
    said: "encryption",
    words: "encryption|encryption settings|encryption key|sse|default encryption",
    names: [
      "*Encryption*",
      "*EbsDefaultKms*",
      "ModifyDBInstance",
      "AssociateKmsKey",
      "DisassociateKmsKey",
      "*QueueAttributes",
    ],
  },
  { said: "versioning", words: "versioning|mfa delete", names: ["*Versioning"] },
  {
    said: "lifecycle",
    words: "lifecycle|lifecycle rules|lifecycle policy|lifecycle configuration|expiration",
    names: ["*Lifecycle*"],
  },
  {
    said: "logging",
    words: "logging|access logs|access logging|server access logging|audit logs",
    names: [
      "*Logging*",
      "*FlowLogs",
      "*LoggingConfiguration",
      "ModifyLoadBalancerAttributes",
      "UpdateClusterConfig",
    ],
  },
  {
    said: "event selectors",
    words: "event selectors|event selector|data events",
    names: ["PutEventSelectors", "PutInsightSelectors"],
  },
  { said: "replication", words: "replication", names: ["*Replication*"] },
  { said: "website", words: "website|static website|website hosting", names: ["*Website"] },
  { said: "CORS", words: "cors|cors rules", names: ["*Cors*"] },
  {
    said: "notifications",
    words: "notification|notifications",
    names: ["*Notification*", "*Subscription*"],
  },
  {
    said: "tags",
    words: "tags|tagging|tag|labels",
    names: ["Tag*", "Untag*", "*Tagging", "*Tags", "*TagsTo*", "*TagsFrom*"],
  },
  {
    said: "password",
    words: "password|login profile|console password|console access|login",
    names: [
      "*LoginProfile",
      "ChangePassword",
      "*UserPassword",
      "ModifyDBInstance",
      "ModifyDBCluster",
      "ModifyCluster",
    ],
  },
  {
    said: "access keys",
    words: "access keys|access key|keys|credentials|ssh keys",
    names: ["*AccessKey", "*SSHPublicKey", "*ServiceSpecificCredential", "*SigningCertificate"],
    alsoThing: true,
  },
  { said: "MFA", words: "mfa|mfa device|mfa devices|second factor", names: ["*MFADevice"] },
  {
    said: "code",
    words: "code|source code|function code|package",
    names: ["UpdateFunctionCode", "PublishVersion", "UpdateAlias", "PublishLayerVersion"],
  },
  {
    said: "environment variables",
    words:
      "environment variables|environment variable|env vars|env var|environment|env variables|variables",
    names: FUNCTION_SETTINGS,
  },
  {
    said: "settings of the function",
    words:
      "memory|memory size|timeout|time-out|runtime|handler|layers|execution role|dead letter queue|vpc config",
    names: [...FUNCTION_SETTINGS, "SetQueueAttributes"],
  },
  {
    said: "configuration",
    words:
      "configuration|configurations|config|settings|setting|attributes|properties|options|parameters|setup",
    names: [
      "Update*",
      "Modify*",
      "Set*",
      "Put*",
      "Change*",
      "Delete*Configuration",
      "Delete*Config",
      "Reset*",
    ],
  },
  {
    said: "instance type",
    words: "instance type|instance size|instance class|db class|node type|machine type",
    names: SIZES,
  },
  {
    said: "size",
    words: "size|storage|allocated storage|disk|disk size|iops|volume size",
    names: [...SIZES, "ModifyVolume"],
  },
  {
    said: "rules",
    words:
      "rules|ingress|egress|inbound|outbound|inbound rules|outbound rules|ingress rules|egress rules|firewall rules|ports|port|security group rules|firewall",
    names: RULES,
  },
  {
    said: "DNS record",
    words:
      "dns record|dns records|record|records|dns|dns entry|record set|record sets|cname|a record|mx record|txt record",
    names: [
      "ChangeResourceRecordSets",
      "CreateHostedZone",
      "DeleteHostedZone",
      "ChangeCidrCollection",
    ],
  },
  {
    said: "desired count",
    words: "desired count|task count|number of tasks|replicas|instance count|number of instances",
    names: [
      "UpdateService",
      "*ScalableTarget",
      "*ScalingPolicy",
      "SetDesiredCapacity",
      "UpdateAutoScalingGroup",
    ],
  },
  {
    said: "capacity",
    words:
      "desired capacity|capacity|min size|max size|minimum size|maximum size|throughput|read capacity|write capacity|billing mode|shards|shard count",
    names: [
      "SetDesiredCapacity",
      "UpdateAutoScalingGroup",
      "UpdateTable",
      "*ScalableTarget",
      "*ScalingPolicy",
      "*ScheduledAction",
      "UpdateNodegroupConfig",
      "UpdateShardCount",
      "UpdateStreamMode",
      "ModifyDBCluster",
      "*CapacityProvider*",
      "ModifyCurrentDBClusterCapacity",
      "UpdateService",
    ],
  },
  {
    said: "scaling",
    words: "scaling policy|scaling policies|auto scaling|autoscaling|scaling",
    names: [
      "*ScalingPolicy",
      "*ScalableTarget",
      "UpdateAutoScalingGroup",
      "SetDesiredCapacity",
      "*ScheduledAction",
      "*AutoScaling*",
    ],
  },
  {
    said: "threshold",
    words: "threshold|alarm threshold|evaluation periods",
    names: ["PutMetricAlarm", "PutCompositeAlarm", "PutAnomalyDetector"],
  },
  {
    said: "alarm actions",
    words: "alarm actions|actions",
    names: ["PutMetricAlarm", "PutCompositeAlarm", "*AlarmActions"],
  },
  {
    said: "retention",
    words: "retention|retention period|log retention|backup retention|message retention",
    names: [
      "*Retention*",
      "ModifyDBInstance",
      "ModifyDBCluster",
      "SetQueueAttributes",
      "*Lifecycle*",
    ],
  },
  {
    said: "routes",
    words: "routes|route|routing",
    names: [
      "CreateRoute",
      "DeleteRoute",
      "ReplaceRoute",
      "*RouteTable*",
      "*VpcRoute*",
      "*TransitGatewayRoute*",
    ],
  },
  {
    said: "subscriptions",
    words: "subscriptions|subscription|subscribers",
    names: [
      "Subscribe",
      "Unsubscribe",
      "ConfirmSubscription",
      "SetSubscriptionAttributes",
      "*SubscriptionFilter",
    ],
  },
  {
    said: "triggers",
    words: "triggers|trigger|event source|event sources|event source mapping",
    names: [
      "*EventSourceMapping",
      "lambda:*Permission",
      "*BucketNotification*",
      "PutTargets",
      "RemoveTargets",
    ],
  },
  {
    said: "targets",
    words: "targets|target",
    names: [
      "PutTargets",
      "RemoveTargets",
      "RegisterTargets",
      "DeregisterTargets",
      "ModifyTargetGroup*",
    ],
  },
  {
    said: "schedule",
    words: "schedule|cron",
    names: ["PutRule", "*Schedule", "*ScheduledAction", "EnableRule", "DisableRule"],
    alsoThing: true,
  },
  {
    said: "value",
    words: "value|secret value|content|contents",
    names: [
      "PutSecretValue",
      "UpdateSecret*",
      "RotateSecret",
      "RestoreSecret",
      "PutParameter",
      "DeleteParameter*",
      "LabelParameterVersion",
      "PutObject",
    ],
  },
  {
    said: "rotation",
    words: "rotation|key rotation|rotation schedule",
    names: ["*KeyRotation", "RotateSecret", "CancelRotateSecret", "RotateKeyOnDemand"],
  },
  {
    said: "deletion protection",
    words: "deletion protection|termination protection|delete protection",
    names: [
      "ModifyDBInstance",
      "ModifyDBCluster",
      "ModifyInstanceAttribute",
      "ModifyLoadBalancerAttributes",
      "UpdateTable",
      "UpdateTerminationProtection",
      "SetTerminationProtection",
      "UpdateUserPool",
    ],
  },
  {
    said: "backups",
    words: "backups|backup|backup window|point in time recovery|pitr",
    names: ["*Backup*", "*ContinuousBackups", "ModifyDBInstance", "ModifyDBCluster"],
  },
  {
    said: "members",
    words: "members|membership|group membership|groups",
    names: ["AddUserToGroup", "RemoveUserFromGroup", "*GroupMembership", "*Members"],
  },
  {
    said: "image",
    words: "image|container image|docker image|task definition|image tag",
    names: [
      "UpdateService",
      "RegisterTaskDefinition",
      "UpdateFunctionCode",
      "PutImage",
      "BatchDeleteImage",
      "*LaunchTemplate*",
    ],
    alsoThing: true,
  },
  {
    said: "instance profile",
    words: "instance profile|iam role|iam instance profile",
    names: ["*IamInstanceProfile*", "*InstanceProfile"],
    alsoThing: true,
  },
  {
    said: "security groups",
    words: "security groups",
    names: [
      "ModifyInstanceAttribute",
      "ModifyNetworkInterfaceAttribute",
      "ModifyDBInstance",
      "SetSecurityGroups",
      "UpdateFunctionConfiguration",
    ],
  },
  {
    said: "parameter group",
    words: "parameter group",
    names: ["ModifyDBInstance", "ModifyDBCluster", "*ParameterGroup"],
    alsoThing: true,
  },
  {
    said: "time to live",
    words: "ttl|time to live",
    names: ["UpdateTimeToLive", "ChangeResourceRecordSets"],
  },
  {
    said: "health check",
    words: "health check|health checks",
    names: ["*HealthCheck*", "ModifyTargetGroup"],
  },
  {
    said: "certificate",
    words: "certificate|certificates|tls certificate|ssl certificate",
    names: ["*Certificate*", "ModifyListener", "UpdateDistribution"],
    alsoThing: true,
  },
  { said: "aliases", words: "aliases", names: ["*Alias", "AssociateAlias"] },
  {
    said: "public IP address",
    words: "elastic ip|public ip|ip address",
    names: ["*Address", "AssociateAddress", "DisassociateAddress"],
    alsoThing: true,
  },
  {
    said: "snapshots",
    words: "snapshots",
    names: ["*Snapshot", "*Snapshots", "*SnapshotAttribute"],
    alsoThing: true,
  },
  { said: "grants", words: "grants|grant", names: ["*Grant"] },
  { said: "stage variables", words: "stage variables", names: ["UpdateStage", "*Deployment"] },
  { said: "function URL", words: "function url|url", names: ["*FunctionUrlConfig"] },
  {
    said: "service control policy",
    words: "scp|scps|service control policy|service control policies",
    names: ["organizations:*Policy", "organizations:*PolicyType"],
    alsoThing: true,
  },
  {
    said: "state",
    words: "state|status|power state",
    names: [
      "Start*",
      "Stop*",
      "Reboot*",
      "Terminate*",
      "Enable*",
      "Disable*",
      "Run*",
      "Resume*",
      "Suspend*",
    ],
  },
];

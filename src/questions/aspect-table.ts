/** Parts and settings of a thing ("the concurrency of X") → the API calls that change them. */
import { ACCESS_ASPECTS } from "./access-aspects.ts";

export type Aspect = {
  /** As said back. */
  said: string;
  /** Words for it, the longer ones found first; separated by `|`. */
  words: string;
  /** Event name patterns that change it. */
  names: string;
  /** The words are also a kind of resource ("policy X"): taken as an aspect only beside "of" or another name. */
  alsoThing?: true;
  /** Event name patterns that read it, where `Get…` before its names are not those. */
  reads?: string;
};

const SIZES =
  "ModifyInstanceAttribute ModifyDBInstance ModifyDBCluster ModifyCacheCluster " +
  "Modify*ReplicationGroup* ModifyVolume redshift:ModifyCluster Resize* UpdateTable " +
  "UpdateNodegroupConfig UpdateAutoScalingGroup SetDesiredCapacity";
const FUNCTION_SETTINGS =
  "UpdateFunctionConfiguration RegisterTaskDefinition UpdateService UpdateContainer* " +
  "UpdateEnvironment";

export const ASPECTS: Aspect[] = [
  ...ACCESS_ASPECTS,
  {
    said: "concurrency",
    words: "concurrency|reserved concurrency|provisioned concurrency|concurrency limit",
    names: "*Concurrency*",
  },
  { said: "versioning", words: "versioning|mfa delete", names: "*Versioning" },
  {
    said: "lifecycle",
    words: "lifecycle|lifecycle rules|lifecycle policy|lifecycle configuration|expiration",
    names: "*Lifecycle*",
  },
  {
    said: "logging",
    words: "logging|access logs|access logging|server access logging|audit logs",
    names:
      "*Logging* *FlowLogs *LoggingConfiguration ModifyLoadBalancerAttributes UpdateClusterConfig",
  },
  {
    said: "event selectors",
    words: "event selectors|event selector|data events",
    names: "PutEventSelectors PutInsightSelectors",
  },
  { said: "replication", words: "replication", names: "*Replication*" },
  { said: "website", words: "website|static website|website hosting", names: "*Website" },
  { said: "CORS", words: "cors|cors rules", names: "*Cors*" },
  {
    said: "notifications",
    words: "notification|notifications",
    names: "*Notification* *Subscription*",
  },
  {
    said: "tags",
    words: "tags|tagging|tag|labels",
    names: "Tag* Untag* *Tagging *Tags *TagsTo* *TagsFrom*",
  },
  {
    said: "code",
    words: "code|source code|function code|package",
    names: "UpdateFunctionCode PublishVersion UpdateAlias PublishLayerVersion",
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
      "visibility timeout|memory|memory size|timeout|time-out|runtime|handler|layers|execution role|dead letter queue|vpc config",
    names: `${FUNCTION_SETTINGS} SetQueueAttributes`,
  },
  {
    said: "configuration",
    words:
      "configuration|configurations|config|settings|setting|attribute|attributes|properties|options|setup",
    names: "Update* Modify* Set* Put* Change* Delete*Configuration Delete*Config Reset*",
  },
  {
    said: "configuration",
    words: "parameters",
    names: "Update* Modify* Set* Put* Change* Reset*",
    alsoThing: true,
  },
  {
    said: "instance type",
    words: "instance type|instance size|instance class|db class|node type|machine type",
    names: SIZES,
  },
  {
    said: "size",
    words: "size|storage|allocated storage|disk|disk size|iops|volume size",
    names: `${SIZES} ModifyVolume`,
  },
  {
    said: "DNS record",
    words:
      "dns record|dns records|record|records|dns|dns entry|record set|record sets|cname|a record|mx record|txt record",
    names: "ChangeResourceRecordSets CreateHostedZone DeleteHostedZone ChangeCidrCollection",
  },
  {
    said: "desired count",
    words: "desired count|task count|number of tasks|replicas|instance count|number of instances",
    names: "UpdateService *ScalableTarget *ScalingPolicy SetDesiredCapacity UpdateAutoScalingGroup",
  },
  {
    said: "capacity",
    words:
      "desired capacity|capacity|min size|max size|minimum size|maximum size|throughput|read capacity|write capacity|billing mode|shards|shard count",
    names:
      "SetDesiredCapacity UpdateAutoScalingGroup UpdateTable *ScalableTarget *ScalingPolicy *ScheduledAction UpdateNodegroupConfig UpdateShardCount UpdateStreamMode ModifyDBCluster *CapacityProvider* ModifyCurrentDBClusterCapacity UpdateService",
  },
  {
    said: "scaling",
    words: "scaling policy|scaling policies|auto scaling|autoscaling|scaling",
    names:
      "*ScalingPolicy *ScalableTarget UpdateAutoScalingGroup SetDesiredCapacity *ScheduledAction *AutoScaling*",
  },
  {
    said: "threshold",
    words: "threshold|alarm threshold|evaluation periods",
    names: "PutMetricAlarm PutCompositeAlarm PutAnomalyDetector",
  },
  {
    said: "alarm actions",
    words: "alarm actions|actions",
    names: "PutMetricAlarm PutCompositeAlarm *AlarmActions",
  },
  {
    said: "retention",
    words: "retention|retention period|log retention|backup retention|message retention",
    names: "*Retention* ModifyDBInstance ModifyDBCluster SetQueueAttributes *Lifecycle*",
  },
  {
    said: "routes",
    words: "routes|routing",
    names: "CreateRoute DeleteRoute ReplaceRoute *RouteTable* *VpcRoute* *TransitGatewayRoute*",
  },
  {
    said: "subscriptions",
    words: "subscriptions|subscription|subscribers",
    names:
      "Subscribe Unsubscribe ConfirmSubscription SetSubscriptionAttributes *SubscriptionFilter",
  },
  {
    said: "triggers",
    words: "triggers|trigger|event source|event sources|event source mapping",
    names: "*EventSourceMapping lambda:*Permission *BucketNotification* PutTargets RemoveTargets",
  },
  {
    said: "targets",
    words: "targets|target",
    names: "PutTargets RemoveTargets RegisterTargets DeregisterTargets ModifyTargetGroup*",
  },
  {
    said: "schedule",
    words: "schedule|cron",
    names: "PutRule *Schedule *ScheduledAction EnableRule DisableRule",
    alsoThing: true,
  },
  {
    said: "deletion protection",
    words: "deletion-protection|termination protection|delete protection",
    names:
      "ModifyDBInstance ModifyDBCluster ModifyInstanceAttribute ModifyLoadBalancerAttributes UpdateTable UpdateTerminationProtection SetTerminationProtection UpdateUserPool",
  },
  {
    said: "backups",
    words: "backups|backup|backup window|point in time recovery|pitr",
    names: "*Backup* *ContinuousBackups ModifyDBInstance ModifyDBCluster",
  },
  {
    said: "image",
    words: "image|container image|docker image|task definition|image tag",
    names:
      "UpdateService RegisterTaskDefinition UpdateFunctionCode PutImage BatchDeleteImage *LaunchTemplate*",
    alsoThing: true,
  },
  {
    said: "parameter group",
    words: "parameter group",
    names: "ModifyDBInstance ModifyDBCluster *ParameterGroup",
    alsoThing: true,
  },
  {
    said: "time to live",
    words: "ttl|time to live",
    names: "UpdateTimeToLive ChangeResourceRecordSets",
  },
  {
    said: "health check",
    words: "health check|health checks",
    names: "*HealthCheck* ModifyTargetGroup",
  },
  { said: "aliases", words: "aliases", names: "*Alias AssociateAlias" },
  {
    said: "public IP address",
    words: "elastic ip|public ip|ip address",
    names: "*Address AssociateAddress DisassociateAddress",
    alsoThing: true,
  },
  {
    said: "snapshots",
    words: "snapshots|snapshot",
    names: "*Snapshot *Snapshots *SnapshotAttribute",
    alsoThing: true,
  },
  { said: "user data", words: "user data|userdata", names: "ModifyInstanceAttribute" },
  {
    said: "metadata options",
    words: "metadata options|imds|instance metadata",
    names: "ModifyInstanceMetadata*",
  },
  { said: "function URL", words: "function url|url", names: "*FunctionUrlConfig" },
  {
    said: "state",
    words: "state|status|power state",
    names: "Start* Stop* Reboot* Terminate* Enable* Disable* Run* Resume* Suspend*",
  },
];

/** Load balancers, messages, monitoring and delivery: how people ask for them, and how records spell them. */
import type { Kind } from "./kinds.ts";

const HERE = "eu-west-1:111122223333";
const LB = `arn:aws:elasticloadbalancing:${HERE}:loadbalancer/app/shop/50dc6c495c0c9188`;
const TG = `arn:aws:elasticloadbalancing:${HERE}:targetgroup/shop-web/73e2d6bc24d8a067`;
const STACK = `arn:aws:cloudformation:${HERE}:stack/network-prod/0f3c1a2b-0000-1111-2222-333344445555`;
const QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs";

export const serviceKinds: Kind[] = [
  {
    kind: "load balancer",
    asks: ["shop", LB, "app/shop/50dc6c495c0c9188"],
    hits: [
      ["elasticloadbalancing", "ModifyLoadBalancerAttributes", { loadBalancerArn: LB }],
      [
        "elasticloadbalancing",
        "CreateListener",
        { loadBalancerArn: LB, port: 80, defaultActions: [{ targetGroupArn: TG }] },
      ],
    ],
    misses: [
      [
        "elasticloadbalancing",
        "DeleteLoadBalancer",
        { loadBalancerArn: LB.replace("/shop/", "/shop-2/").replace("9188", "9189") },
      ],
    ],
  },
  {
    kind: "target group",
    asks: ["shop-web", TG, "targetgroup/shop-web/73e2d6bc24d8a067"],
    hits: [
      [
        "elasticloadbalancing",
        "RegisterTargets",
        { targetGroupArn: TG, targets: [{ id: "10.0.0.1" }] },
      ],
      ["elasticloadbalancing", "ModifyTargetGroup", { targetGroupArn: TG }],
    ],
    misses: [
      ["ecs", "CreateService", { serviceName: "s", loadBalancers: [{ targetGroupArn: TG }] }],
      [
        "elasticloadbalancing",
        "CreateListener",
        { loadBalancerArn: LB, defaultActions: [{ targetGroupArn: TG }] },
      ],
    ],
  },
  {
    kind: "SQS queue",
    asks: ["jobs", QUEUE, `arn:aws:sqs:${HERE}:jobs`, "queue/jobs"],
    hits: [
      ["sqs", "SetQueueAttributes", { queueUrl: QUEUE, attributes: { VisibilityTimeout: "5" } }],
      ["sqs", "CreateQueue", { queueName: "jobs" }, { queueUrl: QUEUE }],
      ["sqs", "PurgeQueue", { queueUrl: QUEUE }],
    ],
    misses: [
      [
        "sqs",
        "SetQueueAttributes",
        {
          queueUrl: `${QUEUE}-dlq`,
          attributes: { RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:${HERE}:jobs"}` },
        },
      ],
      ["sqs", "SendMessage", { queueUrl: QUEUE }],
      [
        "sns",
        "Subscribe",
        {
          topicArn: `arn:aws:sns:${HERE}:t`,
          protocol: "sqs",
          endpoint: `arn:aws:sqs:${HERE}:jobs`,
        },
      ],
    ],
  },
  {
    kind: "SNS topic",
    asks: ["alerts", `arn:aws:sns:${HERE}:alerts`, "topic/alerts"],
    hits: [
      ["sns", "SetTopicAttributes", { topicArn: `arn:aws:sns:${HERE}:alerts` }],
      [
        "sns",
        "Unsubscribe",
        { subscriptionArn: `arn:aws:sns:${HERE}:alerts:0f3c1a2b-0000-1111-2222-333344445555` },
      ],
      ["sns", "CreateTopic", { name: "alerts" }, { topicArn: `arn:aws:sns:${HERE}:alerts` }],
    ],
    misses: [
      ["sns", "Publish", { topicArn: `arn:aws:sns:${HERE}:alerts` }],
      [
        "monitoring",
        "PutMetricAlarm",
        { alarmName: "cpu", alarmActions: [`arn:aws:sns:${HERE}:alerts`] },
      ],
      ["cloudtrail", "UpdateTrail", { name: "audit", snsTopicName: "alerts" }],
    ],
  },
  {
    kind: "CloudFormation stack",
    asks: [
      "network-prod",
      STACK,
      "stack/network-prod",
      `https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/stackinfo?stackId=${encodeURIComponent(STACK)}`,
    ],
    hits: [
      ["cloudformation", "UpdateStack", { stackName: "network-prod" }, { stackId: STACK }],
      ["cloudformation", "DeleteStack", { stackName: STACK }],
      ["cloudformation", "ExecuteChangeSet", { stackName: "network-prod", changeSetName: "c1" }],
    ],
    misses: [["cloudformation", "DeleteStack", { stackName: "network-prod-2" }]],
  },
  {
    kind: "log group",
    asks: [
      "/aws/lambda/checkout",
      `arn:aws:logs:${HERE}:log-group:/aws/lambda/checkout:*`,
      `arn:aws:logs:${HERE}:log-group:/aws/lambda/checkout`,
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fcheckout",
    ],
    hits: [
      ["logs", "PutRetentionPolicy", { logGroupName: "/aws/lambda/checkout", retentionInDays: 1 }],
      [
        "logs",
        "PutSubscriptionFilter",
        {
          logGroupName: "/aws/lambda/checkout",
          filterName: "f",
          destinationArn: "arn:aws:lambda:eu-west-1:1:function:f",
        },
      ],
      [
        "logs",
        "TagResource",
        { resourceArn: `arn:aws:logs:${HERE}:log-group:/aws/lambda/checkout` },
      ],
    ],
    misses: [
      ["logs", "DeleteLogGroup", { logGroupName: "/aws/lambda/checkout-api" }],
      ["logs", "PutLogEvents", { logGroupName: "/aws/lambda/checkout", logStreamName: "s" }],
      [
        "cloudtrail",
        "UpdateTrail",
        {
          name: "t",
          cloudWatchLogsLogGroupArn: `arn:aws:logs:${HERE}:log-group:/aws/lambda/checkout:*`,
        },
      ],
    ],
  },
  {
    kind: "alarm",
    asks: ["cpu high: web", `arn:aws:cloudwatch:${HERE}:alarm:cpu high: web`],
    hits: [
      ["monitoring", "PutMetricAlarm", { alarmName: "cpu high: web", metricName: "CPU" }],
      ["monitoring", "DeleteAlarms", { alarmNames: ["other", "cpu high: web"] }],
      ["monitoring", "DisableAlarmActions", { alarmNames: ["cpu high: web"] }],
    ],
    misses: [["monitoring", "DeleteAlarms", { alarmNames: ["cpu high"] }]],
  },
  {
    kind: "trail",
    asks: ["audit", `arn:aws:cloudtrail:${HERE}:trail/audit`],
    hits: [
      ["cloudtrail", "StopLogging", { name: `arn:aws:cloudtrail:${HERE}:trail/audit` }],
      ["cloudtrail", "DeleteTrail", { name: "audit" }],
      ["cloudtrail", "PutEventSelectors", { trailName: "audit" }],
    ],
    misses: [["cloudtrail", "DeleteTrail", { name: "audit-2" }]],
  },
  {
    kind: "hosted zone",
    asks: [
      "Z0123456789ABC",
      "/hostedzone/Z0123456789ABC",
      "arn:aws:route53:::hostedzone/Z0123456789ABC",
    ],
    hits: [
      [
        "route53",
        "ChangeResourceRecordSets",
        { hostedZoneId: "Z0123456789ABC", changeBatch: { changes: [] } },
      ],
      ["route53", "DeleteHostedZone", { id: "/hostedzone/Z0123456789ABC" }],
    ],
    misses: [
      [
        "route53",
        "ChangeResourceRecordSets",
        {
          hostedZoneId: "Z999",
          changeBatch: {
            changes: [
              {
                action: "UPSERT",
                resourceRecordSet: {
                  name: "a.example.com.",
                  aliasTarget: { hostedZoneId: "Z0123456789ABC" },
                },
              },
            ],
          },
        },
      ],
    ],
  },
  {
    kind: "DNS record",
    asks: ["api.example.com", "api.example.com."],
    hits: [
      [
        "route53",
        "ChangeResourceRecordSets",
        {
          hostedZoneId: "Z1",
          changeBatch: {
            changes: [
              { action: "UPSERT", resourceRecordSet: { name: "api.example.com.", type: "A" } },
            ],
          },
        },
      ],
      [
        "route53",
        "ChangeResourceRecordSets",
        {
          hostedZoneId: "Z1",
          changeBatch: { changes: [{ resourceRecordSet: { name: "api.example.com" } }] },
        },
      ],
    ],
    misses: [
      [
        "route53",
        "ChangeResourceRecordSets",
        {
          hostedZoneId: "Z1",
          changeBatch: { changes: [{ resourceRecordSet: { name: "www.api.example.com." } }] },
        },
      ],
    ],
  },
  {
    kind: "distribution",
    asks: ["E53370FUHBNLK", "arn:aws:cloudfront::111122223333:distribution/E53370FUHBNLK"],
    hits: [
      ["cloudfront", "UpdateDistribution", { id: "E53370FUHBNLK", distributionConfig: {} }],
      [
        "cloudfront",
        "CreateDistribution",
        {},
        {
          distribution: {
            id: "E53370FUHBNLK",
            aRN: "arn:aws:cloudfront::111122223333:distribution/E53370FUHBNLK",
          },
        },
      ],
    ],
    misses: [
      ["cloudfront", "DeleteDistribution", { id: "E53370FUHBNLL" }],
      ["wafv2", "UpdateIPSet", { name: "x", scope: "CLOUDFRONT" }],
    ],
  },
  {
    kind: "REST API",
    asks: ["a1b2c3d4e5", "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5"],
    hits: [
      ["apigateway", "UpdateStage", { restApiId: "a1b2c3d4e5", stageName: "prod" }],
      [
        "apigateway",
        "TagResource",
        { resourceArn: "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5/stages/prod" },
      ],
      ["apigateway", "DeleteRestApi", { restApiId: "a1b2c3d4e5" }],
    ],
    misses: [["apigateway", "DeleteRestApi", { restApiId: "a1b2c3d4e6" }]],
  },
  {
    kind: "event rule",
    asks: ["nightly", `arn:aws:events:${HERE}:rule/bus-1/nightly`],
    hits: [
      ["events", "PutTargets", { rule: "nightly", eventBusName: "bus-1", targets: [] }],
      ["events", "DisableRule", { name: "nightly" }],
      ["events", "TagResource", { resourceARN: `arn:aws:events:${HERE}:rule/bus-1/nightly` }],
    ],
    misses: [["events", "DisableRule", { name: "nightly-2" }]],
  },
  {
    kind: "state machine",
    asks: ["billing", `arn:aws:states:${HERE}:stateMachine:billing`],
    hits: [
      [
        "states",
        "UpdateStateMachine",
        { stateMachineArn: `arn:aws:states:${HERE}:stateMachine:billing`, definition: "{}" },
      ],
    ],
    misses: [
      [
        "states",
        "StopExecution",
        { executionArn: `arn:aws:states:${HERE}:execution:billing:run-1` },
      ],
    ],
  },
  {
    kind: "web ACL",
    asks: [
      "edge",
      `arn:aws:wafv2:${HERE}:regional/webacl/edge/0f3c1a2b-0000-1111-2222-333344445555`,
    ],
    hits: [
      [
        "wafv2",
        "UpdateWebACL",
        { name: "edge", scope: "REGIONAL", id: "0f3c1a2b-0000-1111-2222-333344445555" },
      ],
      [
        "wafv2",
        "AssociateWebACL",
        {
          webACLArn: `arn:aws:wafv2:${HERE}:regional/webacl/edge/0f3c1a2b-0000-1111-2222-333344445555`,
          resourceArn: LB,
        },
      ],
    ],
    misses: [["wafv2", "UpdateWebACL", { name: "edge-2" }]],
  },
  {
    kind: "certificate",
    asks: [
      "0f3c1a2b-0000-1111-2222-333344445555",
      `arn:aws:acm:${HERE}:certificate/0f3c1a2b-0000-1111-2222-333344445555`,
    ],
    hits: [
      [
        "acm",
        "DeleteCertificate",
        { certificateArn: `arn:aws:acm:${HERE}:certificate/0f3c1a2b-0000-1111-2222-333344445555` },
      ],
    ],
    misses: [
      [
        "elasticloadbalancing",
        "CreateListener",
        {
          loadBalancerArn: LB,
          certificates: [
            {
              certificateArn: `arn:aws:acm:${HERE}:certificate/0f3c1a2b-0000-1111-2222-333344445555`,
            },
          ],
        },
      ],
    ],
  },
  {
    kind: "organization policy",
    asks: ["p-examplepolicyid111"],
    hits: [
      ["organizations", "AttachPolicy", { policyId: "p-examplepolicyid111", targetId: "ou-1" }],
    ],
    misses: [["organizations", "AttachPolicy", { policyId: "p-2", targetId: "ou-1" }]],
  },
  {
    kind: "AppConfig environment",
    asks: ["0abc12d", `arn:aws:appconfig:${HERE}:application/4a2b/environment/0abc12d`],
    hits: [
      [
        "appconfig",
        "StartDeployment",
        { applicationId: "4a2b", environmentId: "0abc12d", configurationProfileId: "9z" },
      ],
    ],
    misses: [["appconfig", "StartDeployment", { applicationId: "4a2b", environmentId: "1abc12d" }]],
  },
  {
    kind: "CodeBuild project",
    asks: ["ci", `arn:aws:codebuild:${HERE}:project/ci`],
    hits: [
      ["codebuild", "UpdateProject", { name: "ci" }],
      [
        "codebuild",
        "UpdateProjectVisibility",
        { projectArn: `arn:aws:codebuild:${HERE}:project/ci` },
      ],
    ],
    misses: [["codebuild", "DeleteProject", { name: "ci-2" }]],
  },
  {
    kind: "backup vault",
    asks: ["vault-1", `arn:aws:backup:${HERE}:backup-vault:vault-1`],
    hits: [
      ["backup", "DeleteBackupVault", { backupVaultName: "vault-1" }],
      ["backup", "PutBackupVaultAccessPolicy", { backupVaultName: "vault-1" }],
    ],
    misses: [["backup", "DeleteBackupVault", { backupVaultName: "vault-10" }]],
  },
  {
    kind: "account",
    asks: [
      "444455556666",
      "arn:aws:organizations::111122223333:account/o-exampleorgid/444455556666",
    ],
    hits: [
      ["organizations", "MoveAccount", { accountId: "444455556666", sourceParentId: "r-1" }],
      ["organizations", "CloseAccount", { accountId: "444455556666" }],
    ],
    misses: [
      [
        "ec2",
        "ModifySnapshotAttribute",
        { snapshotId: "snap-11111111", accountId: "444455556666" },
      ],
    ],
  },
];

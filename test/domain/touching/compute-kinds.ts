/** Compute, network: how people ask for them, and how records spell them. */
import type { Kind } from "./kinds.ts";

const HERE = "eu-west-1:111122223333";
const TG = `arn:aws:elasticloadbalancing:${HERE}:targetgroup/shop-web/73e2d6bc24d8a067`;

export const computeKinds: Kind[] = [
  {
    kind: "Lambda function",
    asks: [
      "checkout",
      `arn:aws:lambda:${HERE}:function:checkout`,
      "function:checkout",
      "lambda:checkout",
      `arn:aws:lambda:${HERE}:function:checkout:prod`,
      "https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/checkout?tab=code",
    ],
    hits: [
      [
        "lambda",
        "UpdateFunctionCode",
        { functionName: `arn:aws:lambda:${HERE}:function:checkout` },
      ],
      [
        "lambda",
        "PutFunctionConcurrency",
        { functionName: "checkout", reservedConcurrentExecutions: 5 },
      ],
      ["lambda", "UpdateFunctionConfiguration", { functionName: "checkout:prod" }],
      [
        "lambda",
        "AddPermission",
        {
          functionName: "111122223333:function:checkout",
          sourceArn: "arn:aws:s3:::b",
          principal: "s3.amazonaws.com",
        },
      ],
      ["lambda", "TagResource", { resource: `arn:aws:lambda:${HERE}:function:checkout` }],
      [
        "lambda",
        "PublishVersion",
        { functionName: "checkout" },
        { functionArn: `arn:aws:lambda:${HERE}:function:checkout:7` },
      ],
    ],
    misses: [
      ["lambda", "UpdateFunctionCode", { functionName: "checkout-api" }],
      ["lambda", "Invoke", { functionName: "checkout" }],
      [
        "events",
        "PutTargets",
        {
          rule: "nightly",
          targets: [{ id: "1", arn: `arn:aws:lambda:${HERE}:function:checkout` }],
        },
      ],
      [
        "secretsmanager",
        "RotateSecret",
        { secretId: "s", rotationLambdaARN: `arn:aws:lambda:${HERE}:function:checkout` },
      ],
      [
        "apigateway",
        "CreateIntegration",
        {
          apiId: "a1b2c3d4e5",
          integrationUri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:${HERE}:function:checkout/invocations`,
        },
      ],
    ],
  },
  {
    kind: "EC2 instance",
    asks: [
      "i-0123456789abcdef0",
      `arn:aws:ec2:${HERE}:instance/i-0123456789abcdef0`,
      "instance/i-0123456789abcdef0",
    ],
    hits: [
      [
        "ec2",
        "RunInstances",
        { instancesSet: { items: [{ imageId: "ami-11111111" }] } },
        {
          instancesSet: {
            items: [{ instanceId: "i-0123456789abcdef0", instanceState: { name: "pending" } }],
          },
        },
      ],
      [
        "ec2",
        "StopInstances",
        { instancesSet: { items: [{ instanceId: "i-0123456789abcdef0" }] }, force: false },
      ],
      [
        "ec2",
        "ModifyInstanceAttribute",
        { instanceId: "i-0123456789abcdef0", groupSet: { items: [{ groupId: "sg-11111111" }] } },
      ],
      [
        "ssm",
        "SendCommand",
        { documentName: "AWS-RunShellScript", instanceIds: ["i-0123456789abcdef0"] },
      ],
      [
        "elasticloadbalancing",
        "RegisterTargets",
        { targetGroupArn: TG, targets: [{ id: "i-0123456789abcdef0" }] },
      ],
    ],
    misses: [
      [
        "ec2",
        "StopInstances",
        { instancesSet: { items: [{ instanceId: "i-0123456789abcdef1" }] } },
      ],
      ["ec2", "CreateRoute", { routeTableId: "rtb-11111111", instanceId: "i-0123456789abcdef0" }],
      [
        "monitoring",
        "PutMetricAlarm",
        { alarmName: "cpu", dimensions: [{ name: "InstanceId", value: "i-0123456789abcdef0" }] },
      ],
    ],
  },
  {
    kind: "security group",
    asks: ["sg-0123456789abcdef0"],
    hits: [
      [
        "ec2",
        "AuthorizeSecurityGroupIngress",
        { groupId: "sg-0123456789abcdef0", ipPermissions: {} },
      ],
      [
        "ec2",
        "CreateSecurityGroup",
        { groupName: "web", vpcId: "vpc-11111111" },
        { groupId: "sg-0123456789abcdef0" },
      ],
      [
        "ec2",
        "ModifySecurityGroupRules",
        { ModifySecurityGroupRulesRequest: { GroupId: "sg-0123456789abcdef0" } },
      ],
    ],
    misses: [
      [
        "ec2",
        "RunInstances",
        { groupSet: { items: [{ groupId: "sg-0123456789abcdef0" }] } },
        {
          instancesSet: {
            items: [
              {
                instanceId: "i-0123456789abcdef0",
                groupSet: { items: [{ groupId: "sg-0123456789abcdef0" }] },
              },
            ],
          },
        },
      ],
      [
        "ec2",
        "AuthorizeSecurityGroupIngress",
        {
          groupId: "sg-11111111",
          ipPermissions: { items: [{ groups: { items: [{ groupId: "sg-0123456789abcdef0" }] } }] },
        },
      ],
      [
        "rds",
        "ModifyDBInstance",
        { dBInstanceIdentifier: "db", vpcSecurityGroupIds: ["sg-0123456789abcdef0"] },
      ],
    ],
  },
  {
    kind: "VPC",
    asks: ["vpc-0123456789abcdef0"],
    hits: [
      [
        "ec2",
        "ModifyVpcAttribute",
        { vpcId: "vpc-0123456789abcdef0", enableDnsSupport: { value: true } },
      ],
      [
        "ec2",
        "AttachInternetGateway",
        { internetGatewayId: "igw-1", vpcId: "vpc-0123456789abcdef0" },
      ],
      [
        "ec2",
        "CreateVpc",
        { cidrBlock: "10.0.0.0/16" },
        { vpc: { vpcId: "vpc-0123456789abcdef0", state: "pending" } },
      ],
    ],
    misses: [
      [
        "ec2",
        "CreateSubnet",
        { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/24" },
        { subnet: { subnetId: "subnet-11111111", vpcId: "vpc-0123456789abcdef0" } },
      ],
      [
        "ec2",
        "CreateVpcEndpoint",
        { CreateVpcEndpointRequest: { VpcId: "vpc-0123456789abcdef0", ServiceName: "s3" } },
        {
          CreateVpcEndpointResponse: {
            vpcEndpoint: {
              vpcEndpointId: "vpce-0123456789abcdef0",
              vpcId: "vpc-0123456789abcdef0",
            },
          },
        },
      ],
    ],
  },
  {
    kind: "subnet",
    asks: ["subnet-0123456789abcdef0"],
    hits: [
      [
        "ec2",
        "ModifySubnetAttribute",
        { subnetId: "subnet-0123456789abcdef0", mapPublicIpOnLaunch: { value: true } },
      ],
      [
        "ec2",
        "AssociateRouteTable",
        { routeTableId: "rtb-1", subnetId: "subnet-0123456789abcdef0" },
      ],
    ],
    misses: [
      [
        "ec2",
        "CreateNatGateway",
        { CreateNatGatewayRequest: { SubnetId: "subnet-0123456789abcdef0" } },
        { CreateNatGatewayResponse: { natGateway: { natGatewayId: "nat-0123456789abcdef0" } } },
      ],
      [
        "autoscaling",
        "UpdateAutoScalingGroup",
        {
          autoScalingGroupName: "web",
          vPCZoneIdentifier: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
        },
      ],
    ],
  },
  {
    kind: "route table",
    asks: ["rtb-0123456789abcdef0"],
    hits: [
      ["ec2", "CreateRoute", { routeTableId: "rtb-0123456789abcdef0", gatewayId: "igw-11111111" }],
      ["ec2", "DeleteRouteTable", { routeTableId: "rtb-0123456789abcdef0" }],
    ],
    misses: [
      ["ec2", "CreateRoute", { routeTableId: "rtb-0123456789abcdef1", gatewayId: "igw-11111111" }],
    ],
  },
  {
    kind: "AMI",
    asks: ["ami-0123456789abcdef0"],
    hits: [
      ["ec2", "ModifyImageAttribute", { imageId: "ami-0123456789abcdef0" }],
      ["ec2", "DeregisterImage", { imageId: "ami-0123456789abcdef0" }],
      [
        "ec2",
        "CreateImage",
        { instanceId: "i-1", name: "x" },
        { imageId: "ami-0123456789abcdef0" },
      ],
    ],
    misses: [
      [
        "ec2",
        "RunInstances",
        { instancesSet: { items: [{ imageId: "ami-0123456789abcdef0" }] } },
        {
          instancesSet: {
            items: [{ instanceId: "i-0123456789abcdef0", imageId: "ami-0123456789abcdef0" }],
          },
        },
      ],
    ],
  },
  {
    kind: "key pair",
    asks: ["ops-key"],
    hits: [
      ["ec2", "CreateKeyPair", { keyName: "ops-key" }],
      ["ec2", "DeleteKeyPair", { keyName: "ops-key" }],
    ],
    misses: [
      [
        "ec2",
        "RunInstances",
        { instancesSet: { items: [{ keyName: "ops-key" }] } },
        { instancesSet: { items: [{ instanceId: "i-0123456789abcdef0" }] } },
      ],
    ],
  },
  {
    kind: "elastic IP",
    asks: ["eipalloc-0123456789abcdef0"],
    hits: [
      ["ec2", "ReleaseAddress", { allocationId: "eipalloc-0123456789abcdef0" }],
      ["ec2", "AllocateAddress", { domain: "vpc" }, { allocationId: "eipalloc-0123456789abcdef0" }],
    ],
    misses: [["ec2", "ReleaseAddress", { allocationId: "eipalloc-0123456789abcdef1" }]],
  },
  {
    kind: "launch template",
    asks: ["web-lt"],
    hits: [
      [
        "ec2",
        "CreateLaunchTemplateVersion",
        { CreateLaunchTemplateVersionRequest: { LaunchTemplateName: "web-lt" } },
      ],
    ],
    misses: [
      [
        "autoscaling",
        "UpdateAutoScalingGroup",
        { autoScalingGroupName: "web", launchTemplate: { launchTemplateName: "web-lt" } },
      ],
    ],
  },
  {
    kind: "auto scaling group",
    asks: [
      "web-asg",
      `arn:aws:autoscaling:${HERE}:autoScalingGroup:0f3c1a2b-0000-1111-2222-333344445555:autoScalingGroupName/web-asg`,
    ],
    hits: [
      ["autoscaling", "UpdateAutoScalingGroup", { autoScalingGroupName: "web-asg" }],
      [
        "autoscaling",
        "TerminateInstanceInAutoScalingGroup",
        { autoScalingGroupName: "web-asg", instanceId: "i-11111111" },
      ],
    ],
    misses: [["autoscaling", "UpdateAutoScalingGroup", { autoScalingGroupName: "web-asg-2" }]],
  },
  {
    kind: "ECS service",
    asks: ["web", "service/shop/web", "shop/web", `arn:aws:ecs:${HERE}:service/shop/web`],
    hits: [
      [
        "ecs",
        "UpdateService",
        { service: `arn:aws:ecs:${HERE}:service/shop/web`, cluster: "shop", desiredCount: 0 },
      ],
      [
        "application-autoscaling",
        "RegisterScalableTarget",
        { resourceId: "service/shop/web", serviceNamespace: "ecs" },
      ],
      ["ecs", "TagResource", { resourceArn: `arn:aws:ecs:${HERE}:service/shop/web` }],
    ],
    misses: [
      [
        "ecs",
        "UpdateService",
        { service: `arn:aws:ecs:${HERE}:service/shop/web-admin`, cluster: "web" },
      ],
    ],
  },
  {
    kind: "ECS cluster",
    asks: ["shop", `arn:aws:ecs:${HERE}:cluster/shop`, "cluster/shop"],
    hits: [
      ["ecs", "DeleteCluster", { cluster: "shop" }],
      ["ecs", "UpdateClusterSettings", { cluster: `arn:aws:ecs:${HERE}:cluster/shop` }],
      ["ecs", "CreateCluster", { clusterName: "shop" }],
    ],
    misses: [
      ["ecs", "UpdateService", { service: "web", cluster: "shop" }],
      [
        "ecs",
        "RunTask",
        { cluster: "shop", taskDefinition: "job:3" },
        {
          tasks: [
            {
              taskArn: `arn:aws:ecs:${HERE}:task/shop/abc`,
              clusterArn: `arn:aws:ecs:${HERE}:cluster/shop`,
            },
          ],
        },
      ],
    ],
  },
  {
    kind: "ECS task definition",
    asks: ["shop-web", `arn:aws:ecs:${HERE}:task-definition/shop-web:42`, "shop-web:42"],
    hits: [
      [
        "ecs",
        "RegisterTaskDefinition",
        { family: "shop-web" },
        {
          taskDefinition: { taskDefinitionArn: `arn:aws:ecs:${HERE}:task-definition/shop-web:42` },
        },
      ],
      [
        "ecs",
        "DeregisterTaskDefinition",
        { taskDefinition: `arn:aws:ecs:${HERE}:task-definition/shop-web:42` },
      ],
    ],
    misses: [
      ["ecs", "UpdateService", { service: "s", cluster: "c", taskDefinition: "shop-web:42" }],
    ],
  },
  {
    kind: "EKS cluster",
    asks: ["beta-fish", `arn:aws:eks:${HERE}:cluster/beta-fish`],
    hits: [
      ["eks", "UpdateClusterConfig", { name: "beta-fish" }],
      [
        "eks",
        "CreateAccessEntry",
        { name: "beta-fish", principalArn: "arn:aws:iam::111122223333:role/x" },
      ],
    ],
    misses: [["eks", "DeleteCluster", { name: "beta-fish-2" }]],
  },
  {
    kind: "EKS node group",
    asks: [
      "workers",
      `arn:aws:eks:${HERE}:nodegroup/beta-fish/workers/0f3c1a2b-0000-1111-2222-333344445555`,
    ],
    hits: [
      ["eks", "UpdateNodegroupConfig", { nodegroupName: "workers" }],
      [
        "eks",
        "TagResource",
        {
          resourceArn: `arn:aws:eks:${HERE}:nodegroup/beta-fish/workers/0f3c1a2b-0000-1111-2222-333344445555`,
        },
      ],
    ],
    misses: [["eks", "UpdateNodegroupConfig", { nodegroupName: "workers-gpu" }]],
  },
];

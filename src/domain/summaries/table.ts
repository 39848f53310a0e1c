/** Which words belong to which call: one table a service. */
import type { Call, Deed, Summaries } from "./call.ts";
import { appconfig, autoscaling, cloudformation, ecr, ecs, eks } from "./deploy.ts";
import { ec2 } from "./ec2.ts";
import { ec2Network } from "./ec2-network.ts";
import { apigateway, cloudfront, elasticloadbalancing, route53 } from "./edge.ts";
import { iam } from "./iam.ts";
import { kms, secretsmanager, ssm } from "./keys.ts";
import { lambda } from "./lambda.ts";
import { dynamodb, sns, sqs } from "./messages.ts";
import { rds } from "./rds.ts";
import { s3 } from "./s3.ts";
import { signin, sts } from "./sessions.ts";
import { cloudtrail, config, events, guardduty, logs, monitoring, organizations } from "./watch.ts";
import { own } from "./words.ts";

/** By eventSource without `.amazonaws.com`. */
const TABLES: Readonly<Record<string, Summaries>> = {
  apigateway,
  appconfig,
  autoscaling,
  cloudformation,
  cloudfront,
  cloudtrail,
  config,
  dynamodb,
  ec2: { ...ec2, ...ec2Network },
  ecr,
  ecs,
  eks,
  elasticloadbalancing,
  events,
  guardduty,
  iam,
  kms,
  lambda,
  logs,
  monitoring,
  organizations,
  rds,
  route53,
  s3,
  secretsmanager,
  signin,
  sns,
  sqs,
  ssm,
  sts,
};

/** What a call did in the words of its service's table, or undefined where no table knows it. */
export function summaryOf(call: Call): Deed | undefined {
  const table = own(TABLES, call.event.service);
  return table && own(table, call.event.name)?.(call);
}

/** Which properties a call sets: one table a service, and which calls set the same ones. */
import type { Call } from "./call.ts";
import {
  cloudtrailProperties,
  configProperties,
  guarddutyProperties,
  iamProperties,
  organizationsProperties,
} from "./properties-access.ts";
import {
  autoscalingProperties,
  ec2Properties,
  ecsProperties,
  eksProperties,
} from "./properties-compute.ts";
import {
  dynamodbProperties,
  rdsProperties,
  s3Properties,
  snsProperties,
  sqsProperties,
} from "./properties-data.ts";
import {
  apigatewayProperties,
  appconfigProperties,
  cloudformationProperties,
  cloudfrontProperties,
  ecrProperties,
  elasticloadbalancingProperties,
  eventsProperties,
  logsProperties,
  monitoringProperties,
  route53Properties,
} from "./properties-edge.ts";
import { kmsProperties, secretsmanagerProperties, ssmProperties } from "./properties-keys.ts";
import { lambdaProperties } from "./properties-lambda.ts";
import type { Property, ServiceProperties } from "./property.ts";
import { own } from "./words.ts";

/** By eventSource without `.amazonaws.com`. */
export const PROPERTY_TABLES: Readonly<Record<string, ServiceProperties>> = {
  apigateway: apigatewayProperties,
  appconfig: appconfigProperties,
  autoscaling: autoscalingProperties,
  cloudformation: cloudformationProperties,
  cloudfront: cloudfrontProperties,
  cloudtrail: cloudtrailProperties,
  config: configProperties,
  dynamodb: dynamodbProperties,
  ec2: ec2Properties,
  ecr: ecrProperties,
  ecs: ecsProperties,
  eks: eksProperties,
  elasticloadbalancing: elasticloadbalancingProperties,
  events: eventsProperties,
  guardduty: guarddutyProperties,
  iam: iamProperties,
  kms: kmsProperties,
  lambda: lambdaProperties,
  logs: logsProperties,
  monitoring: monitoringProperties,
  organizations: organizationsProperties,
  rds: rdsProperties,
  route53: route53Properties,
  s3: s3Properties,
  secretsmanager: secretsmanagerProperties,
  sns: snsProperties,
  sqs: sqsProperties,
  ssm: ssmProperties,
};

/** The properties that a call set; [] where no table knows it. */
export function propertiesSet(call: Call): Property[] {
  const table = own(PROPERTY_TABLES, call.event.service);
  return (table && own(table.sets, call.event.name)?.(call)) ?? [];
}

/** What is known to be true after a call: what its response tells, and, above that, what it set. */
export function propertiesKnownAfter(call: Call): Property[] {
  const table = own(PROPERTY_TABLES, call.event.service);
  const told = (table?.tells && own(table.tells, call.event.name)?.(call)) ?? [];
  return [...told, ...propertiesSet(call)];
}

/** All calls that set a property which this one sets too; [] where there are none. */
export function familiesOf(service: string, name: string): string[] {
  const families =
    own(PROPERTY_TABLES, service)?.families.filter((family) => family.includes(name)) ?? [];
  return [...new Set(families.flat())];
}

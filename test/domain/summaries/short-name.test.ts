import { expect, it } from "vitest";
import { accountOf, shortName } from "../../../src/domain/summaries/short-name.ts";

it.each([
  ["arn:aws:iam::111122223333:role/service-role/deploy", "deploy"],
  ["arn:aws:iam::111122223333:root", "root"],
  ["arn:aws:s3:::bucket-x", "bucket-x"],
  ["arn:aws:lambda:eu-west-1:111122223333:function:checkout-api:live", "checkout-api:live"],
  ["arn:aws:rds:eu-west-1:111122223333:db:orders-db", "orders-db"],
  ["arn:aws:sqs:eu-west-1:111122223333:orders", "orders"],
  ["https://sqs.eu-west-1.amazonaws.com/111122223333/orders", "orders"],
  ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-AbCdEf", "orders/db"],
  ["arn:aws:ssm:eu-west-1:111122223333:parameter/shop/flags", "/shop/flags"],
  ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/f:*", "/aws/lambda/f"],
  ["arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/50dc", "web"],
  ["arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/checkout/73e2", "checkout"],
  ["arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/web/50dc/f2f7", "web"],
  ["arn:aws:cloudformation:eu-west-1:1:stack/shop/1f2e", "shop"],
  ["arn:aws:autoscaling:eu-west-1:1:autoScalingGroup:1f2e:autoScalingGroupName/web", "web"],
  ["arn:aws:dynamodb:eu-west-1:1:table/carts/index/by-user", "carts"],
  ["arn:aws:ecr:eu-west-1:1:repository/shop/app", "shop/app"],
  ["arn:aws-cn:kms:cn-north-1:1:key/1234abcd", "1234abcd"],
  ["arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fdeploy", "deploy"],
  ["plain-name", "plain-name"],
  ["arn:broken", "arn:broken"],
  ["arn%3Aaws%ZZ", "arn%3Aaws%ZZ"],
])("calls %s %s", (text, name) => {
  expect(shortName(text)).toBe(name);
});

it("finds the account in an ARN", () => {
  expect(accountOf("arn:aws:iam::111122223333:role/a")).toBe("111122223333");
  expect(accountOf("arn:aws:s3:::bucket-x")).toBeUndefined();
  expect(accountOf("bucket-x")).toBeUndefined();
});

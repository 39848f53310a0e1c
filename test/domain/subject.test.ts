import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consoleResource } from "../../src/domain/console-url.ts";
import { typeServices } from "../../src/domain/resource-types.ts";
import {
  matchName,
  parseSubject,
  subjectTerms,
  touches,
  withType,
} from "../../src/domain/subject.ts";
import type { TouchRole } from "../../src/domain/touched.ts";

const ROLE = "arn:aws:iam::111122223333:role/ci/deploy";

describe("a subject", () => {
  it("takes name, service, account and Region out of an ARN", () => {
    const subject = parseSubject("arn:aws:lambda:eu-west-1:111122223333:function:Checkout");

    expect(subject).toMatchObject({
      name: "checkout",
      services: ["lambda"],
      account: "111122223333",
      region: "eu-west-1",
      wildcard: false,
    });
  });

  it.each([
    ["bucket-x", "bucket-x", undefined],
    ["role/admin", "admin", ["iam", "sts"]],
    ["user/bob", "bob", ["iam", "sts"]],
    ["function:foo", "foo", ["lambda"]],
    ["s3://orders/in/a.csv", "orders/in/a.csv", ["s3"]],
    ["https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "jobs", ["sqs"]],
    ["https://orders.s3.eu-west-1.amazonaws.com/in/a.csv", "orders/in/a.csv", ["s3"]],
  ])("reads %s", (text, name, services) => {
    const subject = parseSubject(text);

    expect([subject.name, subject.services]).toEqual([name, services]);
  });

  it("has wildcards that match whole names alone", () => {
    const subject = parseSubject("orders-*");

    expect(subject.wildcard).toBe(true);
    expect(matchName("arn:aws:s3:::orders-prod", subject)).toBe("exact");
    expect(matchName("old-orders-prod", subject)).toBeUndefined();
    expect(subjectTerms(subject)).toEqual([]);
  });

  it("is narrowed by the kind of resource, and left alone by other words", () => {
    const subject = parseSubject("orders");

    expect(withType(subject, "the Lambda functions").services).toEqual(["lambda"]);
    expect(withType(subject, "whatsit")).toEqual(subject);
  });

  it.each([
    ["RDS server", "rds"],
    ["security groups", "ec2"],
    ["log-group", "logs"],
    ["hosted zone", "route53"],
    ["policies", "iam"],
    ["distributions", "cloudfront"],
  ])("of the kind %s lives in %s", (words, service) => {
    expect(typeServices(words)?.[0]).toBe(service);
  });
});

describe("an address of the console", () => {
  it.each([
    [
      "https://s3.console.aws.amazon.com/s3/buckets/orders-prod?region=eu-west-1&tab=objects",
      "orders-prod",
    ],
    [
      "https://eu-west-1.console.aws.amazon.com/s3/object/orders-prod?region=eu-west-1&prefix=in/a.csv",
      "orders-prod/in/a.csv",
    ],
    [
      "https://console.aws.amazon.com/ec2/v2/home?region=eu-west-1#InstanceDetails:instanceId=i-0123456789abcdef0",
      "i-0123456789abcdef0",
    ],
    [
      "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#SecurityGroup:groupId=sg-0123456789abcdef0",
      "sg-0123456789abcdef0",
    ],
    [
      "https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1#database:id=shop-db;is-cluster=false",
      "shop-db",
    ],
    [
      "https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/roles/details/deploy?section=permissions",
      "deploy",
    ],
    ["https://us-east-1.console.aws.amazon.com/iamv2/home#/users/bob", "bob"],
    [
      "https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#table?name=orders&tab=overview",
      "orders",
    ],
    [
      "https://eu-west-1.console.aws.amazon.com/sqs/v3/home?region=eu-west-1#/queues/https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F111122223333%2Fjobs",
      "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs",
    ],
    [
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/cpu+high",
      "cpu+high",
    ],
    [
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fcheckout/log-events/2026",
      "/aws/lambda/checkout",
    ],
    [
      "https://eu-west-1.console.aws.amazon.com/secretsmanager/secret?name=pay%2Fkey&region=eu-west-1",
      "pay/key",
    ],
    [
      "https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/shop/services/web/health?region=eu-west-1",
      "web",
    ],
    [
      "https://us-east-1.console.aws.amazon.com/route53/v2/hostedzones?region=us-east-1#ListRecordSets/Z0123456789ABC",
      "Z0123456789ABC",
    ],
  ])("%s shows %s", (url, name) => {
    expect(consoleResource(url)?.name).toBe(name);
  });

  it("elsewhere shows nothing", () => {
    expect(consoleResource("https://example.com/s3/buckets/orders")).toBeUndefined();
  });
});

function touchedBy(
  text: string,
  overrides: {
    service?: string;
    account?: string;
    region?: string;
    type?: string;
    role?: TouchRole;
  } = {},
) {
  const {
    service = "iam",
    account = "111122223333",
    region = "us-east-1",
    type = "roleName",
    role = "target",
  } = overrides;
  return { touched: [{ text, role, type }], service, account, region };
}

describe("an event touches a subject", () => {
  it("by the bare name where an ARN is asked for, in that account and service alone", () => {
    const subject = parseSubject(ROLE);

    expect(touches(touchedBy("deploy"), subject, ["target"])).toBe("exact");
    expect(
      touches(touchedBy("deploy", { account: "999999999999" }), subject, ["target"]),
    ).toBeUndefined();
    expect(
      touches(touchedBy("deploy", { service: "lambda" }), subject, ["target"]),
    ).toBeUndefined();
    expect(touches(touchedBy("deploy", { type: "userName" }), subject, ["target"])).toBeUndefined();
  });

  it("in the Region of the ARN alone", () => {
    const subject = parseSubject("arn:aws:sqs:eu-west-1:111122223333:jobs");
    const event = touchedBy("jobs", { service: "sqs", region: "us-east-1", type: "queueName" });

    expect(touches(event, subject, ["target"])).toBeUndefined();
    expect(touches({ ...event, region: "eu-west-1" }, subject, ["target"])).toBe("exact");
  });

  it("not through the service of the same name in another cluster", () => {
    const subject = parseSubject("arn:aws:ecs:eu-west-1:111122223333:service/shop/web");
    const other = touchedBy("arn:aws:ecs:eu-west-1:111122223333:service/test/web", {
      service: "ecs",
    });

    expect(touches(other, subject, ["target"])).toBeUndefined();
  });

  it("in the asked parts alone", () => {
    const event = touchedBy("deploy", { role: "mention" });

    expect(touches(event, parseSubject("deploy"), ["target", "container"])).toBeUndefined();
    expect(touches(event, parseSubject("deploy"), ["mention"])).toBe("exact");
  });

  it.each([
    ["deploy", "exact"],
    [ROLE, "segment"],
    ["arn:aws:iam::111122223333:role/deploy/x", "segment"],
    ["deploy-prod", "prefix"],
    ["auto-deploy", "substring"],
    ["depl0y", undefined],
  ])("by %s: %s", (text, match) => {
    expect(touches(touchedBy(text), parseSubject("deploy"), ["target"])).toBe(match);
  });

  it.each([
    ["orders", "orders-prod/in/a.csv", undefined],
    ["orders-prod", "orders-prod/in/a.csv", undefined],
    ["orders-prod", "arn:aws:s3:::orders-prod/in/a.csv", undefined],
    ["orders-*", "orders-prod/in/a.csv", undefined],
    ["*.csv", "orders-prod/in/a.csv", "exact"],
    ["orders-prod/*", "orders-prod/in/a.csv", "exact"],
    ["orders", "orders-prod/in/orders-1.csv", "prefix"],
    ["orders", "orders-prod", "prefix"],
  ])("as %s, not the objects of a bucket: %s", (name, text, match) => {
    const event = { ...touchedBy(text), service: "s3" };

    expect(touches(event, parseSubject(name), ["target"])).toBe(match);
  });

  it("also when a secret is called like another kind of thing", () => {
    const subject = parseSubject("user/bob");
    const event = touchedBy("user/bob", { service: "secretsmanager", type: "secretId" });

    expect(touches(event, subject, ["target"])).toBe("exact");
  });

  it("through an id in the calls of any service", () => {
    const subject = parseSubject("arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0");
    const event = touchedBy("i-0123456789abcdef0", {
      service: "ssm",
      region: "eu-west-1",
      type: "instanceIds",
    });

    expect(touches(event, subject, ["target"])).toBe("exact");
  });

  it("never throws, whatever is asked and recorded", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (asked, text) => {
        const match = touches(touchedBy(text), parseSubject(asked), ["target"]);

        expect([undefined, "exact", "segment", "prefix", "substring"]).toContain(match);
      }),
    );
  });
});

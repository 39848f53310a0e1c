import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArn } from "../../src/domain/arn.ts";
import { nameTerms } from "../../src/domain/resource-names.ts";

const HERE = "eu-west-1:111122223333";

/** Text, names of the whole besides the text itself, parts. */
const spellings: [text: string, whole: string[], parts: string[]][] = [
  ["bucket-x", [], []],
  ["arn:aws:s3:::bucket-x", ["bucket-x"], []],
  ["arn:aws:s3:::bucket-x/in/a.csv", ["bucket-x/in/a.csv"], ["in/a.csv", "a.csv"]],
  ["arn:aws:s3:::bucket-x/*", ["bucket-x/*"], ["bucket-x"]],
  ["arn:aws-cn:s3:::bucket-x", ["bucket-x"], []],
  [
    `arn:aws:secretsmanager:${HERE}:secret:pay/key-AbCdEf`,
    ["pay/key-abcdef", "pay/key"],
    ["pay", "key"],
  ],
  [
    `arn:aws:lambda:${HERE}:function:checkout:prod`,
    ["function:checkout", "function:checkout:prod", "checkout:prod", "checkout"],
    ["prod"],
  ],
  [
    `arn:aws:lambda:${HERE}:function:checkout:7`,
    ["function:checkout", "function:checkout:7", "checkout:7", "checkout"],
    [],
  ],
  [`arn:aws:ecs:${HERE}:service/shop/web`, ["service/shop/web", "shop/web", "web"], ["shop"]],
  [
    `arn:aws:ecs:${HERE}:task-definition/web:42`,
    ["task-definition/web:42", "web:42", "task-definition/web", "web"],
    [],
  ],
  [
    "arn:aws:iam::111122223333:role/ci/deploy",
    ["role/deploy", "role/ci/deploy", "ci/deploy", "deploy"],
    ["ci"],
  ],
  ["arn:aws:iam::111122223333:root", [], []],
  [
    "arn:aws:sts::111122223333:assumed-role/deploy/jane",
    ["assumed-role/deploy/jane", "deploy/jane"],
    ["deploy", "jane"],
  ],
  [
    `arn:aws:logs:${HERE}:log-group:/aws/lambda/checkout:*`,
    ["/aws/lambda/checkout"],
    ["lambda", "checkout"],
  ],
  [`arn:aws:sns:${HERE}:alerts:0f3c`, ["alerts:0f3c", "0f3c", "alerts"], []],
  [
    `arn:aws:dynamodb:${HERE}:table/orders/index/by-day`,
    ["table/orders/index/by-day", "orders/index/by-day", "table/orders", "orders"],
    ["by-day"],
  ],
  [`arn:aws:rds:${HERE}:db:shop-db`, ["db:shop-db", "shop-db"], []],
  [`arn:aws:ssm:${HERE}:parameter/shop/url`, ["shop/url", "/shop/url"], ["shop", "url"]],
  [
    `arn:aws:events:${HERE}:rule/bus/nightly`,
    ["rule/bus/nightly", "bus/nightly", "nightly"],
    ["bus"],
  ],
  [`arn:aws:states:${HERE}:execution:billing:run-1`, ["billing:run-1", "run-1"], ["billing"]],
  [
    "arn:aws:apigateway:eu-west-1::/restapis/a1b2/stages/prod",
    ["restapis/a1b2/stages/prod", "a1b2/prod", "restapis/a1b2", "a1b2"],
    ["prod"],
  ],
  ["https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", ["jobs"], []],
  ["https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod", ["a1b2c3d4e5"], []],
  ["alias/signing", ["signing"], []],
  ["/hostedzone/Z1", ["hostedzone/z1", "z1"], []],
  ["api.example.com.", ["api.example.com"], []],
  ["/shop/prod/url", ["shop/prod/url"], ["shop", "prod", "url"]],
  [
    "targetgroup/web/73e2d6bc24d8a067",
    ["targetgroup/web/73e2d6bc24d8a067", "web/73e2d6bc24d8a067", "web"],
    ["73e2d6bc24d8a067"],
  ],
];

describe("the names in a text", () => {
  it.each(spellings)("of %s", (text, whole, parts) => {
    const terms = nameTerms(text);

    expect(terms.whole[0]).toBe(text.toLowerCase());
    expect(new Set(terms.whole)).toEqual(new Set([text.toLowerCase(), ...whole]));
    expect(new Set(terms.parts)).toEqual(new Set(parts));
  });

  it("never hold the bucket of an object, so that a write into a bucket is no change of it", () => {
    const { whole, parts } = nameTerms("arn:aws:s3:::orders/in/a.csv");

    expect([...whole, ...parts]).not.toContain("orders");
  });

  it("are lower-case, distinct and not empty for any text", () => {
    const pieces = fc.constantFrom(
      "arn:aws:",
      "iam",
      "::",
      ":",
      "/",
      "role",
      "Table",
      "a",
      "-AbCdEf",
      "*",
      "https://",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join("")),
        ),
        (text) => {
          const { whole, parts } = nameTerms(text);

          const all = [...whole, ...parts];
          expect(all.every((term) => term !== "" && term === term.toLowerCase())).toBe(true);
          expect(new Set(all).size).toBe(all.length);
        },
      ),
    );
  });
});

describe("an ARN", () => {
  it("is taken apart, whatever signs its resource holds", () => {
    const arn = parseArn("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:cpu: high/low");

    expect(arn).toEqual({
      partition: "aws",
      service: "cloudwatch",
      region: "eu-west-1",
      account: "111122223333",
      resource: "alarm:cpu: high/low",
    });
  });

  it.each(["", "arn", "arn:aws:s3", "arn:aws:s3:::", "arn:aws::eu-west-1:1:x", "bucket-x"])(
    "is not %j",
    (text) => {
      expect(parseArn(text)).toBeUndefined();
    },
  );
});

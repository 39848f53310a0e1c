/** Names that break careless SQL, and records that hold them where records hold names. */
import fc from "fast-check";
import type { JsonObject } from "../../src/domain/json.ts";
import { formatInstant, MINUTE } from "../../src/domain/time.ts";
import { trailRecord } from "./records.ts";

/** Stands in every hostile name and in nothing else. */
export const MARK = "zq9";
export const NOON = Date.UTC(2026, 10, 20, 12);

const SIGNS = [
  "'",
  '"',
  "''",
  "%",
  "_",
  "\\",
  "?",
  ";--",
  "/*",
  "*/",
  " OR 1=1",
  "é",
  "ß",
  "名前",
  "😀",
  "İ",
  "Σ",
  "$1",
  "{}",
  "`",
  "/",
  ":",
  ".",
  "-",
  "*",
  "@",
  "%27",
  "b",
  "Q",
];

/** Some pieces around the mark. */
export const hostileName = fc
  .tuple(
    fc.array(fc.constantFrom(...SIGNS), { maxLength: 3 }),
    fc.array(fc.constantFrom(...SIGNS), { maxLength: 3 }),
  )
  .map(([before, after]) => `${before.join("")}${MARK}${after.join("")}`);

/** Few, so that names of queries and of records meet. */
export const hostileNames = fc.uniqueArray(hostileName, { minLength: 2, maxLength: 4 });

const CALLS: [source: string, name: string, readOnly: boolean | null][] = [
  ["s3.amazonaws.com", "PutBucketPolicy", false],
  ["s3.amazonaws.com", "PutBucketPublicAccessBlock", false],
  ["s3.amazonaws.com", "GetBucketAcl", true],
  ["s3.amazonaws.com", "PutObject", false],
  ["lambda.amazonaws.com", "UpdateFunctionCode20150331v2", false],
  ["iam.amazonaws.com", "AttachRolePolicy", null],
  ["sts.amazonaws.com", "AssumeRole", true],
  ["signin.amazonaws.com", "ConsoleLogin", false],
  ["signin.amazonaws.com", "CheckMfa", null],
  ["sso.amazonaws.com", "Federate", null],
  ["kms.amazonaws.com", "Decrypt", true],
  ["ec2.amazonaws.com", "CreateTags", false],
  ["ec2.amazonaws.com", "DescribeInstances", null],
];

const KEYS = ["bucketName", "functionName", "roleName", "policyDocument", "description", "key"];

function identities(name: string): JsonObject[] {
  const arn = `arn:aws:sts::111122223333:assumed-role/${name}/jane@example.com`;
  const issuer = { type: "Role", arn: `arn:aws:iam::111122223333:role/${name}`, userName: name };
  return [
    { type: "IAMUser", userName: name, accountId: "111122223333", accessKeyId: `AKIA${name}` },
    { type: "AssumedRole", arn, principalId: "AROA:jane@example.com" },
    { type: "AssumedRole", sessionContext: { sessionIssuer: issuer, sourceIdentity: name } },
    { type: "Root", arn: "arn:aws:iam::111122223333:root" },
    { type: "AWSService", invokedBy: `${name}.amazonaws.com` },
    { type: "WebIdentityUser", userName: `repo:${name}:ref:refs/heads/main` },
    { type: "IAMUser", userName: "jane", inScopeOf: { sourceArn: `arn:aws:lambda:::${name}` } },
    { arn: "arn:aws:iam::111122223333:root" },
    {},
  ];
}

function places(name: string, key: string): JsonObject[] {
  const role = `arn:aws:iam::111122223333:role/${name}`;
  return [
    { requestParameters: { [key]: name } },
    { requestParameters: { bucketName: name, key: `reports/${name}` } },
    { requestParameters: { roleArn: role, items: [{ instanceId: "i-0abc1234" }] } },
    { responseElements: { [key]: name, credentials: { accessKeyId: `ASIA${name}` } } },
    { requestParameters: { policyDocument: JSON.stringify({ Resource: `arn:aws:s3:::${name}` }) } },
    { resources: [{ ARN: `arn:aws:s3:::${name}`, accountId: "1", type: "AWS::S3::Bucket" }] },
    { resources: [{ arn: `arn:aws:sqs:eu-west-1:1:${name}` }], requestParameters: null },
    { serviceEventDetails: { keyId: name }, requestParameters: "cut off" },
    { additionalEventData: { UserName: name, secretId: name } },
    {
      requestParameters: {
        "x-amz-copy-source": encodeURIComponent(`/${name}/a`),
        bucketName: "b",
        key: "k",
      },
    },
  ];
}

const failures: JsonObject[] = [
  {},
  {},
  { errorCode: "AccessDenied", errorMessage: "not authorized" },
  { errorMessage: "Failed authentication" },
  { responseElements: { ConsoleLogin: "Failure" } },
  { responseElements: { error: { code: "NoSuchThing" } } },
  { errorCode: "success" },
];

/** Records of all shapes that name some of the names, each with an id of its own. */
export function hostileRecords(names: readonly string[]): fc.Arbitrary<JsonObject[]> {
  const record = fc
    .record({
      name: fc.constantFrom(...names),
      other: fc.constantFrom(...names),
      key: fc.constantFrom(...KEYS),
      call: fc.constantFrom(...CALLS),
      place: fc.nat(9),
      identity: fc.nat(8),
      failure: fc.nat(6),
      minute: fc.integer({ min: -30, max: 30 }),
      address: fc.constantFrom("203.0.113.7", "2001:DB8:0::1", "10.1.2.3", "lambda.amazonaws.com"),
    })
    .map((made) => {
      const [eventSource, eventName, readOnly] = made.call;
      return trailRecord({
        eventSource,
        eventName,
        readOnly,
        eventTime: formatInstant(NOON + made.minute * MINUTE),
        sourceIPAddress: made.address,
        userIdentity: identities(made.other)[made.identity] ?? {},
        ...places(made.name, made.key)[made.place],
        ...failures[made.failure],
      });
    });
  return fc
    .array(record, { minLength: 5, maxLength: 25 })
    .map((records) => records.map((each, index) => ({ ...each, eventID: `id-${index}` })));
}

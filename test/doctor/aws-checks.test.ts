import { describe, expect, it } from "vitest";
import type { AwsCalls } from "../../src/doctor/aws-calls.ts";
import {
  diagnosed,
  faults,
  healthyCalls,
  NOW,
  refuses,
  SETUP,
  sdkError,
  TRAIL_ARN,
} from "./calls.ts";

const trail = async () => {
  const [first = {}] = await healthyCalls().trails(
    { account: undefined, region: "eu-west-1" },
    never(),
  );
  return first;
};
const never = () => new AbortController().signal;
const table = () =>
  healthyCalls().table(SETUP.athena ?? { region: "", database: "", table: "" }, never());

describe("the doctor, at an AWS where all is right", () => {
  it("says so of every part", async () => {
    const checks = await diagnosed();

    expect(faults(checks)).toEqual([]);
    expect(checks.map(({ area, name, text }) => `${area} | ${name} | ${text}`)).toEqual(
      expect.arrayContaining([
        "AWS credentials | identity | arn:aws:sts::111122223333:assumed-role/bot-host/i-0123 in account 111122223333",
        "AWS credentials | clock | agrees with AWS's",
        "Accounts | prod (111122223333) | the credentials' own",
        "Accounts | staging (222233334444) | role arn:aws:iam::222233334444:role/trailwatch-reader",
        "Event history | staging (222233334444) | can be read in eu-west-1 and us-east-1",
        "CloudTrail | acme-org, prod | logs to acme-trail; delivered 4 min ago",
        "CloudTrail | acme-org, prod | keeps data events of AWS::S3::Object",
        "Log files | acme-trail | can be listed and read below trails/AWSLogs/",
        "Log files | trail-objects | answers; about 3 messages waiting",
        "CloudWatch | prod (111122223333) | alarms, metrics and dashboards can be read in eu-west-1 and us-east-1",
        "Athena | audit.cloudtrail_logs | is cut by account, region and timestamp",
      ]),
    );
  });

  it("looks at one trail once, however many places show it", async () => {
    let asked = 0;
    const trailStatus: AwsCalls["trailStatus"] = async () => {
      asked += 1;
      return { IsLogging: true, LatestDeliveryTime: new Date(NOW) };
    };

    await diagnosed({ trailStatus });

    expect(asked).toBe(1);
  });

  it("asks us-east-1 besides, but not in the partitions that have none", async () => {
    const regionsFor = async (regions: string[]) => {
      const asked = new Set<string>();
      const lookUp: AwsCalls["lookUp"] = async ({ region }) => void asked.add(region);
      await diagnosed({ lookUp }, { ...SETUP, regions });
      return [...asked];
    };

    expect(await regionsFor(["eu-west-1"])).toEqual(["eu-west-1", "us-east-1"]);
    expect(await regionsFor(["cn-north-1"])).toEqual(["cn-north-1"]);
  });
});

describe("the doctor names a fault and the next step", () => {
  it.each<[string, Partial<AwsCalls>, RegExp[]]>([
    [
      "credentials that have expired",
      {
        self: refuses("ExpiredToken", "The security token included in the request is expired", 403),
      },
      [/^✗ AWS credentials identity: .*expired.* → Renew them: `aws sso login`/],
    ],
    [
      "no credentials",
      {
        self: refuses("CredentialsProviderError", "Could not load credentials from any providers"),
      },
      [/^✗ AWS credentials identity: No credentials.* → Set AWS_PROFILE/],
    ],
    [
      "a key that AWS does not know",
      {
        self: refuses(
          "InvalidClientTokenId",
          "The security token included in the request is invalid",
          403,
        ),
      },
      [/^✗ AWS credentials identity: AWS does not know these credentials/],
    ],
    [
      "a clock that goes ten minutes ahead",
      {
        self: async () => ({
          account: "111122223333",
          arn: "arn:aws:iam::111122223333:user/bot",
          at: NOW - 600_000,
        }),
      },
      [
        /^! AWS credentials clock: this machine's clock is 10 min\w* ahead of AWS's.* → Set it: `timedatectl/,
      ],
    ],
    [
      "the root user",
      {
        self: async () => ({
          account: "111122223333",
          arn: "arn:aws:iam::111122223333:root",
          at: NOW,
        }),
      },
      [/^! AWS credentials root user: .* → Use a role with deploy\/policy\.json/],
    ],
    [
      "an account in which CloudWatch may not be read",
      {
        watch: async (place, action) => {
          if (place.account === "222233334444" && action !== "ListMetrics") {
            throw sdkError("AccessDenied", "no", 403);
          }
        },
      },
      [
        /^✗ CloudWatch staging \(222233334444\): eu-west-1 and us-east-1: Not allowed to call cloudwatch:DescribeAlarms, cloudwatch:GetMetricData and cloudwatch:ListDashboards → Allow it .*"Action":\["cloudwatch:DescribeAlarms",/,
      ],
    ],
    [
      "a Region in which CloudWatch does not answer",
      {
        watch: async ({ region }) => {
          if (region === "us-east-1") throw sdkError("InternalServiceFault", "oops", 500);
        },
      },
      [
        /^✗ CloudWatch prod \(111122223333\): us-east-1: AWS itself failed/,
        /^✗ CloudWatch staging \(222233334444\): us-east-1: AWS itself failed/,
      ],
    ],
    [
      "a stopped trail",
      { trailStatus: async () => ({ IsLogging: false }) },
      [
        new RegExp(
          `^✗ CloudTrail acme-org, prod: does not log.* → aws cloudtrail start-logging --name ${TRAIL_ARN} --region eu-west-1$`,
        ),
      ],
    ],
    [
      "a trail that cannot deliver",
      { trailStatus: async () => ({ IsLogging: true, LatestDeliveryError: "AccessDenied" }) },
      [
        /^✗ CloudTrail acme-org, prod: cannot deliver to acme-trail: AccessDenied → Correct the bucket policy/,
      ],
    ],
    [
      "a trail that has long delivered nothing",
      {
        trailStatus: async () => ({
          IsLogging: true,
          LatestDeliveryTime: new Date(NOW - 3 * 86_400_000),
        }),
      },
      [
        /^! CloudTrail acme-org, prod: logs to acme-trail; delivered 3 days ago, which is long → .*get-trail-status/,
      ],
    ],
    [
      "a new trail",
      { trailStatus: async () => ({ IsLogging: true }) },
      [/^! CloudTrail acme-org, prod: logs, and has delivered nothing.* → Wait 15 minutes/],
    ],
    [
      "a trail of one Region that leaves out IAM and writes no digests",
      {
        trails: async () => [
          {
            ...(await trail()),
            IsMultiRegionTrail: false,
            IncludeGlobalServiceEvents: false,
            LogFileValidationEnabled: false,
          },
        ],
      },
      [
        /logs eu-west-1 alone, no other Region → aws cloudtrail update-trail --name \S+ --region eu-west-1 --is-multi-region-trail$/,
        /leaves out global services.* --include-global-service-events$/,
        /writes no digests.* --enable-log-file-validation$/,
      ],
    ],
    [
      "data events that are not logged",
      {
        selectors: async () => ({
          EventSelectors: [
            { ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] },
          ],
        }),
      },
      [
        /^! CloudTrail acme-org, prod: data events are not logged.* → Leave it so, or pay for them.*aws cloudtrail put-event-selectors --trail-name/,
      ],
    ],
    [
      "reads and calls of KMS that are left out",
      {
        selectors: async () => ({
          EventSelectors: [
            {
              ReadWriteType: "WriteOnly",
              ExcludeManagementEventSources: ["kms.amazonaws.com"],
              DataResources: [{ Type: "AWS::Lambda::Function" }],
            },
          ],
        }),
      },
      [/leaves out reads/, /leaves out kms\.amazonaws\.com/],
    ],
    [
      "a trail of data events alone",
      {
        selectors: async () => ({
          AdvancedEventSelectors: [
            {
              FieldSelectors: [
                { Field: "eventCategory", Equals: ["Data"] },
                { Field: "resources.type", Equals: ["AWS::S3::Object"] },
              ],
            },
          ],
        }),
      },
      [/^! CloudTrail acme-org, prod: leaves out management events: no change is in it/],
    ],
    [
      "a bucket that may not be listed",
      { anyKey: refuses("AccessDenied", "Access Denied", 403) },
      [
        /^✗ Log files acme-trail: Not allowed to call s3:ListBucket on acme-trail.* → Allow it.*"s3:ListBucket".*bucket policy too$/,
      ],
    ],
    [
      "a bucket that is not there",
      { anyKey: refuses("NoSuchBucket") },
      [/^✗ Log files acme-trail: .* is not there.*describe-trails/],
    ],
    [
      "a bucket in another Region",
      { anyKey: refuses("PermanentRedirect", "moved", 301) },
      [
        /^✗ Log files acme-trail: acme-trail does not lie in eu-west-1 → Set aws\.logs\.region.*get-bucket-location/,
      ],
    ],
    [
      "a place without log files",
      { anyKey: async () => undefined },
      [
        /^✗ Log files acme-trail: holds nothing below trails\/AWSLogs\/ → Correct aws\.logs\.prefix/,
      ],
    ],
    [
      "files that may not be read",
      { readByte: refuses("AccessDenied", "Access Denied", 403) },
      [/^✗ Log files acme-trail: Not allowed to call s3:GetObject.*kms:Decrypt/],
    ],
    [
      "a queue that is not there",
      { waiting: refuses("QueueDoesNotExist") },
      [
        /^✗ Log files trail-objects: .* is not there.* → .*get-queue-url --queue-name trail-objects/,
      ],
    ],
    [
      "a workgroup that is not there",
      { workGroup: refuses("InvalidRequestException", "WorkGroup bot is not found.") },
      [/^✗ Athena bot: .*not there.* → .*aws\.athena\.workgroup/],
    ],
    [
      "a workgroup that is switched off",
      { workGroup: async () => ({ Name: "bot", State: "DISABLED" }) },
      [
        /^✗ Athena bot: .*switched off → aws athena update-work-group --work-group bot --state ENABLED/,
      ],
    ],
    [
      "results without a place",
      { workGroup: async () => ({ Name: "bot", State: "ENABLED", Configuration: {} }) },
      [/^✗ Athena bot: nobody says where results.* → Set aws\.athena\.output/],
    ],
    [
      "a table that is not there",
      { table: refuses("EntityNotFoundException", "Table cloudtrail_logs not found.") },
      [
        /^✗ Athena audit\.cloudtrail_logs: .* not there.* → Make it with what `trailwatch trail ddl` prints/,
      ],
    ],
    [
      "a database that is not there",
      { table: refuses("EntityNotFoundException", "Database audit not found.") },
      [/^✗ Athena audit\.cloudtrail_logs: The database.* not there.*trail ddl/],
    ],
    [
      "a table that is not cut",
      { table: async () => ({ ...(await table()), PartitionKeys: [] }) },
      [/^✗ Athena audit\.cloudtrail_logs: is not cut.*whole trail → .*trail ddl/],
    ],
    [
      "a table without projection, without sourceidentity and without an account",
      {
        table: async () => ({
          ...(await table()),
          Parameters: {
            "projection.account.type": "enum",
            "projection.account.values": "111122223333",
          },
          StorageDescriptor: {},
        }),
      },
      [/no partition projection/, /leaves out the account 222233334444/, /no sourceidentity/],
    ],
    [
      "a table over another bucket",
      {
        table: async () => ({
          ...(await table()),
          StorageDescriptor: {
            ...(await table()).StorageDescriptor,
            Location: "s3://old-trail/AWSLogs/",
          },
        }),
      },
      [/lies over the bucket old-trail, and aws\.logs\.bucket is acme-trail/],
    ],
    [
      "a trail that delivers elsewhere",
      { trails: async () => [{ ...(await trail()), S3BucketName: "other" }] },
      [/^! Log files acme-trail: no trail.* they deliver to other/],
    ],
    [
      "a trail with another prefix",
      { trails: async () => [{ ...(await trail()), S3KeyPrefix: "audit" }] },
      [
        /^✗ Log files acme-trail: its trail writes below the prefix "audit", not "trails" → Set aws\.logs\.prefix: audit/,
      ],
    ],
  ])("%s", async (_, changes, expected) => {
    const found = faults(await diagnosed(changes));

    expect(found).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(found[index]).toMatch(words);
  });

  it("a role that refuses, with the trust policy that it needs and without the external id", async () => {
    const identity = refuses(
      "AccessDenied",
      "User: arn:aws:sts::111122223333:assumed-role/bot-host/i-0123 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222233334444:role/trailwatch-reader",
      403,
    );

    const checks = await diagnosed({ identity });

    const [found = ""] = faults(checks);
    expect(faults(checks)).toHaveLength(1);
    expect(found).toMatch(/^✗ Accounts staging \(222233334444\): .*cannot be assumed/);
    expect(found).toContain('"Principal":{"AWS":"arn:aws:iam::111122223333:role/bot-host"}');
    expect(found).toContain('"sts:ExternalId":"<the value of aws.accounts[1].externalId>"');
    expect(JSON.stringify(checks)).not.toContain("hunter2");
    expect(checks.filter(({ name }) => name.startsWith("prod")).length).toBeGreaterThan(1);
  });

  it("credentials of another account than the one without a role", async () => {
    const self: AwsCalls["self"] = async () => ({
      account: "999988887777",
      arn: "arn:aws:iam::999988887777:user/x",
      at: NOW,
    });

    const found = faults(await diagnosed({ self }));

    expect(found[0]).toMatch(
      /^✗ Accounts prod \(111122223333\): has no role, and the credentials belong to account 999988887777 → Set aws\.accounts\[0\]\.role/,
    );
    expect(found[1]).toMatch(/^! Log files not tried: its account cannot be used/);
    expect(found[2]).toMatch(/^! Athena not tried/);
  });
});

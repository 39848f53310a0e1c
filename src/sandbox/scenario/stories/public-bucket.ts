/** A bucket is opened to the world to hurry a campaign, strangers read from it, a colleague closes it. */
import { DAY, HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { BUCKETS, HOME } from "../company.ts";
import { anonymousFrom, type Caller, personIn, terraformIn } from "../identity.ts";
import type { Call, FiledRecord, Stage } from "../record.ts";
import { bucketResource, question, type Story, type Told } from "../story.ts";

const BUCKET = BUCKETS.public;
const ARN = `arn:aws:s3:::${BUCKET}`;
const HOST = `${BUCKET}.s3.${HOME}.amazonaws.com`;
const CLOSED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const TLS_ONLY = {
  Sid: "OnlyTls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [ARN, `${ARN}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const EVERYBODY_READS = {
  Sid: "CampaignDownloads",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: `${ARN}/*`,
};

type Subresource = { publicAccessBlock: "" } | { policy: "" };

function bucketCall(
  at: number,
  name: string,
  caller: Caller,
  asked: Subresource,
  body: Call["request"] = {},
): Call {
  return {
    at,
    account: "prod",
    source: "s3",
    name,
    caller,
    host: HOST,
    request: { bucketName: BUCKET, Host: HOST, ...asked, ...body },
    resources: [bucketResource(BUCKET, "prod")],
  };
}

function policy(at: number, caller: Caller, ...statements: object[]): Call {
  const bucketPolicy = JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  return bucketCall(at, "PutBucketPolicy", caller, { policy: "" }, { bucketPolicy });
}

function block(at: number, caller: Caller): Call {
  const PublicAccessBlockConfiguration = {
    xmlns: "http://s3.amazonaws.com/doc/2006-03-01/",
    ...CLOSED,
  };
  const body = { PublicAccessBlockConfiguration };
  return bucketCall(at, "PutBucketPublicAccessBlock", caller, { publicAccessBlock: "" }, body);
}

/** The two calls that open the bucket to the world. */
export function openBucket(at: number, caller: Caller): { unblock: Call; publish: Call } {
  return {
    unblock: bucketCall(at, "DeleteBucketPublicAccessBlock", caller, { publicAccessBlock: "" }),
    publish: policy(at + 35 * SECOND, caller, TLS_ONLY, EVERYBODY_READS),
  };
}

function strangersReading(stage: Stage, from: number): FiledRecord[] {
  const keys = ["exports/customers-2026-q3.csv", "exports/orders-sample.json", "index.html"];
  return keys.map((key, index) =>
    stage.record({
      at: from + (index * 7 + 3) * MINUTE,
      account: "prod",
      source: "s3",
      name: "GetObject",
      caller: anonymousFrom(`198.51.100.${140 + index * 23}`),
      host: HOST,
      request: { bucketName: BUCKET, Host: HOST, key },
      readOnly: true,
      data: true,
      resources: [
        { type: "AWS::S3::Object", ARN: `${ARN}/${key}` },
        bucketResource(BUCKET, "prod"),
      ],
    }),
  );
}

function tell(stage: Stage): Told {
  const opened = stage.now - 3 * HOUR - 10 * MINUTE;
  const closed = opened + 40 * MINUTE;
  const madeAt = stage.now - 20 * DAY;
  const terraform = terraformIn("prod", madeAt);
  const jane = personIn("jane", {
    account: "prod",
    set: "PowerUserAccess",
    startedAt: opened - 22 * MINUTE,
    with: "console",
  });
  const omar = personIn("omar", {
    account: "prod",
    set: "AdministratorAccess",
    startedAt: closed - 3 * MINUTE,
    with: "cli",
  });
  const made = [
    stage.record(block(madeAt, terraform)),
    stage.record(policy(madeAt + 2 * SECOND, terraform, TLS_ONLY)),
  ];
  const refused = stage.record({
    ...policy(opened - 74 * SECOND, jane, TLS_ONLY, EVERYBODY_READS),
    error: {
      code: "AccessDenied",
      message: `User: ${String(jane.identity.arn)} is not authorized to perform: s3:PutBucketPolicy on resource: "${ARN}" because public policies are blocked by the BlockPublicPolicy setting in S3 Block Public Access.`,
    },
  });
  const { unblock, publish } = openBucket(opened, jane);
  const unblocked = stage.record(unblock);
  const published = stage.record(publish);
  const restored = stage.record(policy(closed, omar, TLS_ONLY));
  const blocked = stage.record(block(closed + 21 * SECOND, omar));
  const changes = [blocked, restored, published, unblocked];
  return {
    records: [...made, refused, ...changes, ...strangersReading(stage, opened + MINUTE)],
    questions: [
      question(`who changed ${BUCKET}`, changes, { attempts: [refused] }),
      question(`who made ${BUCKET} public`, [published, unblocked], {
        attempts: [refused],
        exact: false,
      }),
      question(`who changed ${BUCKET} last 30d`, [...changes, ...made], { attempts: [refused] }),
    ],
  };
}

export const publicBucket: Story = {
  name: "public-bucket",
  title: "bucket-x was open to the world for 40 minutes, three hours ago.",
  tell,
};

/** A Lambda function's reserved concurrency is cut to nothing, half an hour after a deployment that went well. */
import { DAY, HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { ACCOUNTS, BUCKETS, CHECKOUT, DEPLOY_ROLE, GITHUB, HOME } from "../company.ts";
import { type Caller, gitHubJob, gitHubSubject, personIn, terraformIn } from "../identity.ts";
import { BASE64, exampleId, letters, uuid } from "../random.ts";
import type { Call, FiledRecord, Stage } from "../record.ts";
import { issuedCredentials, question, type Story, type Told } from "../story.ts";

const NAME = CHECKOUT.functionName;
const ARN = `arn:aws:lambda:${HOME}:${ACCOUNTS.prod.id}:function:${NAME}`;

function lambdaCall(at: number, name: string, caller: Caller, rest: Partial<Call>): Call {
  return { at, account: "prod", source: "lambda", name, caller, ...rest };
}

/** Sets the reserved concurrency of checkout-api. */
export function concurrency(at: number, caller: Caller, limit: number): Call {
  return lambdaCall(at, "PutFunctionConcurrency20171031", caller, {
    request: { functionName: NAME, reservedConcurrentExecutions: limit },
    response: { reservedConcurrentExecutions: limit },
  });
}

function configuration(stage: Stage, at: number, version: string) {
  return {
    functionName: NAME,
    functionArn: version === "$LATEST" ? ARN : `${ARN}:${version}`,
    runtime: "nodejs22.x",
    role: `arn:aws:iam::${ACCOUNTS.prod.id}:role/${CHECKOUT.role}`,
    handler: "index.handler",
    codeSize: 1843502,
    description: "",
    timeout: 15,
    memorySize: 1024,
    lastModified: new Date(at).toISOString().replace("Z", "+0000"),
    codeSha256: `${letters(stage.random, 43, BASE64)}=`,
    version,
    environment: {},
    tracingConfig: { mode: "Active" },
    revisionId: uuid(stage.random),
    packageType: "Zip",
    architectures: ["arm64"],
  };
}

/** The pipeline in the role that it takes for a job. */
export function checkoutJob(stage: Stage, at: number, key: string): { assumed: Call; job: Caller } {
  const accessKeyId = exampleId("ASIA", `github/${NAME}/${key}`);
  const session = {
    account: "prod",
    role: DEPLOY_ROLE,
    accessKeyId,
    startedAt: at,
  } as const;
  const roleArn = `arn:aws:iam::${ACCOUNTS.prod.id}:role/${DEPLOY_ROLE}`;
  const assumed: Call = {
    at,
    account: "prod",
    source: "sts",
    name: "AssumeRoleWithWebIdentity",
    caller: gitHubSubject("prod", GITHUB.checkout),
    request: { roleArn, roleSessionName: "GitHubActions", durationSeconds: 3600 },
    response: {
      ...issuedCredentials(stage, { ...session, at, session: "GitHubActions" }),
      subjectFromWebIdentityToken: GITHUB.checkout,
      provider: `arn:aws:iam::${ACCOUNTS.prod.id}:oidc-provider/${GITHUB.provider}`,
      audience: "sts.amazonaws.com",
    },
    readOnly: true,
    resources: [{ accountId: ACCOUNTS.prod.id, type: "AWS::IAM::Role", ARN: roleArn }],
  };
  return { assumed, job: gitHubJob(session) };
}

/** What the pipeline does for every release: role, code, version, alias. */
function deployment(stage: Stage, at: number, commit: string, version: string): FiledRecord[] {
  const { assumed, job } = checkoutJob(stage, at, version);
  const code = lambdaCall(at + 9 * SECOND, "UpdateFunctionCode20150331v2", job, {
    request: {
      functionName: NAME,
      s3Bucket: BUCKETS.assets,
      s3Key: `releases/checkout/${commit}.zip`,
      publish: false,
      dryRun: false,
    },
    response: configuration(stage, at + 9 * SECOND, "$LATEST"),
  });
  const published = lambdaCall(at + 31 * SECOND, "PublishVersion20150331", job, {
    request: { functionName: NAME, description: `acme/checkout@${commit}` },
    response: configuration(stage, at + 31 * SECOND, version),
  });
  const alias = lambdaCall(at + 34 * SECOND, "UpdateAlias20150331", job, {
    request: { functionName: NAME, name: CHECKOUT.alias, functionVersion: version },
    response: {
      aliasArn: `${ARN}:${CHECKOUT.alias}`,
      name: CHECKOUT.alias,
      functionVersion: version,
      description: "",
      revisionId: uuid(stage.random),
    },
  });
  return [assumed, code, published, alias].map(stage.record);
}

function tell(stage: Stage): Told {
  const cutAt = stage.now - 25 * MINUTE;
  const set = stage.record(
    concurrency(
      stage.now - 9 * DAY - 2 * HOUR,
      terraformIn("prod", stage.now - 9 * DAY - 2 * HOUR - MINUTE),
      100,
    ),
  );
  const earlier = deployment(stage, stage.now - 6 * DAY - 3 * HOUR, "9d2f41c", "86");
  const deployed = deployment(stage, stage.now - HOUR - 4 * MINUTE, "c07be15", "87");
  const omar = personIn("omar", {
    account: "prod",
    set: "AdministratorAccess",
    startedAt: cutAt - 11 * MINUTE,
    with: "console",
  });
  const looked = stage.record(
    lambdaCall(cutAt - 40 * SECOND, "GetFunction20150331v2", omar, {
      request: { functionName: NAME },
      readOnly: true,
    }),
  );
  const cut = stage.record(concurrency(cutAt, omar, 0));
  const today = [cut, ...deployed.slice(1)];
  return {
    records: [set, ...earlier, ...deployed, looked, cut],
    questions: [
      question(`who changed the concurrency of ${NAME}`, [cut], { exact: false }),
      question(`who changed ${NAME}`, today),
      question(`who changed ${NAME} last 30d`, [...today, ...earlier.slice(1), set]),
      question("what changed in the last 30 minutes", [cut], { exact: false }),
    ],
  };
}

export const cutConcurrency: Story = {
  name: "cut-concurrency",
  title: "checkout-api was deployed an hour ago; 25 minutes ago its concurrency was cut to 0.",
  tell,
};

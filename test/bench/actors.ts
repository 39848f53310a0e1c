/** Who makes the generated calls: people through SSO, IAM users, role sessions that were assumed on record, workloads and services. */
import type { JsonObject } from "../../src/domain/json.ts";
import { formatInstant, HOUR } from "../../src/domain/time.ts";
import { addressOf, type Pair, personMail, thingId } from "./estate.ts";
import { createRandom, type Random, seedOf } from "./random.ts";

export type Caller = {
  identity: JsonObject;
  address: string;
  agent: string;
};

/** A role session whose AssumeRole call is in the trail. */
export type Session = Caller & { issue: JsonObject; issuedAt: number };

const CONSOLE =
  "AWS Internal console.amazonaws.com Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
const CLI =
  "aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/macos#23.6.0 md/arch#arm64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#";
const TERRAFORM =
  "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.68.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.31.0 ua/2.1 os/linux lang/go#1.23.1 md/GOARCH#amd64 md/GOOS#linux api/s3#1.63.0";
const SDKS = [
  "aws-sdk-java/2.27.21 md/io#sync md/http#Apache ua/2.1 os/Linux#5.10.223-212.873.amzn2.x86_64 lang/java#17.0.12 md/vendor#Amazon.com_Inc. exec-env/AWS_ECS_FARGATE cfg/auth-source#cont m/D,N,e",
  "Boto3/1.35.10 md/Botocore#1.35.10 ua/2.0 os/linux#6.1.102-111.182.amzn2023.x86_64 md/arch#x86_64 lang/python#3.12.5 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.35.10",
  "aws-sdk-go-v2/1.30.4 ua/2.1 os/linux lang/go#1.22.6 md/GOARCH#amd64 md/GOOS#linux exec-env/AWS_ECS_FARGATE api/dynamodb#1.34.6 m/E,e",
  "aws-sdk-js/3.637.0 ua/2.0 os/linux#5.10.223 lang/js md/nodejs#20.16.0 api/sqs#3.637.0 exec-env/AWS_Lambda_nodejs20.x m/E,n",
];
const SERVICES = [
  "autoscaling.amazonaws.com",
  "cloudformation.amazonaws.com",
  "config.amazonaws.com",
  "ecs.amazonaws.com",
  "rds.amazonaws.com",
  "lambda.amazonaws.com",
];

export type RoleOf = { role: string; session: string; key: string; account: string; mfa: boolean };

/** userIdentity of a role session, as CloudTrail writes it. */
export function roleIdentity(of: RoleOf, createdAt: number): JsonObject {
  const id = `AROA${createRandom(seedOf("role", of.account, of.role)).code(17)}`;
  return {
    type: "AssumedRole",
    principalId: `${id}:${of.session}`,
    arn: `arn:aws:sts::${of.account}:assumed-role/${of.role}/${of.session}`,
    accountId: of.account,
    accessKeyId: of.key,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: id,
        arn: `arn:aws:iam::${of.account}:role/${of.role}`,
        accountId: of.account,
        userName: of.role,
      },
      attributes: { creationDate: formatInstant(createdAt), mfaAuthenticated: String(of.mfa) },
    },
  };
}

/** A person signed in through IAM Identity Center; a new key each day. */
export function ssoCaller(mail: string, account: string, at: number): Caller {
  const day = at - (at % (24 * HOUR));
  const set = mail.length % 3 === 0 ? "AdministratorAccess" : "PowerUserAccess";
  const suffix = createRandom(seedOf("sso", account, set)).hex(16);
  const random = createRandom(seedOf("sso-session", mail, account, day));
  const identity = roleIdentity(
    {
      role: `AWSReservedSSO_${set}_${suffix}`,
      session: mail,
      key: `ASIA${random.code(16)}`,
      account,
      mfa: true,
    },
    day + 7 * HOUR,
  );
  return { identity, address: addressOf(mail), agent: random.chance(0.6) ? CONSOLE : CLI };
}

export function iamUserCaller(name: string, account: string, agent = CLI): Caller {
  const random = createRandom(seedOf("iam-user", name, account));
  const identity: JsonObject = {
    type: "IAMUser",
    principalId: `AIDA${random.code(17)}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: `AKIA${random.code(16)}`,
    userName: name,
  };
  return { identity, address: addressOf(`${name}${account}`), agent };
}

function workloadCaller(random: Random, account: string, at: number): Caller {
  const number = random.zipf(40);
  const created = at - (at % (6 * HOUR));
  const session = thingId("i", account, number);
  const key = createRandom(seedOf("workload", session, created)).code(16);
  const identity = roleIdentity(
    { role: `workload-${number}`, session, key: `ASIA${key}`, account, mfa: false },
    created,
  );
  return { identity, address: addressOf(session), agent: SDKS[number % SDKS.length] ?? CLI };
}

/** Whoever happens to call: services and workloads read most, people and IAM users less. */
export function anyCaller(random: Random, pair: Pair, at: number): Caller {
  const dice = random.unit();
  if (dice < 0.06) {
    const service = random.pick(SERVICES);
    const identity = { type: "AWSService", invokedBy: service };
    return { identity, address: service, agent: service };
  }
  if (dice < 0.3) return ssoCaller(personMail(random.zipf(280)), pair.account, at);
  if (dice < 0.36) return iamUserCaller(`svc-user-${random.zipf(15)}`, pair.account, SDKS[1]);
  if (dice < 0.3605) return rootCaller(pair.account);
  return workloadCaller(random, pair.account, at);
}

function rootCaller(account: string): Caller {
  const identity = {
    type: "Root",
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
    accessKeyId: "",
  };
  return { identity, address: addressOf(`root${account}`), agent: CONSOLE };
}

type Assumption = { role: string; session: string; agent: string; mfa: boolean };

const ASSUMED: readonly Assumption[] = [
  { role: "github-deploy", session: "GitHubActions", agent: SDKS[3] ?? CLI, mfa: false },
  { role: "terraform", session: "terraform-run", agent: TERRAFORM, mfa: false },
  { role: "deploy", session: "deploy", agent: CLI, mfa: true },
  { role: "incident-response", session: "responder", agent: CONSOLE, mfa: true },
  { role: "data-export", session: "nightly", agent: SDKS[1] ?? CLI, mfa: false },
];

/** The n-th assumed session of a file: the caller, and the call that issued its key. */
export function assumedSession(seed: number, pair: Pair, at: number): Session {
  const random = createRandom(seed);
  const kind = random.pick(ASSUMED);
  const by = personMail(random.zipf(80));
  const session = kind.mfa ? (by.split("@")[0] ?? by) : `${kind.session}-${random.below(1e6)}`;
  const key = `ASIA${random.code(16)}`;
  const of = { role: kind.role, session, key, account: pair.account, mfa: kind.mfa };
  const issuer =
    kind.role === "github-deploy"
      ? webIdentity(pair.account, random)
      : ssoCaller(by, pair.account, at);
  return {
    identity: roleIdentity(of, at),
    address: addressOf(kind.mfa ? by : `${kind.role}${random.below(20)}`),
    agent: kind.agent,
    issuedAt: at,
    issue: issueRecord(of, issuer, at, random),
  };
}

function webIdentity(account: string, random: Random): Caller {
  const subject = `repo:acme/${random.pick(["shop", "infra", "data"])}:ref:refs/heads/main`;
  const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
  const identity = {
    type: "WebIdentityUser",
    principalId: `${provider}:sts.amazonaws.com:${subject}`,
    userName: subject,
    identityProvider: provider,
  };
  return { identity, address: addressOf(`runner${random.below(400)}`), agent: SDKS[3] ?? CLI };
}

/** The parts of an AssumeRole record that differ from other records. */
export function issueRecord(of: RoleOf, by: Caller, at: number, random: Random): JsonObject {
  const web = by.identity.type === "WebIdentityUser";
  const roleArn = `arn:aws:iam::${of.account}:role/${of.role}`;
  return {
    userIdentity: by.identity,
    eventName: web ? "AssumeRoleWithWebIdentity" : "AssumeRole",
    sourceIPAddress: by.address,
    userAgent: by.agent,
    requestParameters: { roleArn, roleSessionName: of.session, durationSeconds: 3600 },
    responseElements: {
      credentials: {
        accessKeyId: of.key,
        sessionToken: `IQoJb3JpZ2luX2Vj${random.code(96)}`,
        expiration: formatInstant(at + HOUR),
      },
      assumedRoleUser: {
        assumedRoleId: `AROA${createRandom(seedOf("role", of.account, of.role)).code(17)}:${of.session}`,
        arn: `arn:aws:sts::${of.account}:assumed-role/${of.role}/${of.session}`,
      },
    },
    resources: [{ accountId: of.account, type: "AWS::IAM::Role", ARN: roleArn }],
  };
}

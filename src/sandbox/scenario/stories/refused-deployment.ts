/** A role loses a permission in a tidy-up, its deployments are refused, a colleague gives it back. */
import type { JsonObject } from "../../../domain/json.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../domain/time.ts";
import { ACCOUNTS, DEPLOY_POLICY, DEPLOY_ROLE, GITHUB, HOME, PAYMENTS } from "../company.ts";
import { type Caller, gitHubJob, gitHubSubject, personIn, terraformIn } from "../identity.ts";
import { exampleId } from "../random.ts";
import type { Call, FiledRecord, Stage } from "../record.ts";
import { issuedCredentials, question, type Story, type Told } from "../story.ts";

const SERVICE_ARN = `arn:aws:ecs:${HOME}:${ACCOUNTS.prod.id}:service/${PAYMENTS.cluster}/${PAYMENTS.service}`;
const ROLE_ARN = `arn:aws:iam::${ACCOUNTS.prod.id}:role/${DEPLOY_ROLE}`;
const LAMBDA = ["lambda:UpdateFunctionCode", "lambda:PublishVersion", "lambda:UpdateAlias"];
const ECS = ["ecs:RegisterTaskDefinition", "ecs:DescribeServices"];
const WHOLE = ["ecs:UpdateService", ...ECS, ...LAMBDA];

function rolePolicy(at: number, caller: Caller, actions: string[]): Call {
  const document = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  };
  return {
    at,
    account: "prod",
    source: "iam",
    name: "PutRolePolicy",
    caller,
    request: {
      roleName: DEPLOY_ROLE,
      policyName: DEPLOY_POLICY,
      policyDocument: JSON.stringify(document, null, 2),
    },
  };
}

type Job = { assumed: FiledRecord; caller: Caller };

function paymentsJob(stage: Stage, at: number): Job {
  const accessKeyId = exampleId("ASIA", `github/payments/${at}`);
  const session = { account: "prod", role: DEPLOY_ROLE, accessKeyId, startedAt: at } as const;
  const assumed = stage.record({
    at,
    account: "prod",
    source: "sts",
    name: "AssumeRoleWithWebIdentity",
    caller: gitHubSubject("prod", GITHUB.payments),
    request: { roleArn: ROLE_ARN, roleSessionName: "GitHubActions", durationSeconds: 3600 },
    response: {
      ...issuedCredentials(stage, { ...session, at, session: "GitHubActions" }),
      subjectFromWebIdentityToken: GITHUB.payments,
      provider: `arn:aws:iam::${ACCOUNTS.prod.id}:oidc-provider/${GITHUB.provider}`,
      audience: "sts.amazonaws.com",
    },
    readOnly: true,
    resources: [{ accountId: ACCOUNTS.prod.id, type: "AWS::IAM::Role", ARN: ROLE_ARN }],
  });
  return { assumed, caller: gitHubJob(session) };
}

function taskDefinition(revision: number, image: string): JsonObject {
  const { service } = PAYMENTS;
  return {
    taskDefinitionArn: `arn:aws:ecs:${HOME}:${ACCOUNTS.prod.id}:task-definition/${service}:${revision}`,
    family: service,
    revision,
    status: "ACTIVE",
    containerDefinitions: [{ name: service, image, cpu: 512, memory: 1024, essential: true }],
  };
}

function updateService(at: number, caller: Caller, revision: number): Call {
  return {
    at,
    account: "prod",
    source: "ecs",
    name: "UpdateService",
    caller,
    request: {
      cluster: PAYMENTS.cluster,
      service: PAYMENTS.service,
      taskDefinition: `${PAYMENTS.service}:${revision}`,
      forceNewDeployment: false,
    },
  };
}

function refusedUpdate(stage: Stage, at: number, revision: number): FiledRecord[] {
  const job = paymentsJob(stage, at);
  const arn = `arn:aws:sts::${ACCOUNTS.prod.id}:assumed-role/${DEPLOY_ROLE}/GitHubActions`;
  const refused = stage.record({
    ...updateService(at + 20 * SECOND, job.caller, revision),
    error: {
      code: "AccessDenied",
      message: `User: ${arn} is not authorized to perform: ecs:UpdateService on resource: ${SERVICE_ARN} because no identity-based policy allows the ecs:UpdateService action`,
    },
  });
  return [job.assumed, refused];
}

function deployed(stage: Stage, at: number, revision: number, commit: string): FiledRecord[] {
  const job = paymentsJob(stage, at);
  const image = `${ACCOUNTS.prod.id}.dkr.ecr.${HOME}.amazonaws.com/payments:${commit}`;
  const definition = taskDefinition(revision, image);
  const registered = stage.record({
    at: at + 12 * SECOND,
    account: "prod",
    source: "ecs",
    name: "RegisterTaskDefinition",
    caller: job.caller,
    request: {
      family: PAYMENTS.service,
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      cpu: "512",
      memory: "1024",
      containerDefinitions: definition.containerDefinitions,
    },
    response: { taskDefinition: definition },
  });
  const updated = stage.record({
    ...updateService(at + 20 * SECOND, job.caller, revision),
    response: {
      service: {
        serviceArn: SERVICE_ARN,
        serviceName: PAYMENTS.service,
        clusterArn: `arn:aws:ecs:${HOME}:${ACCOUNTS.prod.id}:cluster/${PAYMENTS.cluster}`,
        status: "ACTIVE",
        desiredCount: 6,
        runningCount: 6,
        launchType: "FARGATE",
        taskDefinition: definition.taskDefinitionArn,
      },
    },
  });
  return [job.assumed, registered, updated];
}

function tell(stage: Stage): Told {
  const tidiedAt = stage.now - 6 * HOUR;
  const fixedAt = stage.now - 4 * HOUR - 20 * MINUTE;
  const omar = personIn("omar", {
    account: "prod",
    set: "AdministratorAccess",
    startedAt: tidiedAt - 15 * MINUTE,
    with: "console",
  });
  const mei = personIn("mei", {
    account: "prod",
    set: "AdministratorAccess",
    startedAt: fixedAt - 8 * MINUTE,
    with: "cli",
  });
  const tidied = stage.record(rolePolicy(tidiedAt, omar, [...ECS, ...LAMBDA]));
  const attempts = [35, 55, 75].flatMap((minutes) =>
    refusedUpdate(stage, tidiedAt + minutes * MINUTE, 142),
  );
  const fixed = stage.record(rolePolicy(fixedAt, mei, WHOLE));
  const release = deployed(stage, fixedAt + 18 * MINUTE, 142, "4f1c9e2");
  const madeAt = stage.now - 27 * DAY;
  const made = stage.record(rolePolicy(madeAt, terraformIn("prod", madeAt - MINUTE), WHOLE));
  const earlier = deployed(stage, stage.now - 3 * DAY - 2 * HOUR, 141, "a8830d7");
  const refused = attempts.filter(({ record }) => record.eventName === "UpdateService");
  const updated = release.slice(2);
  return {
    records: [made, ...earlier, tidied, ...attempts, fixed, ...release],
    questions: [
      question(`denied by role ${DEPLOY_ROLE}`, [], { attempts: refused }),
      question(`why does role ${DEPLOY_ROLE} get AccessDenied`, [], { attempts: refused }),
      question(`who changed role ${DEPLOY_ROLE}`, [fixed, tidied]),
      question(`who changed role ${DEPLOY_ROLE} last 30d`, [fixed, tidied, made]),
      question("who changed the ECS service payments", updated, {
        attempts: refused,
        exact: false,
      }),
    ],
  };
}

export const refusedDeployment: Story = {
  name: "refused-deployment",
  title:
    "Role deploy lost ecs:UpdateService six hours ago; payments could not be released until it came back.",
  tell,
};

/** Who makes the background: services, runtimes, pipelines, and people who look around. */
import { DAY, HOUR } from "../../domain/time.ts";
import type { AccountName, PermissionSet, PersonName } from "./company.ts";
import { CHECKOUT, JOBS, STOREFRONT, TERRAFORM_ADDRESS } from "./company.ts";
import {
  type Caller,
  gitHubJob,
  personIn,
  serviceOf,
  sessionIdentity,
  type Tool,
} from "./identity.ts";
import { exampleId } from "./random.ts";

export type Robot =
  | { kind: "role"; role: string; path?: string; session: string; from: string; tool: Tool }
  | { kind: "pipeline"; role: string }
  | { kind: "person"; person: PersonName; set: PermissionSet }
  | { kind: "service"; service: string };

/** Sessions are renewed by the clock, so that all calls of one stretch of time carry the same key. */
const SESSION_MS = 6 * HOUR;

/** When the session that a robot works in at a moment began. */
export function sessionStart(at: number): number {
  return Math.floor(at / SESSION_MS) * SESSION_MS;
}

/** The key with which a role of the background works at a moment. */
export function robotKey(account: AccountName, role: string, at: number): string {
  return exampleId("ASIA", `robot/${account}/${role}/${sessionStart(at)}`);
}

/** The caller that a robot is at a moment. */
export function callerOf(robot: Robot, account: AccountName, at: number): Caller {
  const startedAt = sessionStart(at);
  switch (robot.kind) {
    case "service":
      return serviceOf(robot.service);
    case "person":
      return personIn(robot.person, { account, set: robot.set, startedAt, with: "console" });
    case "pipeline":
      return gitHubJob({
        account,
        role: robot.role,
        accessKeyId: robotKey(account, robot.role, at),
        startedAt,
      });
    case "role": {
      const identity = sessionIdentity({
        account,
        role: robot.role,
        session: robot.session,
        accessKeyId: robotKey(account, robot.role, at),
        startedAt,
        ...(robot.path === undefined ? {} : { path: robot.path }),
        ...(robot.tool.kind === "service" ? { invokedBy: robot.tool.name } : {}),
      });
      return { identity, address: robot.from, tool: robot.tool };
    }
  }
}

function serviceRole(role: string, session: string, service: string): Robot {
  const path = `/aws-service-role/${service}/`;
  return {
    kind: "role",
    role,
    path,
    session,
    from: service,
    tool: { kind: "service", name: service },
  };
}

function runtime(role: string, session: string, from: string, agent: string): Robot {
  return { kind: "role", role, session, from, tool: { kind: "runtime", name: agent } };
}

const NODE_SDK = "aws-sdk-js/3.932.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#22.21.1";

export const CONFIG = serviceRole(
  "AWSServiceRoleForConfig",
  "AWSConfig-Describe",
  "config.amazonaws.com",
);
export const INSPECTOR = serviceRole(
  "AWSServiceRoleForAmazonInspector2",
  "inspector2",
  "inspector2.amazonaws.com",
);
export const TASK_SCALING = serviceRole(
  "AWSServiceRoleForApplicationAutoScaling_ECSService",
  "AutoScaling-UpdateDesiredCapacity",
  "ecs.application-autoscaling.amazonaws.com",
);
export const FLEET_SCALING = serviceRole(
  "AWSServiceRoleForAutoScaling",
  "AutoScaling",
  "autoscaling.amazonaws.com",
);
export const MONITORING = runtime(
  "acme-monitoring",
  "grafana",
  "198.51.100.60",
  "aws-sdk-go-v2/1.39.6 ua/2.1 os/linux lang/go#1.24.10 md/GOARCH#amd64 grafana/12.3.0",
);
export const TERRAFORM_PLAN: Robot = {
  kind: "role",
  role: "terraform-plan",
  session: "terraform-plan",
  from: TERRAFORM_ADDRESS,
  tool: { kind: "terraform" },
};
export const CHECKOUT_RUNTIME = runtime(
  CHECKOUT.role,
  CHECKOUT.functionName,
  "192.0.2.60",
  `${NODE_SDK} exec-env/AWS_Lambda_nodejs22.x`,
);
export const WORKER_RUNTIME = runtime(
  `${JOBS.worker}-role`,
  JOBS.worker,
  "192.0.2.61",
  `${NODE_SDK} exec-env/AWS_Lambda_nodejs22.x`,
);
/** Lambda itself, with the function's role: it writes the logs. */
const LAMBDA_WORKER = "awslambda-worker/1.0 rusoto/0.48.0 rust/1.91.0 linux";
export const CHECKOUT_LOGGING = runtime(
  CHECKOUT.role,
  CHECKOUT.functionName,
  "192.0.2.60",
  LAMBDA_WORKER,
);
export const WORKER_LOGGING = runtime(
  `${JOBS.worker}-role`,
  JOBS.worker,
  "192.0.2.61",
  LAMBDA_WORKER,
);
export const STOREFRONT_RUNTIME = runtime(
  `${STOREFRONT.service}-task`,
  "f41d6ab09c2e4b75",
  "10.20.1.17",
  `${NODE_SDK} exec-env/AWS_ECS_FARGATE`,
);
export const PIPELINE: Robot = { kind: "pipeline", role: "release" };
export const ASSETS_PIPELINE: Robot = { kind: "pipeline", role: "assets-publish" };
export const LAMBDA_SERVICE: Robot = { kind: "service", service: "lambda.amazonaws.com" };
export const TRAIL_SERVICE: Robot = { kind: "service", service: "cloudtrail.amazonaws.com" };
export const JANE: Robot = { kind: "person", person: "jane", set: "PowerUserAccess" };
export const OMAR: Robot = { kind: "person", person: "omar", set: "AdministratorAccess" };
export const PRIYA: Robot = { kind: "person", person: "priya", set: "ViewOnlyAccess" };
export const LUCAS: Robot = { kind: "person", person: "lucas", set: "ViewOnlyAccess" };

/** Monday to Friday, 07:00 to 18:00 UTC. */
export function isOfficeTime(at: number): boolean {
  const hour = Math.floor((at % DAY) / HOUR);
  return !isWeekend(at) && hour >= 7 && hour < 18;
}

export function isWeekend(at: number): boolean {
  // The epoch began on a Thursday.
  const weekday = (Math.floor(at / DAY) + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** What no person did by hand. */
import type { Actor } from "./actor.ts";
import { isServiceLinked, providerWords } from "./actor-label.ts";
import type { TrailEvent } from "./trail-event.ts";

/** Sign-in providers behind which stand people, not jobs. */
const OF_PEOPLE = /accounts\.google|cognito-identity|graph\.facebook|www\.amazon\.com|login\./i;
/** Agents of AWS that call in the name of the role they were given: log streams of a function, an instance's registration. */
const OF_AGENTS = /awslambda-worker|amazon-ssm-agent/i;
const OF_JOBS = /^(?:AWSCodeBuild-|AWSCodePipeline|AWSCloudFormation|GitHubActions|GitLab)/i;

/**
 * True for what no person did by hand: calls of AWS services, also on somebody's behalf (autoscaling, CloudFormation),
 * service-linked roles, and jobs (web identity, CodeBuild, CodePipeline). A person's own call through console, CLI, SDK
 * or Terraform is not automation, nor is the call of an instance or a function: its credentials may be in wrong hands.
 */
export function isAutomation(event: Pick<TrailEvent, "actor">): boolean {
  const { actor } = event;
  if (actor.kind === "aws-service" || actor.invokedBy !== undefined) return true;
  if (actor.kind === "web-identity-user") return actor.person === undefined;
  if (actor.kind !== "assumed-role") return false;
  if (isServiceLinked(actor)) return true;
  if (actor.session !== undefined && OF_JOBS.test(actor.session)) return true;
  if (actor.userAgent !== undefined && OF_AGENTS.test(actor.userAgent)) return true;
  return isJobProvider(actor);
}

function isJobProvider(actor: Actor): boolean {
  if (actor.provider === undefined || actor.person !== undefined) return false;
  return !OF_PEOPLE.test(actor.provider) && providerWords(actor.provider) !== undefined;
}

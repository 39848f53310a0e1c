/** What an alarm does when its state changes, in words out of the ARNs of its actions. */
import { parseArn } from "./arn.ts";
import type { AwsPlace } from "./place.ts";

const EC2: Record<string, string> = {
  stop: "stops the EC2 instance",
  terminate: "terminates the EC2 instance",
  reboot: "reboots the EC2 instance",
  recover: "recovers the EC2 instance",
};

/** `SNS topic ops`, `stops the EC2 instance`, `scaling policy add-one of Auto Scaling group web`; others as they are. */
export function actionWords(action: string, place: AwsPlace): string {
  const arn = parseArn(action);
  if (!arn) return action;
  const words = wordsOf(arn.service, arn.resource);
  if (words === undefined) return action;
  return `${words}${elsewhere(arn.account, arn.region, place)}`;
}

function wordsOf(service: string, resource: string): string | undefined {
  const last = resource.split(/[:/]/).at(-1) ?? resource;
  switch (service) {
    case "sns":
      return `SNS topic ${resource}`;
    case "lambda":
      return `Lambda function ${resource.replace(/^function:/, "")}`;
    case "automate":
      return EC2[last];
    case "swf":
      return EC2[(/AWS_EC2\.InstanceId\.(\w+)/.exec(resource)?.[1] ?? "").toLowerCase()];
    case "autoscaling":
      return scalingWords(resource);
    case "ssm":
      return opsItemWords(resource);
    case "ssm-incidents":
      return `incident by response plan ${last}`;
    case "aiops":
      return `investigation in group ${last}`;
    default:
      return undefined;
  }
}

function scalingWords(resource: string): string | undefined {
  const policy = /policyName\/([^:]+)/.exec(resource)?.[1];
  if (policy === undefined) return undefined;
  const group = /autoScalingGroupName\/([^:]+)/.exec(resource)?.[1];
  if (group !== undefined) return `scaling policy ${policy} of Auto Scaling group ${group}`;
  const target = /resource\/(\w+)\/(.+?):policyName/.exec(resource);
  return target
    ? `scaling policy ${policy} of ${target[1]} ${target[2]}`
    : `scaling policy ${policy}`;
}

function opsItemWords(resource: string): string | undefined {
  const item = /^opsitem:(\d)(?:#CATEGORY=(\w+))?/.exec(resource);
  if (!item) return undefined;
  const [, severity, category] = item;
  return `OpsItem of severity ${severity}${category ? ` (${category.toLowerCase()})` : ""}`;
}

function elsewhere(account: string, region: string, place: AwsPlace): string {
  const parts = [
    /^\d{12}$/.test(account) && account !== place.account ? account : "",
    region !== "" && region !== place.region ? region : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? ` (${parts.join(" ")})` : "";
}

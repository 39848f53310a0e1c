/** The words by which a person would call an actor. */
import type { Actor } from "./actor.ts";
import { arnTail } from "./identity.ts";

type Named = Omit<Actor, "label"> & { sourceArn?: string };

/** `jane@example.com (AdministratorAccess)`, `role deploy (session ci-42)`, `root (account 111122223333)`. */
export function labelOf(actor: Named): string {
  const label = ownLabel(actor);
  const through = actor.invokedBy;
  if (through === undefined || actor.kind === "aws-service") return label;
  return isServiceLinked(actor) ? `${through} (${actor.role})` : `${label} through ${through}`;
}

function ownLabel(actor: Named): string {
  switch (actor.kind) {
    case "root":
      return `root (${account(actor)})`;
    case "assumed-role":
      return roleLabel(actor);
    case "federated-user":
      return withNote(
        actor.userName ?? principal(actor),
        actor.role && `federated by ${actor.role}`,
      );
    case "identity-center-user":
      return actor.userName ?? `Identity Center user ${actor.principalId ?? "without id"}`;
    case "saml-user":
    case "web-identity-user":
      return federatedLabel(actor);
    case "aws-account":
      return withNote(account(actor), actor.session && `session ${actor.session}`);
    case "aws-service":
      return serviceLabel(actor);
    case "anonymous":
      return "anonymous";
    case "iam-user":
    case "directory-user":
    case "unknown":
      return actor.userName ?? principal(actor);
  }
}

function principal(actor: Named): string {
  const tail = arnTail(actor.arn) ?? actor.principalId;
  if (tail !== undefined) return tail;
  return actor.accountId ? `unknown user (${account(actor)})` : "unknown";
}

function account(actor: Named): string {
  return actor.accountId ? `account ${actor.accountId}` : "unknown account";
}

function withNote(name: string, note: string | undefined): string {
  return note ? `${name} (${note})` : name;
}

function serviceLabel(actor: Named): string {
  const service = actor.invokedBy?.replace(/^aws internal$/, "AWS internal") ?? "AWS";
  return actor.arn?.endsWith(":root") ? `${service} (for ${account(actor)})` : service;
}

/** Roles that a service makes for itself: IAM user guide, "Create a service-linked role". */
export function isServiceLinked(actor: Pick<Actor, "role" | "roleArn">): boolean {
  return (
    actor.role?.startsWith("AWSServiceRoleFor") === true ||
    actor.roleArn?.includes(":role/aws-service-role/") === true
  );
}

/** EC2 names the sessions of an instance profile after the instance. */
export const INSTANCE_SESSION = /^i-[0-9a-f]{8,17}$/;

function roleLabel(actor: Named): string {
  const { role, session, permissionSet } = actor;
  if (permissionSet) return `${actor.sourceIdentity ?? session ?? "somebody"} (${permissionSet})`;
  const roleWords = role ? `role ${role}` : "unknown role";
  if (actor.sourceIdentity) return `${actor.sourceIdentity} (${roleWords})`;
  if (actor.person) return `${actor.person} (${roleWords})`;
  if (session && INSTANCE_SESSION.test(session)) return `instance ${session} (${roleWords})`;
  if (actor.sourceArn) return `${machineWords(actor.sourceArn)} (${roleWords})`;
  if (isServiceLinked(actor)) return `${role ?? session} (service-linked role)`;
  const provider = providerWords(actor.provider);
  const notes = [provider, session && `session ${session}`].filter(Boolean).join(", ");
  return withNote(roleWords, notes);
}

const MACHINES: Record<string, string> = {
  lambda: "Lambda function",
  ecs: "ECS task",
  ec2: "instance",
  codebuild: "CodeBuild project",
  sagemaker: "SageMaker",
  glue: "Glue job",
  states: "state machine",
};

function machineWords(arn: string): string {
  const parts = arn.split(":");
  const name = parts.slice(5).join(":").split(/[/:]/).slice(1).join("/");
  const kind = MACHINES[parts[2] ?? ""] ?? parts[2] ?? "";
  return name === "" ? arn : `${kind} ${name}`.trim();
}

/** Sign-in providers by the host in their ARN or URL. */
const PROVIDERS: [RegExp, string][] = [
  [/token\.actions\.githubusercontent\.com|github/i, "GitHub"],
  [/gitlab/i, "GitLab"],
  [/bitbucket/i, "Bitbucket"],
  [/circleci/i, "CircleCI"],
  [/app\.terraform\.io/i, "Terraform Cloud"],
  [/oidc\.eks\.|oidc-eks/i, "EKS"],
  [/buildkite/i, "Buildkite"],
  [/spacelift/i, "Spacelift"],
];

export function providerWords(provider: string | undefined): string | undefined {
  if (provider === undefined) return undefined;
  const known = PROVIDERS.find(([host]) => host.test(provider));
  return known?.[1] ?? arnTail(provider.replace(/\/+$/, "")) ?? provider;
}

function federatedLabel(actor: Named): string {
  const name = actor.subject ?? actor.userName ?? principal(actor);
  const job = jobWords(name, actor.provider);
  return job ?? withNote(name, providerWords(actor.provider));
}

const SUBJECTS: { shape: RegExp; words: (parts: string[]) => string }[] = [
  { shape: /^repo:([^:]+):ref:(.+)$/, words: ([, repo, ref]) => `GitHub job ${repo} (${ref})` },
  {
    shape: /^repo:([^:]+):environment:(.+)$/,
    words: ([, repo, env]) => `GitHub job ${repo} (environment ${env})`,
  },
  {
    shape: /^repo:([^:]+):pull_request$/,
    words: ([, repo]) => `GitHub job ${repo} (pull request)`,
  },
  {
    shape: /^repo:([^:]+)(?::(.+))?$/,
    words: ([, repo, rest]) => withNote(`GitHub job ${repo}`, rest),
  },
  {
    shape: /^project_path:([^:]+):ref_type:[^:]+:ref:(.+)$/,
    words: ([, path, ref]) => `GitLab job ${path} (${ref})`,
  },
  {
    shape: /^organization:([^:]+):project:[^:]*:workspace:([^:]+)/,
    words: ([, organization, workspace]) =>
      `Terraform Cloud workspace ${organization}/${workspace}`,
  },
  {
    shape: /^system:serviceaccount:([^:]+):(.+)$/,
    words: ([, namespace, name]) => `Kubernetes service account ${namespace}/${name}`,
  },
];

/** `repo:acme/shop:ref:refs/heads/main` → `GitHub job acme/shop (refs/heads/main)`. */
function jobWords(subject: string, provider: string | undefined): string | undefined {
  for (const { shape, words } of SUBJECTS) {
    const parts = shape.exec(subject);
    if (parts) return words(parts);
  }
  const name = providerWords(provider);
  return name && PROVIDERS.some(([, known]) => known === name)
    ? `${name} job ${subject}`
    : undefined;
}

/** Who made a call, as a person would say it. */

export type ActorKind =
  | "root"
  | "iam-user"
  | "assumed-role"
  | "federated-user"
  | "identity-center-user"
  | "saml-user"
  | "web-identity-user"
  | "directory-user"
  | "aws-account"
  | "aws-service"
  | "anonymous"
  | "unknown";

export type Actor = {
  kind: ActorKind;
  /** What a person would say: `jane@example.com (AdministratorAccess)`, `root (account 111122223333)`. */
  label: string;
  /** The principal's account. */
  accountId?: string;
  userName?: string;
  /** Role of the session: its session issuer. */
  role?: string;
  roleArn?: string;
  /** Role session name. */
  session?: string;
  /** Permission set of an IAM Identity Center session (role AWSReservedSSO_<set>_<hex>). */
  permissionSet?: string;
  sourceIdentity?: string;
  /** The human behind it where the record itself tells: user name, SSO e-mail, source identity. */
  person?: string;
  /** Web identity subject, such as a GitHub job `repo:acme/shop:ref:refs/heads/main`. */
  subject?: string;
  /** SAML or OIDC provider. */
  provider?: string;
  /** AWS service that made the call on the actor's behalf. */
  invokedBy?: string;
  mfa?: boolean;
  accessKeyId?: string;
  principalId?: string;
  arn?: string;
  /** sourceIPAddress: an address or the DNS name of a service. */
  address?: string;
  userAgent?: string;
};

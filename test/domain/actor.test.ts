import { describe, expect, it } from "vitest";
import { type Actor, readActor } from "../../src/domain/actor.ts";
import { isAutomation } from "../../src/domain/automation.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { eventOf, recordOf, roleIdentity } from "./record-of.ts";

const SSO = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";
const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

type Row = [what: string, record: JsonObject, actor: Partial<Actor>];

const ACTORS: Row[] = [
  [
    "an IAM user",
    {},
    {
      kind: "iam-user",
      label: "jane",
      person: "jane",
      accessKeyId: "AKIAEXAMPLEJANE00000",
      accountId: "111122223333",
    },
  ],
  [
    "an IAM user whom only the ARN names",
    { userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ops/bob" } },
    { kind: "iam-user", label: "bob", userName: "bob" },
  ],
  [
    "root",
    {
      userIdentity: {
        type: "Root",
        accountId: "111122223333",
        arn: "arn:aws:iam::111122223333:root",
      },
    },
    { kind: "root", label: "root (account 111122223333)" },
  ],
  [
    "a service that uses the root user",
    {
      userIdentity: {
        type: "Root",
        accountId: "111122223333",
        arn: "arn:aws:iam::111122223333:root",
        invokedBy: "autoscaling.amazonaws.com",
      },
    },
    {
      kind: "aws-service",
      label: "autoscaling (for account 111122223333)",
      invokedBy: "autoscaling",
    },
  ],
  [
    "an IAM user called root",
    { userIdentity: { type: "IAMUser", userName: "root", accountId: "111122223333" } },
    { kind: "iam-user", label: "root" },
  ],
  [
    "a session of IAM Identity Center",
    { userIdentity: roleIdentity(SSO, "jane@example.com") },
    {
      kind: "assumed-role",
      label: "jane@example.com (AdministratorAccess)",
      person: "jane@example.com",
      permissionSet: "AdministratorAccess",
      session: "jane@example.com",
      role: SSO,
      mfa: false,
    },
  ],
  [
    "a session with a source identity",
    { userIdentity: roleIdentity("deploy", "ci-42", { sourceIdentity: "omar@example.com" }) },
    { label: "omar@example.com (role deploy)", person: "omar@example.com", session: "ci-42" },
  ],
  [
    "a role session",
    { userIdentity: roleIdentity("deploy", "ci-42") },
    {
      label: "role deploy (session ci-42)",
      role: "deploy",
      roleArn: "arn:aws:iam::111122223333:role/deploy",
    },
  ],
  [
    "a role session whose ARN alone tells it",
    { userIdentity: { arn: "arn:aws:sts::111122223333:assumed-role/deploy/ci-42" } },
    { kind: "assumed-role", role: "deploy", session: "ci-42" },
  ],
  [
    "an instance",
    { userIdentity: roleIdentity("web", "i-0123456789abcdef0") },
    { label: "instance i-0123456789abcdef0 (role web)" },
  ],
  [
    "a Lambda function",
    {
      userIdentity: {
        ...roleIdentity("checkout", "checkout-api"),
        inScopeOf: { sourceArn: "arn:aws:lambda:eu-west-1:111122223333:function:checkout-api" },
      },
    },
    { label: "Lambda function checkout-api (role checkout)" },
  ],
  [
    "a service-linked role",
    {
      userIdentity: {
        ...roleIdentity("AWSServiceRoleForAutoScaling", "AutoScaling"),
        invokedBy: "autoscaling.amazonaws.com",
      },
    },
    { label: "autoscaling (AWSServiceRoleForAutoScaling)", invokedBy: "autoscaling" },
  ],
  [
    "CloudFormation for a person",
    {
      userIdentity: {
        ...roleIdentity(SSO, "jane@example.com"),
        invokedBy: "cloudformation.amazonaws.com",
      },
    },
    {
      label: "jane@example.com (AdministratorAccess) through cloudformation",
      invokedBy: "cloudformation",
    },
  ],
  [
    "a session of a GitHub job",
    {
      userIdentity: roleIdentity("deploy", "GitHubActions", {
        webIdFederationData: { federatedProvider: GITHUB, attributes: {} },
      }),
    },
    { label: "role deploy (GitHub, session GitHubActions)", provider: GITHUB },
  ],
  [
    "a GitHub job that assumes a role",
    {
      eventName: "AssumeRoleWithWebIdentity",
      eventSource: "sts.amazonaws.com",
      userIdentity: {
        type: "WebIdentityUser",
        principalId: `${GITHUB}:sts.amazonaws.com:repo:acme/shop:ref:refs/heads/main`,
        userName: "repo:acme/shop:ref:refs/heads/main",
        identityProvider: GITHUB,
      },
    },
    {
      kind: "web-identity-user",
      label: "GitHub job acme/shop (refs/heads/main)",
      subject: "repo:acme/shop:ref:refs/heads/main",
    },
  ],
  [
    "a Kubernetes service account",
    { userIdentity: { type: "WebIdentityUser", userName: "system:serviceaccount:shop:cart" } },
    { label: "Kubernetes service account shop/cart" },
  ],
  [
    "a SAML user",
    {
      userIdentity: {
        type: "SAMLUser",
        userName: "jane@example.com",
        identityProvider: "arn:aws:iam::111122223333:saml-provider/Okta",
      },
    },
    { kind: "saml-user", label: "jane@example.com (Okta)", person: "jane@example.com" },
  ],
  [
    "a federated user",
    {
      userIdentity: {
        type: "FederatedUser",
        arn: "arn:aws:sts::111122223333:federated-user/jane",
        principalId: "111122223333:jane",
        sessionContext: { sessionIssuer: { type: "IAMUser", userName: "broker" } },
      },
    },
    { kind: "federated-user", label: "jane (federated by broker)", userName: "jane" },
  ],
  [
    "an Identity Center user",
    {
      userIdentity: {
        type: "IdentityCenterUser",
        accountId: "111122223333",
        onBehalfOf: {
          userId: "e0b4f9c0-1234",
          identityStoreArn: "arn:aws:identitystore::111122223333:identitystore/d-1",
        },
      },
    },
    { kind: "identity-center-user", label: "Identity Center user e0b4f9c0-1234" },
  ],
  [
    "another account",
    {
      userIdentity: {
        type: "AWSAccount",
        accountId: "444455556666",
        principalId: "AROAEXAMPLE:sync",
      },
    },
    { kind: "aws-account", label: "account 444455556666 (session sync)" },
  ],
  [
    "nobody known",
    { userIdentity: { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" } },
    { kind: "anonymous", label: "anonymous" },
  ],
  [
    "a service",
    { userIdentity: { type: "AWSService", invokedBy: "rds.amazonaws.com" } },
    { kind: "aws-service", label: "rds", invokedBy: "rds" },
  ],
  [
    "a service event without type",
    {
      eventSource: "kms.amazonaws.com",
      eventType: "AwsServiceEvent",
      userIdentity: { accountId: "111122223333" },
    },
    { kind: "aws-service", label: "kms" },
  ],
  [
    "a failed sign-in whose name CloudTrail hides",
    {
      userIdentity: {
        type: "IAMUser",
        accountId: "111122223333",
        userName: "HIDDEN_DUE_TO_SECURITY_REASONS",
      },
    },
    { kind: "iam-user", label: "unknown user (account 111122223333)" },
  ],
  ["a record without identity", { userIdentity: null }, { kind: "unknown", label: "unknown" }],
  [
    "an identity of the wrong type",
    { userIdentity: ["root"] },
    { kind: "unknown", label: "unknown" },
  ],
  [
    "a call that the console made for a person",
    { userIdentity: { type: "IAMUser", userName: "jane", invokedBy: "AWS Internal" } },
    { kind: "iam-user", label: "jane" },
  ],
];

describe("readActor", () => {
  it.each(ACTORS)("reads %s", (_what, overrides, expected) => {
    const actor = readActor(recordOf(overrides));

    expect(actor).toMatchObject(expected);
  });

  it.each([
    [{ additionalEventData: { MFAUsed: "Yes" } }, true],
    [{ additionalEventData: { MFAUsed: "No" } }, false],
    [{ userIdentity: roleIdentity("r", "s", { attributes: { mfaAuthenticated: "true" } }) }, true],
    [{ userIdentity: roleIdentity("r", "s", { attributes: { mfaAuthenticated: false } }) }, false],
    [{}, undefined],
  ])("reads MFA of %j as %s", (overrides, expected) => {
    expect(readActor(recordOf(overrides)).mfa).toBe(expected);
  });

  it("does not take the console for a service that acts for somebody", () => {
    const actor = readActor(
      recordOf({
        userIdentity: { type: "IAMUser", userName: "jane", invokedBy: "signin.amazonaws.com" },
      }),
    );

    expect(actor).not.toHaveProperty("invokedBy");
  });

  it("takes a service that stands as the address for the one that made the call", () => {
    const actor = readActor(recordOf({ sourceIPAddress: "cloudformation.amazonaws.com" }));

    expect(actor.invokedBy).toBe("cloudformation");
  });
});

const github = { webIdFederationData: { federatedProvider: GITHUB } };
const google = { webIdFederationData: { federatedProvider: "https://accounts.google.com" } };

describe("isAutomation", () => {
  it.each<[string, JsonObject]>([
    ["a service", { userIdentity: { type: "AWSService", invokedBy: "rds.amazonaws.com" } }],
    [
      "a service with root",
      { userIdentity: { type: "Root", invokedBy: "autoscaling.amazonaws.com" } },
    ],
    ["a service-linked role", { userIdentity: roleIdentity("AWSServiceRoleForRDS", "x") }],
    [
      "CloudFormation for jane",
      {
        userIdentity: {
          type: "IAMUser",
          userName: "jane",
          invokedBy: "cloudformation.amazonaws.com",
        },
      },
    ],
    ["a session of a GitHub job", { userIdentity: roleIdentity("deploy", "run-7", github) }],
    [
      "a GitHub job",
      { userIdentity: { type: "WebIdentityUser", userName: "repo:acme/shop:ref:refs/heads/main" } },
    ],
    ["CodeBuild", { userIdentity: roleIdentity("codebuild-role", "AWSCodeBuild-0123") }],
    [
      "the agent of an instance",
      {
        userAgent: "aws-sdk-go/1.41.4 amazon-ssm-agent/",
        userIdentity: roleIdentity("web", "i-0123456789abcdef0"),
      },
    ],
  ])("is true for %s", (_what, overrides) => {
    expect(isAutomation(eventOf(overrides))).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ["a user's CLI", {}],
    ["root", { userIdentity: { type: "Root", accountId: "111122223333" } }],
    [
      "Terraform in a person's hands",
      {
        userAgent: "APN/1.0 HashiCorp/1.0 Terraform/1.5.7",
        userIdentity: roleIdentity(SSO, "jane@example.com"),
      },
    ],
    ["an instance", { userIdentity: roleIdentity("web", "i-0123456789abcdef0") }],
    ["a person by Google", { userIdentity: roleIdentity("app", "x", google) }],
    [
      "a person by web identity",
      { userIdentity: { type: "WebIdentityUser", userName: "jane@example.com" } },
    ],
    ["another account", { userIdentity: { type: "AWSAccount", accountId: "444455556666" } }],
  ])("is false for %s", (_what, overrides) => {
    expect(isAutomation(eventOf(overrides))).toBe(false);
  });
});

/** IAM users, groups, roles, policies, keys and passwords. */
import { policyWords, trustWords } from "../policy-words.ts";
import {
  asked,
  at,
  type Call,
  type Deed,
  flagAt,
  name,
  nameAt,
  type Summaries,
  textAt,
  the,
} from "./call.ts";
import { acts } from "./phrases.ts";

const HOLDERS = { role: "roleName", user: "userName", group: "groupName" } as const;
type Holder = keyof typeof HOLDERS;

function who(call: Call, holder: Holder): string {
  return the(holder, name(call, HOLDERS[holder]));
}

/** The user that a call names, or the caller, whom IAM means when no user is named. */
function userOrSelf(call: Call): string {
  const user = name(call, "userName");
  return user ? `user ${user}` : "the caller";
}

function policy(call: Call): string {
  return the("policy", name(call, "policyArn", "policyName"));
}

function inline(call: Call): string {
  return the("inline policy", name(call, "policyName"));
}

const attach = (holder: Holder) => (call: Call) => `attach ${policy(call)} to ${who(call, holder)}`;
const detach = (holder: Holder) => (call: Call) =>
  `detach ${policy(call)} from ${who(call, holder)}`;
const putInline = (holder: Holder) => (call: Call) => ({
  act: `set ${inline(call)} of ${who(call, holder)}`,
  detail: documentWords(call),
});
const deleteInline = (holder: Holder) => (call: Call) =>
  `delete ${inline(call)} of ${who(call, holder)}`;
const setBoundary = (holder: Holder) => (call: Call) =>
  `set the permissions boundary of ${who(call, holder)} to ${name(call, "permissionsBoundary") ?? "a policy"}`;
const removeBoundary = (holder: Holder) => (call: Call) =>
  `remove the permissions boundary of ${who(call, holder)}`;

function documentWords(call: Call): string | undefined {
  return policyWords(at(call.request, "policyDocument"));
}

function key(call: Call): string {
  return the(
    "access key",
    name(call, "accessKeyId") ?? nameAt(call.response, "accessKey.accessKeyId"),
  );
}

function keyStatus(call: Call): Deed {
  const status = asked(call, "status");
  const verb = status === "Inactive" ? "deactivate" : status === "Active" ? "activate" : "update";
  return `${verb} ${key(call)} of ${userOrSelf(call)}`;
}

function passwordPolicyWords(call: Call): string {
  const length = asked(call, "minimumPasswordLength");
  const age = asked(call, "maxPasswordAge");
  return [
    length && `at least ${length} characters`,
    age && `changed every ${age} days`,
    flagAt(call.request, "requireSymbols") === false && "no symbols needed",
  ]
    .filter(Boolean)
    .join(", ");
}

function loginProfile(call: Call): Deed {
  const reset = flagAt(call.request, "passwordResetRequired");
  const must = reset ? ", to be changed at the next sign-in" : "";
  return `change the console password of ${userOrSelf(call)}${must}`;
}

function newVersion(call: Call): Deed {
  const active = flagAt(call.request, "setAsDefault") === true;
  const version = textAt(call.response, "policyVersion.versionId");
  const which = version ? ` ${version}` : "";
  return {
    act: `create version${which} of ${policy(call)}${active ? " and put it into force" : ""}`,
    detail: documentWords(call),
  };
}

const device = (call: Call) =>
  the("MFA device", name(call, "serialNumber", "virtualMFADeviceName"));

export const iam: Summaries = {
  CreateUser: acts("create", "user", "userName"),
  DeleteUser: acts("delete", "user", "userName"),
  UpdateUser: (call) => {
    const renamed = asked(call, "newUserName");
    return renamed ? `rename ${who(call, "user")} to ${renamed}` : `update ${who(call, "user")}`;
  },
  CreateGroup: acts("create", "group", "groupName"),
  DeleteGroup: acts("delete", "group", "groupName"),
  AddUserToGroup: (call) => `add ${who(call, "user")} to ${who(call, "group")}`,
  RemoveUserFromGroup: (call) => `remove ${who(call, "user")} from ${who(call, "group")}`,
  CreateRole: (call) => ({
    act: `create ${who(call, "role")}`,
    detail: trustWords(at(call.request, "assumeRolePolicyDocument")),
  }),
  DeleteRole: acts("delete", "role", "roleName"),
  UpdateRole: (call) => {
    const seconds = asked(call, "maxSessionDuration");
    if (!seconds) return `update ${who(call, "role")}`;
    return `set the longest session of ${who(call, "role")} to ${seconds} seconds`;
  },
  UpdateAssumeRolePolicy: (call) => ({
    act: `change the trust policy of ${who(call, "role")}`,
    detail: trustWords(at(call.request, "policyDocument")),
  }),
  CreateServiceLinkedRole: (call) =>
    `create the service-linked role of ${asked(call, "aWSServiceName") ?? "a service"}`,
  AttachRolePolicy: attach("role"),
  AttachUserPolicy: attach("user"),
  AttachGroupPolicy: attach("group"),
  DetachRolePolicy: detach("role"),
  DetachUserPolicy: detach("user"),
  DetachGroupPolicy: detach("group"),
  PutRolePolicy: putInline("role"),
  PutUserPolicy: putInline("user"),
  PutGroupPolicy: putInline("group"),
  DeleteRolePolicy: deleteInline("role"),
  DeleteUserPolicy: deleteInline("user"),
  DeleteGroupPolicy: deleteInline("group"),
  PutRolePermissionsBoundary: setBoundary("role"),
  PutUserPermissionsBoundary: setBoundary("user"),
  DeleteRolePermissionsBoundary: removeBoundary("role"),
  DeleteUserPermissionsBoundary: removeBoundary("user"),
  CreatePolicy: (call) => ({ act: `create ${policy(call)}`, detail: documentWords(call) }),
  DeletePolicy: (call) => `delete ${policy(call)}`,
  CreatePolicyVersion: newVersion,
  DeletePolicyVersion: (call) =>
    `delete ${the("version", asked(call, "versionId"))} of ${policy(call)}`,
  SetDefaultPolicyVersion: (call) =>
    `put ${the("version", asked(call, "versionId"))} of ${policy(call)} into force`,
  CreateAccessKey: (call) => `create ${key(call)} for ${userOrSelf(call)}`,
  DeleteAccessKey: (call) => `delete ${key(call)} of ${userOrSelf(call)}`,
  UpdateAccessKey: keyStatus,
  CreateLoginProfile: (call) => `give ${userOrSelf(call)} a console password`,
  UpdateLoginProfile: loginProfile,
  DeleteLoginProfile: (call) => `take away the console password of ${userOrSelf(call)}`,
  ChangePassword: () => "change their own password",
  CreateVirtualMFADevice: (call) => `create ${device(call)}`,
  DeleteVirtualMFADevice: (call) => `delete ${device(call)}`,
  EnableMFADevice: (call) => `turn on MFA for ${userOrSelf(call)}`,
  DeactivateMFADevice: (call) => `turn off MFA of ${userOrSelf(call)}`,
  ResyncMFADevice: (call) => `resync ${device(call)}`,
  UpdateAccountPasswordPolicy: (call) => ({
    act: "change the password policy of the account",
    detail: passwordPolicyWords(call),
  }),
  DeleteAccountPasswordPolicy: () => "delete the password policy of the account",
  CreateInstanceProfile: acts("create", "instance profile", "instanceProfileName"),
  DeleteInstanceProfile: acts("delete", "instance profile", "instanceProfileName"),
  AddRoleToInstanceProfile: (call) =>
    `add ${who(call, "role")} to ${the("instance profile", name(call, "instanceProfileName"))}`,
  RemoveRoleFromInstanceProfile: (call) =>
    `remove ${who(call, "role")} from ${the("instance profile", name(call, "instanceProfileName"))}`,
  CreateOpenIDConnectProvider: acts("create", "OIDC provider", "url"),
  DeleteOpenIDConnectProvider: acts("delete", "OIDC provider", "openIDConnectProviderArn"),
  CreateSAMLProvider: acts("create", "SAML provider", "name"),
  UpdateSAMLProvider: acts("update", "SAML provider", "sAMLProviderArn"),
  DeleteSAMLProvider: acts("delete", "SAML provider", "sAMLProviderArn"),
  CreateAccountAlias: acts("create", "account alias", "accountAlias"),
  DeleteAccountAlias: acts("delete", "account alias", "accountAlias"),
  TagRole: (call) => `tag ${who(call, "role")}`,
  TagUser: (call) => `tag ${who(call, "user")}`,
  UntagRole: (call) => `untag ${who(call, "role")}`,
  UntagUser: (call) => `untag ${who(call, "user")}`,
};

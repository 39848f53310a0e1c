/** Properties that calls of IAM, Organizations, CloudTrail, GuardDuty and Config set. */
import { policyWords, trustWords } from "../policy-words.ts";
import { asked, at, type Call, flagAt, listAt, name, nameAt, textAt } from "./call.ts";
import {
  given,
  labelled,
  type PropertyReader,
  property,
  type ServiceProperties,
  switchAt,
} from "./property.ts";

const HOLDERS = ["roleName", "userName", "groupName"] as const;
const holder = (call: Call) => name(call, ...HOLDERS);
const attached =
  (value: string): PropertyReader =>
  (call) =>
    property(holder(call), `policy ${name(call, "policyArn", "policyName") ?? "?"}`, value);
const inline =
  (removed: boolean): PropertyReader =>
  (call) => {
    const policy = name(call, "policyName");
    if (policy === undefined) return [];
    return property(
      holder(call),
      `inline policy ${policy}`,
      removed ? undefined : policyWords(at(call.request, "policyDocument")),
    );
  };
const boundary: PropertyReader = (call) =>
  property(holder(call), "permissions boundary", name(call, "permissionsBoundary"));
const trust =
  (path: string): PropertyReader =>
  (call) =>
    given(name(call, "roleName"), "trust policy", trustWords(at(call.request, path)));
const member =
  (value: string | undefined): PropertyReader =>
  (call) =>
    property(name(call, "userName"), `group ${name(call, "groupName") ?? "?"}`, value);
const password =
  (value: string | undefined): PropertyReader =>
  (call) =>
    property(name(call, "userName"), "console password", value);
const mfa =
  (value: string): PropertyReader =>
  (call) =>
    property(name(call, "userName"), "MFA", value);
const accessKey = (call: Call) =>
  name(call, "accessKeyId") ?? nameAt(call.response, "accessKey.accessKeyId");
const version: PropertyReader = (call) => {
  const policy = name(call, "policyArn");
  const inForce =
    call.event.name === "SetDefaultPolicyVersion" || flagAt(call.request, "setAsDefault") === true;
  return inForce
    ? given(
        policy,
        "version in force",
        asked(call, "versionId") ?? textAt(call.response, "policyVersion.versionId"),
      )
    : [];
};

const PASSWORD_RULES = {
  minimumPasswordLength: "shortest password",
  maxPasswordAge: "longest password age",
  passwordReusePrevention: "passwords remembered",
  requireSymbols: "symbols required",
  requireNumbers: "numbers required",
  requireUppercaseCharacters: "upper case required",
  requireLowercaseCharacters: "lower case required",
};

export const iamProperties: ServiceProperties = {
  sets: {
    AttachRolePolicy: attached("attached"),
    AttachUserPolicy: attached("attached"),
    AttachGroupPolicy: attached("attached"),
    DetachRolePolicy: attached("detached"),
    DetachUserPolicy: attached("detached"),
    DetachGroupPolicy: attached("detached"),
    PutRolePolicy: inline(false),
    PutUserPolicy: inline(false),
    PutGroupPolicy: inline(false),
    DeleteRolePolicy: inline(true),
    DeleteUserPolicy: inline(true),
    DeleteGroupPolicy: inline(true),
    PutRolePermissionsBoundary: boundary,
    PutUserPermissionsBoundary: boundary,
    DeleteRolePermissionsBoundary: boundary,
    DeleteUserPermissionsBoundary: boundary,
    CreateRole: (call) => [
      ...trust("assumeRolePolicyDocument")(call),
      ...labelled(call, name(call, "roleName"), { maxSessionDuration: "longest session" }),
    ],
    UpdateAssumeRolePolicy: trust("policyDocument"),
    UpdateRole: (call) =>
      labelled(call, name(call, "roleName"), { maxSessionDuration: "longest session" }),
    CreatePolicy: (call) => property(name(call, "policyName"), "version in force", "v1"),
    CreatePolicyVersion: version,
    SetDefaultPolicyVersion: version,
    AddUserToGroup: member("member"),
    RemoveUserFromGroup: member(undefined),
    CreateAccessKey: (call) => property(accessKey(call), "status", "Active"),
    UpdateAccessKey: (call) => given(accessKey(call), "status", asked(call, "status")),
    DeleteAccessKey: (call) => property(accessKey(call), "status", "deleted"),
    CreateLoginProfile: password("set"),
    UpdateLoginProfile: password("changed"),
    DeleteLoginProfile: password(undefined),
    EnableMFADevice: mfa("on"),
    DeactivateMFADevice: mfa("off"),
    UpdateAccountPasswordPolicy: (call) =>
      labelled(call, "account password policy", PASSWORD_RULES),
    DeleteAccountPasswordPolicy: () =>
      Object.values(PASSWORD_RULES).flatMap((rule) =>
        property("account password policy", rule, undefined),
      ),
  },
  families: [
    ["AttachRolePolicy", "DetachRolePolicy"],
    ["AttachUserPolicy", "DetachUserPolicy"],
    ["AttachGroupPolicy", "DetachGroupPolicy"],
    ["PutRolePolicy", "DeleteRolePolicy"],
    ["PutUserPolicy", "DeleteUserPolicy"],
    ["PutGroupPolicy", "DeleteGroupPolicy"],
    ["PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"],
    ["PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary"],
    ["CreateRole", "UpdateAssumeRolePolicy"],
    ["CreateRole", "UpdateRole"],
    ["CreatePolicy", "CreatePolicyVersion", "SetDefaultPolicyVersion"],
    ["AddUserToGroup", "RemoveUserFromGroup"],
    ["CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey"],
    ["CreateLoginProfile", "UpdateLoginProfile", "DeleteLoginProfile"],
    ["EnableMFADevice", "DeactivateMFADevice"],
    ["UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy"],
  ],
};

const policyOn =
  (value: string): PropertyReader =>
  (call) =>
    property(name(call, "targetId"), `policy ${asked(call, "policyId") ?? "?"}`, value);

export const organizationsProperties: ServiceProperties = {
  sets: {
    AttachPolicy: policyOn("attached"),
    DetachPolicy: policyOn("detached"),
    UpdatePolicy: (call) =>
      given(name(call, "policyId"), "content", policyWords(at(call.request, "content"))),
    MoveAccount: (call) =>
      property(
        name(call, "accountId"),
        "parent",
        asked(call, "destinationParentId"),
        asked(call, "sourceParentId"),
      ),
  },
  families: [["AttachPolicy", "DetachPolicy"], ["UpdatePolicy"], ["MoveAccount"]],
};

const trail = (call: Call) => name(call, "name", "trailName");
const logging =
  (value: string): PropertyReader =>
  (call) =>
    property(trail(call), "logging", value);
const trailSet: PropertyReader = (call) => [
  ...labelled(call, trail(call), { s3BucketName: "bucket", kmsKeyId: "key" }),
  ...given(trail(call), "all regions", switchAt(call, "isMultiRegionTrail")),
  ...given(trail(call), "log file validation", switchAt(call, "enableLogFileValidation")),
  ...given(trail(call), "global services", switchAt(call, "includeGlobalServiceEvents")),
];

const selectors: PropertyReader = (call) => {
  const [first] = listAt(call.request, "eventSelectors");
  const management = flagAt(first, "includeManagementEvents");
  return [
    ...given(trail(call), "events", textAt(first, "readWriteType")),
    ...given(
      trail(call),
      "management events",
      management === undefined ? undefined : management ? "on" : "off",
    ),
  ];
};

export const cloudtrailProperties: ServiceProperties = {
  sets: {
    CreateTrail: trailSet,
    UpdateTrail: trailSet,
    DeleteTrail: logging("off"),
    StartLogging: logging("on"),
    StopLogging: logging("off"),
    PutEventSelectors: selectors,
  },
  families: [
    ["CreateTrail", "UpdateTrail"],
    ["StartLogging", "StopLogging", "DeleteTrail"],
    ["PutEventSelectors"],
  ],
};

const recorder =
  (value: string): PropertyReader =>
  (call) =>
    property(name(call, "configurationRecorderName"), "recording", value);

export const configProperties: ServiceProperties = {
  sets: {
    StartConfigurationRecorder: recorder("on"),
    StopConfigurationRecorder: recorder("off"),
    DeleteConfigurationRecorder: recorder("off"),
  },
  families: [
    ["StartConfigurationRecorder", "StopConfigurationRecorder", "DeleteConfigurationRecorder"],
  ],
};

export const guarddutyProperties: ServiceProperties = {
  sets: {
    CreateDetector: (call) => property(nameAt(call.response, "detectorId"), "detection", "on"),
    UpdateDetector: (call) =>
      given(name(call, "detectorId"), "detection", switchAt(call, "enable")),
    DeleteDetector: (call) => property(name(call, "detectorId"), "detection", "off"),
  },
  families: [["CreateDetector", "UpdateDetector", "DeleteDetector"]],
};

/** KMS, Secrets Manager and Systems Manager. */
import { isPublicPolicy, policyWords } from "../policy-words.ts";
import {
  asked,
  at,
  type Call,
  type Deed,
  flagAt,
  listAt,
  name,
  nameAt,
  type Summaries,
  textAt,
  the,
} from "./call.ts";
import { counted, listed, shownValue } from "./words.ts";

const key = (call: Call) =>
  the(
    "key",
    name(call, "keyId", "targetKeyId") ??
      nameAt(call.response, "keyMetadata.keyId") ??
      nameAt(call.extra, "keyId") ??
      // Decrypt names its key in `resources` alone.
      nameAt(call.event.raw.resources, "0.ARN"),
  );
const secret = (call: Call) =>
  the(
    "secret",
    name(call, "secretId", "name") ??
      nameAt(call.response, "name", "aRN") ??
      nameAt(call.extra, "name", "aRN", "secretId"),
  );
const parameter = (call: Call) => the("parameter", name(call, "name"));

const on =
  (verb: string, noun: (call: Call) => string) =>
  (call: Call): Deed =>
    `${verb} ${noun(call)}`;

function policyDeed(what: string, call: Call, path: string): Deed {
  const policy = at(call.request, path);
  const words = policyWords(policy);
  // A key policy names `*` as resource always; only the principal makes it public.
  if (isPublicPolicy(policy)) return { act: `make ${what} public`, detail: `policy ${words}` };
  return { act: `change the policy of ${what}`, detail: words };
}

const alias = (call: Call) => asked(call, "aliasName") ?? "an alias";

export const kms: Summaries = {
  CreateKey: on("create", key),
  ScheduleKeyDeletion: (call) =>
    `schedule ${key(call)} for deletion in ${counted(asked(call, "pendingWindowInDays") ?? textAt(call.response, "pendingWindowInDays") ?? "30", "day")}`,
  CancelKeyDeletion: on("cancel the deletion of", key),
  EnableKey: on("enable", key),
  DisableKey: on("disable", key),
  PutKeyPolicy: (call) => policyDeed(key(call), call, "policy"),
  EnableKeyRotation: on("turn on rotation of", key),
  DisableKeyRotation: on("turn off rotation of", key),
  RotateKey: on("rotate", key),
  CreateGrant: (call) => {
    const operations = listAt(call.request, "operations").flatMap((item) => shownValue(item) ?? []);
    return `grant ${nameAt(call.request, "granteePrincipal") ?? "a principal"} the use of ${key(call)}${operations.length > 0 ? ` (${listed(operations)})` : ""}`;
  },
  RevokeGrant: on("revoke a grant of", key),
  RetireGrant: on("retire a grant of", key),
  CreateAlias: (call) => `give ${key(call)} the name ${alias(call)}`,
  UpdateAlias: (call) => `point ${alias(call)} to ${key(call)}`,
  DeleteAlias: (call) => `delete key name ${alias(call)}`,
  ImportKeyMaterial: on("import key material into", key),
  DeleteImportedKeyMaterial: on("delete the key material of", key),
  Decrypt: on("decrypt with", key),
  Encrypt: on("encrypt with", key),
  GenerateDataKey: on("generate a data key with", key),
};

function deletedSecret(call: Call): Deed {
  if (flagAt(call.request, "forceDeleteWithoutRecovery")) {
    return `delete ${secret(call)} at once, without a way back`;
  }
  const days = asked(call, "recoveryWindowInDays");
  return `schedule ${secret(call)} for deletion in ${counted(days ?? "30", "day")}`;
}

export const secretsmanager: Summaries = {
  CreateSecret: on("create", secret),
  UpdateSecret: on("update", secret),
  PutSecretValue: on("set a new value of", secret),
  GetSecretValue: on("read the value of", secret),
  DeleteSecret: deletedSecret,
  RestoreSecret: on("restore", secret),
  RotateSecret: on("rotate", secret),
  CancelRotateSecret: on("turn off rotation of", secret),
  UpdateSecretVersionStage: (call) =>
    `move stage ${asked(call, "versionStage") ?? "?"} of ${secret(call)} to another version`,
  PutResourcePolicy: (call) => policyDeed(secret(call), call, "resourcePolicy"),
  DeleteResourcePolicy: on("remove the policy of", secret),
  ReplicateSecretToRegions: on("replicate", secret),
  StartSecretVersionDelete: (call) => ({ said: `began to delete a version of ${secret(call)}` }),
  EndSecretVersionDelete: (call) => ({ said: `finished deleting a version of ${secret(call)}` }),
  RotationStarted: (call) => ({ said: `rotation of ${secret(call)} started` }),
  RotationSucceeded: (call) => ({ said: `rotation of ${secret(call)} succeeded` }),
  RotationFailed: (call) => ({ said: `rotation of ${secret(call)} failed` }),
};

/** The instances or tags that a command runs on. */
function targets(call: Call): string {
  const ids = listAt(call.request, "instanceIds").flatMap((item) => shownValue(item) ?? []);
  if (ids.length > 0) return listed(ids);
  const chosen = listAt(call.request, "targets").flatMap((target) => {
    const by = textAt(target, "key");
    const values = listAt(target, "values").flatMap((item) => shownValue(item) ?? []);
    return by === undefined ? [] : [`${by} ${listed(values)}`.trim()];
  });
  return chosen.length > 0 ? listed(chosen) : "instances";
}

const association = (call: Call) =>
  the("association", asked(call, "associationId", "associationName", "name"));
const document = (call: Call) => the("document", asked(call, "name", "documentName"));

export const ssm: Summaries = {
  PutParameter: (call) => {
    const version = textAt(call.response, "version");
    const verb =
      flagAt(call.request, "overwrite") || (version !== undefined && version !== "1")
        ? "change"
        : "set";
    return `${verb} ${parameter(call)}${version ? ` (version ${version})` : ""}`;
  },
  DeleteParameter: on("delete", parameter),
  DeleteParameters: (call) =>
    `delete parameters ${listed(listAt(call.request, "names").flatMap((item) => shownValue(item) ?? []))}`.trim(),
  GetParameter: on("read", parameter),
  GetParameters: (call) =>
    `read parameters ${listed(listAt(call.request, "names").flatMap((item) => shownValue(item) ?? []))}`.trim(),
  LabelParameterVersion: on("label a version of", parameter),
  SendCommand: (call) => `run ${asked(call, "documentName") ?? "a command"} on ${targets(call)}`,
  CancelCommand: (call) => `cancel ${the("command", asked(call, "commandId"))}`,
  StartSession: (call) => `start a session on ${the("instance", name(call, "target"))}`,
  ResumeSession: (call) => `resume ${the("session", name(call, "sessionId"))}`,
  TerminateSession: (call) => `end ${the("session", name(call, "sessionId"))}`,
  StartAutomationExecution: (call) =>
    `start automation ${asked(call, "documentName") ?? ""}`.trim(),
  StopAutomationExecution: (call) =>
    `stop ${the("automation", asked(call, "automationExecutionId"))}`,
  CreateDocument: on("create", document),
  UpdateDocument: on("update", document),
  DeleteDocument: on("delete", document),
  ModifyDocumentPermission: (call) => {
    const added = listAt(call.request, "accountIdsToAdd").flatMap((item) => shownValue(item) ?? []);
    if (added.some((id) => id.toLowerCase() === "all")) return `make ${document(call)} public`;
    return added.length > 0
      ? `share ${document(call)} with account ${listed(added)}`
      : `change who may use ${document(call)}`;
  },
  CreateAssociation: on("create", association),
  UpdateAssociation: on("update", association),
  DeleteAssociation: on("delete", association),
  UpdateInstanceInformation: (call) =>
    `report the agent's state of ${the("instance", name(call, "instanceId"))}`,
  UpdateInstanceAssociationStatus: (call) =>
    `report ${the("association", name(call, "associationId"))} of ${the("instance", name(call, "instanceId"))}`,
  PutInventory: (call) => `report the inventory of ${the("instance", name(call, "instanceId"))}`,
  PutComplianceItems: (call) =>
    `report the compliance of ${the("instance", name(call, "resourceId"))}`,
};

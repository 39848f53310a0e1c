/** Properties that calls of SSM parameters, KMS and Secrets Manager set. */
import { policyWords } from "../policy-words.ts";
import { at, type Call, flagAt, name, nameAt, namesAt, textAt } from "./call.ts";
import {
  given,
  isGiven,
  type PropertyReader,
  property,
  type ServiceProperties,
} from "./property.ts";

export const ssmProperties: ServiceProperties = {
  sets: {
    PutParameter: (call) => {
      const version = textAt(call.response, "version");
      const old = Number(version) > 1 ? String(Number(version) - 1) : undefined;
      // Versions of a parameter count up by one, so the number itself tells what it was.
      return version === undefined ? [] : property(name(call, "name"), "version", version, old);
    },
    DeleteParameter: (call) => property(name(call, "name"), "version", undefined),
    DeleteParameters: (call) =>
      namesAt(call.request, "names").flatMap((one) => property(one, "version", undefined)),
  },
  families: [["PutParameter", "DeleteParameter", "DeleteParameters"]],
};

const key = (call: Call) =>
  name(call, "keyId") ?? nameAt(call.response, "keyMetadata.keyId", "keyId");
const keyState =
  (value: string): PropertyReader =>
  (call) =>
    property(key(call), "state", value);
const rotation =
  (value: string): PropertyReader =>
  (call) =>
    property(key(call), "rotation", value);

export const kmsProperties: ServiceProperties = {
  sets: {
    CreateKey: keyState("enabled"),
    EnableKey: keyState("enabled"),
    DisableKey: keyState("disabled"),
    ScheduleKeyDeletion: keyState("scheduled for deletion"),
    // A key whose deletion is cancelled comes back disabled (docs.aws.amazon.com/kms, CancelKeyDeletion).
    CancelKeyDeletion: keyState("disabled"),
    EnableKeyRotation: rotation("on"),
    DisableKeyRotation: rotation("off"),
    PutKeyPolicy: (call) => given(key(call), "policy", policyWords(at(call.request, "policy"))),
    CreateAlias: (call) => property(name(call, "aliasName"), "key", name(call, "targetKeyId")),
    UpdateAlias: (call) => property(name(call, "aliasName"), "key", name(call, "targetKeyId")),
    DeleteAlias: (call) => property(name(call, "aliasName"), "key", undefined),
  },
  families: [
    ["CreateKey", "EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion"],
    ["EnableKeyRotation", "DisableKeyRotation"],
    ["PutKeyPolicy"],
    ["CreateAlias", "UpdateAlias", "DeleteAlias"],
  ],
};

const secret = (call: Call) => name(call, "secretId", "name");
const secretState =
  (value: string): PropertyReader =>
  (call) =>
    property(secret(call), "state", value);
const rotated =
  (value: string): PropertyReader =>
  (call) =>
    property(secret(call), "rotation", value);

export const secretsmanagerProperties: ServiceProperties = {
  sets: {
    CreateSecret: secretState("there"),
    DeleteSecret: (call) =>
      property(
        secret(call),
        "state",
        flagAt(call.request, "forceDeleteWithoutRecovery") ? "deleted" : "scheduled for deletion",
      ),
    RestoreSecret: secretState("there"),
    RotateSecret: (call) =>
      isGiven(call, "rotationRules") || isGiven(call, "rotationLambdaARN")
        ? rotated("on")(call)
        : [],
    CancelRotateSecret: rotated("off"),
  },
  families: [
    ["CreateSecret", "DeleteSecret", "RestoreSecret"],
    ["RotateSecret", "CancelRotateSecret"],
  ],
};

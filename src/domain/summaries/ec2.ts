/** EC2 instances, volumes, snapshots, images, tags and launch templates. */
import { isObject } from "../json.ts";
import {
  asked,
  at,
  type Call,
  type Deed,
  flagAt,
  listAt,
  name,
  nameAt,
  namesAt,
  type Summaries,
  textAt,
  the,
} from "./call.ts";
import { acts } from "./phrases.ts";
import { counted, listed } from "./words.ts";

/** The instances that a call names, `instance i-1`, `instances i-1 and i-2`. */
function instances(call: Call): string {
  const ids = namesAt(call.request, "instancesSet", "instanceId");
  if (ids.length < 2) return the("instance", ids[0] ?? name(call, "instanceId"));
  return `instances ${listed(ids)}`;
}

const onInstances = (verb: string) => (call: Call) => `${verb} ${instances(call)}`;

function ran(call: Call): Deed {
  const started = namesAt(call.response, "instancesSet", "instanceId");
  const asks = asked(call, "maxCount", "instancesSet.items.0.maxCount") ?? "1";
  const count = started.length > 0 ? String(started.length) : asks;
  const type = asked(call, "instanceType");
  const what = `launch ${counted(count, type ? `${type} instance` : "instance")}`;
  const image = asked(call, "instancesSet.items.0.imageId", "imageId");
  const detail = [listed(started), image && `image ${image}`].filter(Boolean).join(", ");
  return { act: what, detail };
}

/** `attribute` and its new value, as ModifyInstanceAttribute names them. */
export function instanceAttributes(call: Call): { attribute: string; value: string | undefined }[] {
  const known: Readonly<Record<string, string>> = {
    instanceType: "instance type",
    disableApiTermination: "termination protection",
    disableApiStop: "stop protection",
    sourceDestCheck: "source/destination check",
    ebsOptimized: "EBS optimisation",
    instanceInitiatedShutdownBehavior: "shutdown behaviour",
    enaSupport: "ENA support",
  };
  const plain = Object.entries(known).flatMap(([key, attribute]) => {
    const value =
      asked(call, `${key}.value`, key) ??
      (asked(call, "attribute") === key ? asked(call, "value") : undefined);
    return value === undefined ? [] : [{ attribute, value: onOff(value) }];
  });
  const groups = namesAt(call.request, "groupSet", "groupId", "content");
  if (groups.length > 0) plain.push({ attribute: "security groups", value: listed(groups) });
  const changesData =
    at(call.request, "userData") !== undefined || asked(call, "attribute") === "userData";
  if (changesData) plain.push({ attribute: "user data", value: "" });
  return plain;
}

function onOff(value: string): string {
  if (value === "true") return "on";
  return value === "false" ? "off" : value;
}

function modifiedInstance(call: Call): Deed {
  const [first, ...rest] = instanceAttributes(call);
  if (!first) return `modify ${instances(call)}`;
  const more = rest.map(({ attribute, value }) => `${attribute} ${value}`.trim());
  const detail = more.length > 0 ? listed(more) : undefined;
  if (!first.value) return { act: `replace the ${first.attribute} of ${instances(call)}`, detail };
  if (first.value === "on" || first.value === "off") {
    return { act: `turn ${first.value} ${first.attribute} of ${instances(call)}`, detail };
  }
  return { act: `set the ${first.attribute} of ${instances(call)} to ${first.value}`, detail };
}

/** Who gets or loses the use of an image or a snapshot. */
function shared(noun: string, idPath: string, permission: string): (call: Call) => Deed {
  return (call) => {
    const what = the(noun, name(call, idPath));
    const added = granteesAt(call, `${permission}.add`);
    const removed = granteesAt(call, `${permission}.remove`);
    if (added.includes("all")) return { act: `make ${what} public`, detail: "anyone may use it" };
    if (added.length > 0) return `share ${what} with account ${listed(added)}`;
    if (removed.includes("all")) return `make ${what} private`;
    if (removed.length > 0)
      return `stop to share ${what} with account ${listed(removed)}`.replace(
        "stop to share",
        "stop sharing",
      );
    return `change who may use ${what}`;
  };
}

function granteesAt(call: Call, path: string): string[] {
  return listAt(call.request, path).flatMap((item) => {
    if (!isObject(item)) return [];
    const group = textAt(item, "group");
    return group ?? textAt(item, "userId", "organizationArn", "organizationalUnitArn") ?? [];
  });
}

function tagged(verb: string, word: string): (call: Call) => Deed {
  return (call) => {
    const resources = namesAt(call.request, "resourcesSet", "resourceId");
    const tags = listAt(call.request, "tagSet").flatMap((tag) => {
      const key = textAt(tag, "key");
      if (key === undefined) return [];
      const value = textAt(tag, "value");
      return [value === undefined ? key : `${key}=${value}`];
    });
    const what = resources.length > 0 ? listed(resources) : "resources";
    return {
      act: `${verb} ${what}`,
      detail: tags.length > 0 ? `${word}${listed(tags)}` : undefined,
    };
  };
}

const volume = (call: Call) =>
  the("volume", name(call, "volumeId", "ModifyVolumeRequest.VolumeId"));

function modifiedVolume(call: Call): Deed {
  const size = asked(call, "ModifyVolumeRequest.Size", "size");
  const type = asked(call, "ModifyVolumeRequest.VolumeType", "volumeType");
  const iops = asked(call, "ModifyVolumeRequest.Iops", "iops");
  const detail = [size && `${size} GiB`, type, iops && `${iops} IOPS`].filter(Boolean).join(", ");
  return { act: `change ${volume(call)}`, detail };
}

function metadataOptions(call: Call): Deed {
  const tokens = asked(call, "ModifyInstanceMetadataOptionsRequest.HttpTokens", "httpTokens");
  const id = asked(call, "ModifyInstanceMetadataOptionsRequest.InstanceId", "instanceId");
  const mode =
    tokens === "optional"
      ? "IMDSv1 allowed"
      : tokens === "required"
        ? "IMDSv2 required"
        : undefined;
  return { act: `change the metadata options of ${the("instance", id)}`, detail: mode };
}

const template = (call: Call) =>
  the(
    "launch template",
    asked(
      call,
      "CreateLaunchTemplateRequest.LaunchTemplateName",
      "CreateLaunchTemplateVersionRequest.LaunchTemplateName",
      "CreateLaunchTemplateVersionRequest.LaunchTemplateId",
      "ModifyLaunchTemplateRequest.LaunchTemplateName",
      "ModifyLaunchTemplateRequest.LaunchTemplateId",
      "DeleteLaunchTemplateRequest.LaunchTemplateName",
      "DeleteLaunchTemplateRequest.LaunchTemplateId",
    ),
  );

export const ec2: Summaries = {
  RunInstances: ran,
  StartInstances: onInstances("start"),
  StopInstances: (call) =>
    `${flagAt(call.request, "force") ? "force" : "stop"} ${instances(call)}${flagAt(call.request, "force") ? " to stop" : ""}`,
  RebootInstances: onInstances("reboot"),
  TerminateInstances: onInstances("terminate"),
  MonitorInstances: onInstances("turn on detailed monitoring of"),
  UnmonitorInstances: onInstances("turn off detailed monitoring of"),
  ModifyInstanceAttribute: modifiedInstance,
  ModifyInstanceMetadataOptions: metadataOptions,
  AssociateIamInstanceProfile: (call) =>
    `give ${the("instance", asked(call, "AssociateIamInstanceProfileRequest.InstanceId"))} the instance profile ${nameAt(call.request, "AssociateIamInstanceProfileRequest.IamInstanceProfile.Name", "AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn") ?? "of a role"}`,
  CreateVolume: (call) => ({
    act: `create ${the("volume", nameAt(call.response, "volumeId"))}`,
    detail: [
      asked(call, "size") && `${asked(call, "size")} GiB`,
      asked(call, "snapshotId") && `from ${asked(call, "snapshotId")}`,
    ]
      .filter(Boolean)
      .join(" "),
  }),
  DeleteVolume: acts("delete", "volume", "volumeId"),
  AttachVolume: (call) => `attach ${volume(call)} to ${the("instance", name(call, "instanceId"))}`,
  DetachVolume: (call) =>
    `detach ${volume(call)} from ${the("instance", name(call, "instanceId") ?? nameAt(call.response, "instanceId"))}`,
  ModifyVolume: modifiedVolume,
  CreateSnapshot: (call) =>
    `create ${the("snapshot", nameAt(call.response, "snapshotId"))} of ${volume(call)}`,
  CopySnapshot: acts("copy", "snapshot", "sourceSnapshotId"),
  DeleteSnapshot: acts("delete", "snapshot", "snapshotId"),
  ModifySnapshotAttribute: shared("snapshot", "snapshotId", "createVolumePermission"),
  CreateImage: (call) =>
    `create image ${nameAt(call.response, "imageId") ?? asked(call, "name") ?? ""} of ${the("instance", name(call, "instanceId"))}`.replace(
      "  ",
      " ",
    ),
  CopyImage: acts("copy", "image", "sourceImageId"),
  RegisterImage: (call) =>
    `register ${the("image", nameAt(call.response, "imageId") ?? asked(call, "name"))}`,
  DeregisterImage: acts("deregister", "image", "imageId"),
  ModifyImageAttribute: shared("image", "imageId", "launchPermission"),
  CreateKeyPair: acts("create", "key pair", "keyName"),
  ImportKeyPair: acts("import", "key pair", "keyName"),
  DeleteKeyPair: acts("delete", "key pair", "keyName", "keyPairId"),
  CreateTags: tagged("tag", ""),
  DeleteTags: tagged("untag", ""),
  CreateLaunchTemplate: (call) => `create ${template(call)}`,
  CreateLaunchTemplateVersion: (call) => `create a new version of ${template(call)}`,
  ModifyLaunchTemplate: (call) => `change ${template(call)}`,
  DeleteLaunchTemplate: (call) => `delete ${template(call)}`,
  CreateNetworkInterface: (call) =>
    `create ${the("network interface", nameAt(call.response, "networkInterface.networkInterfaceId"))}`,
  DeleteNetworkInterface: acts("delete", "network interface", "networkInterfaceId"),
  EnableEbsEncryptionByDefault: () => "turn on default encryption of new volumes",
  DisableEbsEncryptionByDefault: () => "turn off default encryption of new volumes",
  EnableSerialConsoleAccess: () => "turn on the serial console for the account",
  DisableSerialConsoleAccess: () => "turn off the serial console for the account",
  SharedSnapshotVolumeCreated: () => ({ said: "a volume was created from a shared snapshot" }),
  GetPasswordData: (call) =>
    `read the administrator password of ${the("instance", name(call, "instanceId"))}`,
  GetConsoleScreenshot: (call) =>
    `take a screenshot of the console of ${the("instance", name(call, "instanceId", "GetConsoleScreenshotRequest.InstanceId"))}`,
};

/** What LookupEvents says around a record: the fields that can be asked for, made from the record as CloudTrail makes them. */
import { arnTail } from "../../../domain/identity.ts";
import { type JsonObject, stringAt } from "../../../domain/json.ts";
import { deliveryKey, stableId } from "../../../domain/stable-id.ts";
import { parseInstant } from "../../../domain/time.ts";
import { type OuterResource, outerResources } from "./resources.ts";

/** The fields of one event but for the record itself. */
export type Outer = {
  /** Tells events apart that share a made-up id. */
  key: string;
  at: number;
  id: string;
  name: string;
  source: string;
  readOnly?: "true" | "false";
  user?: string;
  accessKeyId?: string;
  resources: readonly OuterResource[];
};

/** Undefined for records that event history never holds: data events, Insights, network activity. */
export function outerEvent(record: JsonObject): Outer | undefined {
  const at = parseInstant(stringAt(record, "eventTime") ?? "");
  const name = stringAt(record, "eventName");
  if (at === undefined || name === undefined || !isManagement(record)) return undefined;
  const id = stringAt(record, "eventID") ?? stableId(record);
  const readOnly = stringAt(record, "readOnly");
  const user = userOf(record);
  const accessKeyId = stringAt(record, "userIdentity", "accessKeyId");
  return {
    key: isOwn(id) ? id : deliveryKey({ id, raw: record }),
    at: Math.floor(at / 1000) * 1000,
    id,
    name,
    source: stringAt(record, "eventSource") ?? "",
    ...(readOnly === "true" || readOnly === "false" ? { readOnly } : {}),
    ...(user === undefined ? {} : { user }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    resources: outerResources(record),
  };
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
/** Chance gives a UUID nearly all sixteen digits; what somebody typed has few. */
const FEWEST_DIGITS = 7;

/** True for an id that no other event has; to compare whole records instead takes ten times as long as to read them. */
function isOwn(id: string): boolean {
  return UUID.test(id) && new Set(id).size > FEWEST_DIGITS;
}

function isManagement(record: JsonObject): boolean {
  if (stringAt(record, "managementEvent") === "false") return false;
  const category = stringAt(record, "eventCategory");
  return category === undefined || category === "Management";
}

/**
 * The session name for an assumed role (seen in the AWS CLI's documentation of lookup-events), the name of an IAM user (seen in
 * recorded output), `root`; calls made by a service have none (seen in recorded output).
 */
function userOf(record: JsonObject): string | undefined {
  const identity = record.userIdentity;
  const arn = stringAt(identity, "arn");
  switch (stringAt(identity, "type") ?? "") {
    case "Root":
      return "root";
    case "AssumedRole":
    case "FederatedUser":
      return arnTail(arn) ?? stringAt(identity, "principalId")?.split(":").at(-1);
    case "AWSService":
    case "AWSAccount":
      return undefined;
    default:
      return stringAt(identity, "userName");
  }
}

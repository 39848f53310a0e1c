/** Whether a call took effect: services tell failures in different places. */
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { text } from "./text.ts";

export type Failure = { code: string; message?: string };

/** What went wrong, not redacted; undefined when the call was done. */
export function readFailure(record: JsonObject, name: string): Failure | undefined {
  const code = text(record.errorCode);
  const message = text(record.errorMessage);
  if (code !== undefined && !MEANS_DONE.test(code)) return failure(code, message);
  if (
    isFailureWord(record.responseElements, name) ||
    isFailureWord(record.serviceEventDetails, name)
  ) {
    return failure("Failure", message);
  }
  // Sign-in events have the message alone.
  if (message !== undefined) return failure("Failure", message);
  return nested(record.responseElements);
}

const MEANS_DONE = /^(?:success|ok|none|null|200)$/i;

function failure(code: string, message: string | undefined): Failure {
  return message === undefined ? { code } : { code, message };
}

/** `{"ConsoleLogin": "Failure"}`, `{"CheckMfa": "Failure"}`, `{"CredentialVerification": "Failure"}`. */
function isFailureWord(place: JsonValue | undefined, name: string): boolean {
  if (!isObject(place)) return false;
  const word = place[name] ?? place.UserAuthentication ?? place.CredentialVerification;
  return typeof word === "string" && /^fail/i.test(word);
}

/** Some services answer with an error instead of failing. */
function nested(place: JsonValue | undefined): Failure | undefined {
  if (!isObject(place)) return undefined;
  const inner = isObject(place.error) ? place.error : isObject(place.Error) ? place.Error : place;
  const code =
    text(inner.errorCode) ??
    (inner === place ? undefined : (text(inner.code) ?? text(inner.Code) ?? text(inner.type)));
  if (code === undefined || MEANS_DONE.test(code)) return undefined;
  return failure(code, text(inner.errorMessage) ?? text(inner.message) ?? text(inner.Message));
}

const DENIED_CODE =
  /access.?denied|unauthori[sz]ed|forbidden|not.?authori[sz]ed|authorizationerror|authfailure|insufficientprivileges|accessexception|^InvalidAccess|explicitdeny|not.?permitted.?by/i;
const DENIED_MESSAGE =
  /is not authorized to perform|not authorized to (?:perform|access|assume)|with an explicit deny|access denied|you are not authorized/i;

/** True when the caller lacked the permission, rather than asked for what is impossible. */
export function isDenied(failed: Failure): boolean {
  return (
    DENIED_CODE.test(failed.code) ||
    (failed.message !== undefined && DENIED_MESSAGE.test(failed.message))
  );
}

/** Whether a call makes or ends the very thing that is asked about, or only a part of it. */
import { matchName, type Subject } from "./subject.ts";
import type { Touched } from "./touched.ts";
import { keyStem, singular } from "./touched-keys.ts";
import type { TrailEvent } from "./trail-event.ts";

/** Keys that name what the call is about without saying what that is. */
const PLAIN = new Set(["name", "id", "arn", "identifier", "resourcearn", "resourceid", "resource"]);

/**
 * True for DeleteBucket of a bucket, false for DeleteBucketPolicy of it; true for CreateUser of a user, false for CreateAccessKey.
 * `event` touches the subject already.
 */
export function isOfItself(event: Pick<TrailEvent, "name" | "touched">, subject: Subject): boolean {
  const noun = nounOf(event.name);
  return event.touched.some(
    (touched) =>
      touched.role === "target" &&
      matchName(touched.text, subject) !== undefined &&
      isAbout(touched, noun),
  );
}

/** `TerminateInstances` → `instance`, `ScheduleKeyDeletion` → `key`. */
function nounOf(name: string): string {
  const noun = name.replace(/^(?:Batch)?[A-Z][a-z]+/, "").replace(/Deletion$/, "");
  return singular(noun.toLowerCase());
}

function isAbout({ type = "" }: Touched, noun: string): boolean {
  const key = (type.split("::").at(-1) ?? "").toLowerCase().replace(/[^a-z0-9]/g, "");
  if (PLAIN.has(key)) return true;
  const stem = keyStem(key);
  return stem.length > 1 && noun.endsWith(stem);
}

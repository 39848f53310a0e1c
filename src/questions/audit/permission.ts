/** Which permission was missing, out of the sentence that AWS writes into a refusal. */
import { redactText } from "../../domain/redact.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";

export type MissingPermission = {
  /** `s3:PutBucketPolicy`. */
  action: string;
  /** ARN the call was about. */
  resource?: string;
  /** `no identity-based policy allows it`, `explicit deny in a service control policy`. */
  because?: string;
};

/** "User: arn is not authorized to perform: lambda:UpdateFunctionCode on resource: arn because no identity-based policy allows …". */
const SENTENCE =
  /not authorized to perform:?\s*([\w-]+:[\w*]+)(?:\s+on resource:?\s*(\S+))?(?:\s+(?:because|with)\s+(.+?))?\.?$/is;

export function missingPermission(event: TrailEvent): MissingPermission {
  const match = SENTENCE.exec((event.error?.message ?? "").slice(0, 4000));
  if (!match?.[1]) return { action: `${event.service}:${event.name}` };
  const [, action, resource, because] = match;
  const name = resource?.replace(/[.,]$/, "").replace(/^"(.*)"$/, "$1");
  const reason = because?.replace(/\s+the [\w-]+:[\w*]+ action$/i, " it").trim();
  return {
    action,
    ...(name && name !== "*" && { resource: redactText(name) }),
    ...(reason && { because: redactText(reason).slice(0, 200) }),
  };
}

/** What was asked for, as the end of "Nobody …": `deleted orders`, `made orders public`, `changed the policy of orders`. */
import type { AuditAsked } from "./asked.ts";

const IRREGULAR = "made let left took gave sent wrote shut ran read put set cut got";
const IS_VERB = new RegExp(`ed$|^(?:${IRREGULAR.replaceAll(" ", "|")})$`);
const PARTICLE = /^(?:down|up|off|on|out|back|over|away|at)$/;

const MOST_NAMES = 3;

/** Reads well for every verb and aspect that a question can be narrowed by, with and without a thing. */
export function deedWords(
  asked: Pick<AuditAsked, "subject" | "narrowedBy" | "onlyReads" | "names">,
): string {
  const deed = asked.onlyReads ? "read" : (asked.narrowedBy ?? "changed");
  const thing = asked.subject?.text;
  if (asked.names && asked.narrowedBy === undefined) {
    const called = `called ${asked.names.slice(0, MOST_NAMES).join(" or ")}`;
    return thing ? `${called} on ${thing}` : called;
  }
  const [verb = "", ...rest] = deed.split(" ");
  if (!IS_VERB.test(verb)) return thing ? `changed the ${deed} of ${thing}` : `changed the ${deed}`;
  if (rest.length === 0) return `${deed} ${thing ?? "anything"}`;
  if (verb === "made") return `made ${thing ?? "anything"} ${rest.join(" ")}`;
  if (!thing) return deed;
  return [deed, linkWord(verb, rest), thing].filter(Boolean).join(" ");
}

/** "gave access to X", "took a snapshot of X", "shut down X". */
function linkWord(verb: string, rest: readonly string[]): string {
  if (verb === "let" || (rest.length === 1 && PARTICLE.test(rest[0] ?? ""))) return "";
  if (rest.includes("access")) return "to";
  return rest.includes("the") ? "with" : "of";
}

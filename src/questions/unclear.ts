/** What is said when a question cannot be told, with the nearest that can. */
import { type Draft, misunderstood, type Understood } from "./draft.ts";

/** "in production" where no account, region or service has that name. */
export function noPlace(draft: Draft, place: string): Understood {
  const known = Object.keys(draft.context.accountNames).slice(0, 3);
  const accounts = known.length > 0 ? ` Accounts with names: ${known.join(", ")}.` : "";
  return misunderstood(
    `No account, region or service is called “${place.slice(0, 80)}”.${accounts}`,
    [...known.map((name) => `what changed in ${name}`), "what changed in eu-west-1"],
  );
}

/** "who changed?" of what? */
export function nameMissing(): Understood {
  return misunderstood("Say which resource is meant, by its name, ARN or id.", [
    "who changed bucket-x last 7d",
    "what changed in the last 30 minutes",
  ]);
}

/** A name alone asks nothing. */
export function bareName(name: string): Understood {
  const quoted = /\s/.test(name) ? `"${name}"` : name;
  return misunderstood(`What do you want to know about ${quoted}?`, [
    `who changed ${quoted}`,
    `what did ${quoted} do`,
    `everything on ${quoted} last 7d`,
  ]);
}

/** Words that ask nothing that can be answered here. */
export function unknown(): Understood {
  return misunderstood("This is not a question that I know.", [
    "who changed bucket-x last 7d",
    "what changed in the last 30 minutes",
    "what did jane do today",
    "help",
  ]);
}

/** Names that nothing joins. */
export function tooMany(names: string[]): Understood {
  const list = names.slice(0, 4).map((name) => `“${name.slice(0, 80)}”`);
  const text =
    `I cannot tell which of ${list.join(", ")} is meant: ask about one thing at a time` +
    ", and put a name that has spaces in quotes.";
  return misunderstood(
    text,
    names
      .slice(0, 3)
      .map((name) => `who changed ${/\s/.test(name) ? `"${name}"` : name.slice(0, 200)}`),
  );
}

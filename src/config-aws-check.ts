/** What the parts of the `aws` key say of each other: names that do not exist, roles of other accounts. */
import { accountOfRole } from "./config-aws-file.ts";
import { ACCOUNT_ID, nameHint } from "./config-aws-names.ts";

/** Tells that the value at a path is wrong, and how. */
export type Tell = (path: readonly PropertyKey[], text: string) => void;

/**
 * Tells what is wrong between the parts, whatever else is wrong with them. `names` are those of accounts; undefined
 * where they are wrong themselves, and were told already.
 */
export function checkAws(
  aws: unknown,
  names: Record<string, string> | undefined,
  tell: Tell,
): void {
  const entries = listAt(aws, "accounts").map((value, index) => toEntry(value, index, names));
  for (const entry of entries) checkEntry(entry, names, tell);
  checkTogether(entries, tell);
  const ids = entries.map(({ id }) => id);
  for (const key of ["athena", "logs"]) {
    const word = textAt(partOf(aws, key), "account");
    const path = ["aws", key, "account"];
    if (word === undefined || !checkName(word, path, names, tell)) continue;
    if (ids.length > 0 && !ids.includes(undefined) && !ids.includes(idOf(word, names))) {
      tell(path, `${word} is none of aws.accounts; add it there, with the role to assume`);
    }
  }
}

type Entry = {
  path: readonly PropertyKey[];
  word?: string;
  role?: string;
  /** Twelve digits; absent where nothing tells them. */
  id?: string;
};

function toEntry(value: unknown, index: number, names: Record<string, string> | undefined): Entry {
  const word = textAt(value, "account");
  const role = textAt(value, "role");
  const id = word === undefined ? accountOfRole(role) : idOf(word, names);
  return {
    path: ["aws", "accounts", index],
    ...(word !== undefined && { word }),
    ...(role !== undefined && { role }),
    ...(id !== undefined && { id }),
  };
}

function checkEntry(entry: Entry, names: Record<string, string> | undefined, tell: Tell): void {
  const { path, word, role, id } = entry;
  if (word === undefined && role === undefined) {
    tell(path, "names neither an account nor a role; an example: { account: prod }");
  }
  if (word !== undefined) checkName(word, [...path, "account"], names, tell);
  const owner = accountOfRole(role);
  if (id !== undefined && owner !== undefined && ACCOUNT_ID.test(owner) && owner !== id) {
    const whose = word === id ? id : `${word} (${id})`;
    tell([...path, "role"], `belongs to account ${owner}, not to ${whose}; correct one of them`);
  }
}

function checkTogether(entries: Entry[], tell: Tell): void {
  const seen = new Set<string>();
  for (const { id, path } of entries) {
    if (id !== undefined && seen.has(id))
      tell(path, `names account ${id} a second time; remove one`);
    if (id !== undefined) seen.add(id);
  }
  const own = entries.filter(({ role }) => role === undefined);
  for (const { path, word } of own.slice(1)) {
    tell(
      path,
      `has no role, and neither has ${own[0]?.word ?? "another"}: credentials belong to one account; an example: { account: ${word ?? "staging"}, role: "arn:aws:iam::222233334444:role/trailwatch-reader" }`,
    );
  }
}

function checkName(
  word: string,
  path: readonly PropertyKey[],
  names: Record<string, string> | undefined,
  tell: Tell,
): boolean {
  if (ACCOUNT_ID.test(word)) return true;
  if (names === undefined) return false;
  if (Object.hasOwn(names, word)) return true;
  tell(path, `${word} is no name under accounts; ${nameHint(word, Object.keys(names))}`);
  return false;
}

function idOf(word: string, names: Record<string, string> | undefined): string | undefined {
  if (ACCOUNT_ID.test(word)) return word;
  return names && Object.hasOwn(names, word) ? names[word] : undefined;
}

function partOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function textAt(value: unknown, key: string): string | undefined {
  const part = partOf(value, key);
  return typeof part === "string" ? part : undefined;
}

function listAt(value: unknown, key: string): unknown[] {
  const part = partOf(value, key);
  return Array.isArray(part) ? part : [];
}

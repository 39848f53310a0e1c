/** The text of trailwatch.yml → its settings and everything that is wrong in it, each with its line. */
import { type Document, isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { OrderPolicy } from "./access/orders.ts";
import type { Policy } from "./access/policy.ts";
import { ACCESS_KEYS, accessSchema, QUESTION_NAMES, toPolicy } from "./config-access.ts";
import { checkAws } from "./config-aws-check.ts";
import { AWS_KEYS, type AwsSettings, awsSchema, toAwsSettings } from "./config-aws-file.ts";
import { ACCOUNT_ID, nameHint } from "./config-aws-names.ts";
import { ORDERS_KEYS, ordersSchema, toOrderPolicy } from "./config-orders.ts";
import type { SettingProblem } from "./config-problem.ts";
import { ASK_FOR, LOG_LEVELS, type LogLevel } from "./config-words.ts";
import { isTimeZone } from "./domain/time.ts";
import { nearest } from "./language/nearest.ts";

const folder = (example: string) => {
  const error = `is no path; an example: ${example}`;
  return z.string({ error }).min(1, { error });
};
const zoneWords = "is no IANA time zone; an example: Europe/Berlin";
const accountWords = 'is no account id of 12 digits in quotes; an example: "111122223333"';

const SCHEMAS = {
  trail: folder("/var/lib/trailwatch/trail"),
  cache: folder("/var/cache/trailwatch"),
  state: folder("/var/lib/trailwatch/state"),
  zone: z.string({ error: zoneWords }).refine(isTimeZone, { error: zoneWords }),
  log: z.enum(LOG_LEVELS, { error: `is none of ${LOG_LEVELS.join(", ")}; an example: info` }),
  accounts: z.record(
    z.string(),
    z.string({ error: accountWords }).regex(ACCOUNT_ID, { error: accountWords }),
    { error: 'is no table of names; an example: prod: "111122223333"' },
  ),
  access: accessSchema,
  aws: awsSchema,
  orders: ordersSchema,
};

const KEYS: Record<string, string[]> = {
  "": Object.keys(SCHEMAS),
  ...ACCESS_KEYS,
  ...AWS_KEYS,
  ...ORDERS_KEYS,
};

/** What holds of a file: parts that are wrong are left out, and stand among the problems. */
export type FileSettings = {
  trail?: string;
  cache?: string;
  state?: string;
  zone?: string;
  log?: LogLevel;
  accounts?: Record<string, string>;
  access?: Policy;
  aws?: AwsSettings;
  orders?: OrderPolicy;
};

export type FileReading = {
  settings: FileSettings;
  problems: SettingProblem[];
  /** Keys that the file has, wrong ones too. */
  keys: string[];
  /** `trailwatch.yml:7`, where the key stands. */
  placeOf(key: string): string;
};

/** Reads the text of trailwatch.yml; `path` is named in problems. */
export function parseFile(text: string, path: string): FileReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place: Place = (at) => `${path}:${lineOf(document, lines, at)}`;
  const placeOf = (key: string) => place([key]);
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) =>
      notYaml(`${path}:${lines.linePos(pos[0]).line}`, message),
    );
    return { settings: {}, keys: [], problems, placeOf };
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // Anchors that are not there, or that would unfold without end.
    return { settings: {}, keys: [], problems: [notYaml(path, String(error))], placeOf };
  }
  if (value !== null && value !== undefined && !isMap(document.contents)) {
    const problems = [{ where: place([]), text: "holds no settings; an example: zone: UTC" }];
    return { settings: {}, keys: [], problems, placeOf };
  }
  const { settings, problems } = readSettings(value ?? {}, place);
  const line = ({ where }: SettingProblem) => Number.parseInt(where.slice(path.length + 1), 10);
  const keys = Object.keys(value ?? {});
  return { settings, keys, problems: problems.sort((a, b) => line(a) - line(b)), placeOf };
}

function notYaml(where: string, message: string): SettingProblem {
  return { where, text: `is not YAML: ${message.split("\n")[0]}` };
}

type Path = readonly PropertyKey[];
type Place = (path: Path) => string;

function readSettings(value: object, place: Place) {
  const problems: SettingProblem[] = [];
  const given = new Map(Object.entries(value));
  for (const key of given.keys()) {
    if (!Object.hasOwn(SCHEMAS, key)) problems.push(unknownKey([key], place));
  }
  function read<Value>(key: keyof typeof SCHEMAS, schema: z.ZodType<Value>): Value | undefined {
    if (!given.has(key)) return undefined;
    const checked = schema.safeParse(given.get(key));
    if (checked.success) return checked.data;
    problems.push(...checked.error.issues.flatMap((issue) => issueProblems(issue, key, place)));
    return undefined;
  }
  const accounts = read("accounts", SCHEMAS.accounts);
  const settings = {
    trail: read("trail", SCHEMAS.trail),
    cache: read("cache", SCHEMAS.cache),
    state: read("state", SCHEMAS.state),
    zone: read("zone", SCHEMAS.zone),
    log: read("log", SCHEMAS.log),
    accounts,
    access: given.get("access") === "open" ? OPEN : readAccess(),
    aws: readAws(),
    orders: readOrders(),
  };
  function readAccess(): Policy | undefined {
    // Where the names of accounts are wrong themselves, that is told once and not again for each use.
    const names = given.has("accounts") ? accounts : {};
    checkNames(given.get("access"), names, { place, problems });
    const access = read("access", SCHEMAS.access);
    return access && toPolicy(access, accounts);
  }
  function readOrders(): OrderPolicy | undefined {
    const orders = read("orders", SCHEMAS.orders);
    return orders && toOrderPolicy(orders);
  }
  function readAws(): AwsSettings | undefined {
    const known = given.has("accounts") ? accounts : {};
    const before = problems.length;
    checkAws(given.get("aws"), known, (path, text) => {
      problems.push({ where: `${place(path)} ${dotted(path)}`, text });
    });
    const aws = read("aws", SCHEMAS.aws);
    return aws && problems.length === before ? toAwsSettings(aws, known) : undefined;
  }
  return { settings: withoutAbsent(settings), problems };
}

/** Everybody may ask everything. */
const OPEN: Policy = {
  kind: "open",
  rules: [],
  askFor: ASK_FOR,
  auditors: { users: [], groups: [] },
};

type Telling = { place: Place; problems: SettingProblem[] };

/** Questions and accounts that rules name and that do not exist; told whatever else is wrong with the rules. */
function checkNames(
  access: unknown,
  names: Record<string, string> | undefined,
  { place, problems }: Telling,
): void {
  const check = (path: Path, words: unknown[], known: string[], what: string) => {
    for (const [index, word] of words.entries()) {
      if (typeof word !== "string" || known.includes(word) || ACCOUNT_ID.test(word)) continue;
      const at = [...path, index];
      const text = `${word} is ${what}; ${nameHint(word, known)}`;
      problems.push({ where: `${place(at)} ${dotted(at)}`, text });
    }
  };
  for (const [index, rule] of listAt(access, "rules").entries()) {
    const at = ["access", "rules", index];
    check([...at, "questions"], listAt(rule, "questions"), QUESTION_NAMES, "no question");
    if (names)
      check(
        [...at, "accounts"],
        listAt(rule, "accounts"),
        Object.keys(names),
        "no name under accounts",
      );
  }
}

/** The list under a key of an object; an empty one where there is none. */
function listAt(value: unknown, key: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const list: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return Array.isArray(list) ? list : [];
}

function issueProblems(issue: z.core.$ZodIssue, key: string, place: Place): SettingProblem[] {
  const path = [key, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((unknown) => unknownKey([...path, unknown], place));
  }
  return [{ where: `${place(path)} ${dotted(path)}`, text: issue.message }];
}

function unknownKey(path: Path, place: Place): SettingProblem {
  const parent = path.slice(0, -1).filter((part) => typeof part !== "number");
  const key = String(path.at(-1));
  const known = KEYS[parent.join(".")] ?? [];
  const right = nearest(key.toLowerCase(), known, 3)[0];
  const hint = right ? `did you mean ${right}?` : `there are ${known.join(", ")}`;
  return { where: `${place(path)} ${dotted(path)}`, text: `is not a setting; ${hint}` };
}

/** `access.rules[0].users`. */
function dotted(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, "");
}

/** The line on which the deepest part of a path that is there stands: of a key its own, else that of its value. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document, path: Path): number | undefined {
  const key = String(path.at(-1));
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (isMap(parent)) {
    const keys = parent.items.map((pair) => pair.key).filter((node) => isScalar(node));
    return keys.find((node) => String(node.value) === key)?.range?.[0];
  }
  const node: unknown = document.getIn(path, true);
  return isScalar(node) || isMap(node) ? node.range?.[0] : undefined;
}

type Present<Whole> = { [Key in keyof Whole]?: Exclude<Whole[Key], undefined> };

function withoutAbsent<Whole extends object>(value: Whole): Present<Whole> {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries) as Present<Whole>;
}

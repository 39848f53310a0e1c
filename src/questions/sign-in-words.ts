/** Sign-ins and refusals: questions that their own words give away. */
import { isWord, type Token } from "../language/tokens.ts";
import { readActor, toActor } from "./actor-words.ts";
import { readCalls } from "./calls.ts";
import { type Adding, type Draft, toAsked, type Understood } from "./draft.ts";
import { isNameLike } from "./function-words.ts";
import { findPhrase, type Phrase, toPhrase } from "./phrases.ts";
import { readThing } from "./things.ts";
import { tooMany } from "./unclear.ts";

const SIGN_IN: Phrase[] = [
  "~sign|log|logs|logged into|in|on|onto",
  "logging into|in",
  "sign-in|sign-on|sign-ins|signin|signins|signed-in|signed-on|log-in|log-on|log-ins|login|logins|logon|logons|logged-in|logged-on|consolelogin|authenticated",
].map(toPhrase);

const ABOUT_SIGN_INS = new Set(
  (
    "console aws management many times how sign-in-attempts account accounts attempts attempt users user failed successful unsuccessful mfa only show list root " +
    "failing failures failure bad wrong password passwords event without interactive portal platform fail succeeded succeed"
  ).split(" "),
);

/** `who signed in`, `root sign-ins`, `failed logins of jane`, `did jane log in?`. */
export function readSignIns(draft: Draft): Understood | undefined {
  const { main } = draft;
  const match = findPhrase(SIGN_IN, main);
  if (!match || isWord(main[match.next], "profile", "profiles", "group", "groups", "page"))
    return undefined;
  const rest = main.filter((_, index) => !match.taken.includes(index));
  const failed = rest.some((token) =>
    isWord(
      token,
      "failed",
      "failing",
      "failures",
      "failure",
      "unsuccessful",
      "bad",
      "wrong",
      "fail",
    ),
  );
  const root = rest.some((token) => isWord(token, "root"));
  const others = rest.filter(
    (token) =>
      isNameLike(token) &&
      (token.quoted || !ABOUT_SIGN_INS.has(token.word)) &&
      !/^\/./.test(token.word),
  );
  const names = others.filter((token) => token.quoted || !readThing([token], 0));
  if (names.length > 1) return tooMany(names.map(({ text }) => text));
  const [name] = names;
  const named: Adding = name
    ? { actor: toActor(name) }
    : root
      ? { actor: { kind: "root", text: "" } }
      : {};
  return toAsked(draft, "who-signed-in", { ...named, ...(failed && { onlyFailed: true }) });
}

const DENIED_WORDS = new Set(
  (
    "denied refused accessdenied access-denied accessdeniedexception unauthorized unauthorised unauthorizedoperation forbidden rejected " +
    "denials denial refusals refusal accessdenieds 403 403s"
  ).split(" "),
);

const DENIED: Phrase[] = [
  "access|permission|permissions denied|error|errors|problems|failures",
  "not allowed|permitted|authorized|authorised",
  "missing|lacking permission|permissions",
  "denied|refused|rejected|unauthorized|forbidden|accessdenied|denials|refusals",
].map(toPhrase);

const AROUND_DENIED = new Set(
  (
    "access permission permissions errors error denied refused calls requests operations why does get gets getting getting got see seeing hit hits hitting keep keeps " +
    "receive receives run runs running into for to by of what who was were is are show list any all allowed permitted authorized not missing lacking problems exceptions exception " +
    "fail fails failing failed with on in attempts again always"
  ).split(" "),
);

/** `why does role deploy get AccessDenied?`, `what was refused for role deploy`, `denied for jane on bucket-x`. */
export function readDenied(draft: Draft): Understood | undefined {
  const { main } = draft;
  const told = main.some((token) => !token.quoted && DENIED_WORDS.has(token.word));
  if (!told && !findPhrase(DENIED.slice(0, 3), main)) return undefined;
  return deniedAbout(draft, main);
}

/** The words that names of API calls begin with; no person and no role is called so. */
const CALL =
  /^(?:Add|Allocate|Assume|Associate|Attach|Authorize|Batch|Cancel|Copy|Create|Decrypt|Delete|Deregister|Describe|Detach|Disable|Disassociate|Enable|Generate|Get|Head|Import|Invoke|List|Lookup|Modify|Pass|Publish|Put|Reboot|Register|Release|Remove|Replace|Reset|Restore|Revoke|Rotate|Run|Schedule|Select|Send|Set|Start|Stop|Tag|Terminate|Untag|Update|Upload)[A-Z][A-Za-z0-9]*$/;

/** "denied AssumeRole", but "role GetReports": the calls that are named without a word that says so. */
function isCall(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || token.quoted || !CALL.test(token.text)) return false;
  return !isWord(tokens[at - 1], ...KIND_WORDS);
}

/** A role is also taken on with SAML and with web identities. */
function deniedNames(calls: readonly Token[]): Adding {
  const names = calls.map(({ text }) => (text === "AssumeRole" ? "AssumeRole*" : text));
  return names.length > 0 ? { names } : {};
}

/** Whoever is named is the actor; what stands after "on" or "to" is the thing. */
export function deniedAbout(draft: Draft, tokens: readonly Token[]): Understood {
  const calls = tokens.filter((_, at) => isCall(tokens, at));
  const left = tokens.filter(
    (token) => !calls.includes(token) && (token.quoted || !DENIED_WORDS.has(token.word)),
  );
  const named = deniedNames(calls);
  const onAt = left.findIndex(
    (token, index) =>
      isWord(token, "on", "to", "against", "when", "while") &&
      (index > 0 || calls.length > 0) &&
      hasName(left.slice(index)),
  );
  const whoPart = onAt < 0 ? left : left.slice(0, onAt);
  const whatPart = onAt < 0 ? [] : left.slice(onAt + 1);
  const who = whoNamed(whoPart);
  if (who.length > 1) return tooMany(who.map(({ text }) => text));
  const actor = actorIn(whoPart);
  const toWhom =
    isWord(left[onAt], "to") && !actor && isWhom(left, onAt) ? actorIn(whatPart) : undefined;
  if (toWhom) return toAsked(draft, "denied", { ...named, actor: toWhom });
  const about = readCalls(
    whatPart.filter((token) => token.quoted || !AROUND_DENIED.has(token.word)),
  );
  if (about.kind === "unclear") return tooMany(about.names);
  const { onlyReads: _, ...adding } = about.adding;
  return toAsked(draft, "denied", { ...adding, ...named, ...(actor && { actor }) });
}

/** "denied to role deploy" tells whom, "denied access to bucket finance" to what. */
function isWhom(tokens: readonly Token[], to: number): boolean {
  if (isWord(tokens[to - 1], "access")) return false;
  const start = isWord(tokens[to + 1], "the") ? to + 2 : to + 1;
  return isWord(tokens[start], ...KIND_WORDS) || readThing(tokens, start) === undefined;
}

function hasName(tokens: readonly Token[]): boolean {
  return whoNamed(tokens).length > 0;
}

const KIND_WORDS = [
  "role",
  "user",
  "key",
  "session",
  "principal",
  "address",
  "ip",
  "person",
  "iam",
  "access",
  "assumed",
  "service",
  "identity",
  "id",
];

function whoNamed(tokens: readonly Token[]): Token[] {
  return tokens.filter(
    (token) =>
      isNameLike(token) &&
      (token.quoted || (!AROUND_DENIED.has(token.word) && !KIND_WORDS.includes(token.word))),
  );
}

function actorIn(tokens: readonly Token[]): Adding["actor"] {
  const kindAt = tokens.findIndex(
    (token, at) =>
      isWord(token, ...KIND_WORDS) && (token.word !== "access" || isWord(tokens[at + 1], "key")),
  );
  if (kindAt >= 0) {
    const read = readActor(tokens, kindAt, isNameLike);
    if (read) return read.actor;
  }
  const [name] = whoNamed(tokens);
  return name ? toActor(name) : undefined;
}

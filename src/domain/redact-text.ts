/** Secrets inside text: error messages, command lines, URLs, documents. */
import { isSecretName } from "./secret-names.ts";

export const REDACTED = "[redacted]";

/** What AWS itself wrote in place of a secret, and our own mark: they stay. */
const ALREADY = /^(?:HIDDEN_DUE_TO_SECURITY_REASONS|<sensitiveDataRemoved>|\[redacted\]|\*{3,})$/i;

export function isRedacted(text: string): boolean {
  return ALREADY.test(text.trim());
}

/** Secrets that are known by their own shape, wherever they stand. */
const SHAPES: [RegExp, string][] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    REDACTED,
  ],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g, REDACTED],
  [/\b(Bearer|Basic|Negotiate|Digest)(\s+)[A-Za-z0-9+/=_.~-]{6,}/gi, `$1$2${REDACTED}`],
  [/\b([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"']{0,200}):[^\s@"']{1,500}@/gi, `$1:${REDACTED}@`],
  [
    /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,})/g,
    REDACTED,
  ],
  [/\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{10,}/g, REDACTED],
  [/(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g, `$1${REDACTED}`],
  [
    /\b(?:sk|rk|pk)_(?:live|test)_\w{10,}|\bsk-[\w-]{20,}|\bAIza[\w-]{30,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bhf_[A-Za-z0-9]{20,}/g,
    REDACTED,
  ],
  // Session tokens of STS begin like this; AWS does not document their shape, but has kept it.
  [/(?<![A-Za-z0-9/+=])(?:FwoG|FQoG|FQoD|IQoJ|AQoD|AQoE)[A-Za-z0-9/+=_-]{60,}/g, REDACTED],
];

/** 40 characters as of a secret access key; hash sums and names do not mix all three kinds of characters. */
const SECRET_KEY = /(?<![A-Za-z0-9/+=_.:-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.:-])/g;

/**
 * `name=value`, `"name": "value"`, `name: value`, `--name value`, also within JSON that is text within JSON.
 * Names do not begin inside an ARN or a path.
 */
const NAMED =
  /(?<![\w.:/@-])(--?)?([A-Za-z_][\w.-]{1,80})((?:\\*["'])?\s{0,5}(?:=>|[=:])\s{0,5}|\s{1,5})(\\*["'])?/g;

/** The text without secrets; names, access key ids, ARNs and ids stay. */
export function withoutSecrets(text: string): string {
  if (text.length < 4 || isRedacted(text)) return text;
  let clean = text;
  for (const [shape, mark] of SHAPES) clean = clean.replace(shape, mark);
  clean = clean.replace(SECRET_KEY, (found) => (isMixed(found) ? REDACTED : found));
  return redactNamed(clean);
}

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}

function redactNamed(text: string): string {
  let clean = "";
  let done = 0;
  NAMED.lastIndex = 0;
  for (let found = NAMED.exec(text); found; found = NAMED.exec(text)) {
    const end = secretEnd(text, found);
    if (end === undefined) {
      // The value may itself be a name with a value.
      NAMED.lastIndex = found.index + (found[1]?.length ?? 0) + (found[2]?.length ?? 1);
      continue;
    }
    const start = found.index + found[0].length;
    clean += text.slice(done, start) + REDACTED;
    done = end;
    NAMED.lastIndex = end;
  }
  return done === 0 ? text : clean + text.slice(done);
}

/** Where the secret that belongs to a name ends; undefined when the name announces none. */
function secretEnd(text: string, found: RegExpExecArray): number | undefined {
  const [whole, dashes = "", name = "", between = "", quote] = found;
  if (!isSecretName(name) || !joins(between, dashes, name, quote)) return undefined;
  const start = found.index + whole.length;
  const end = quote === undefined ? bareEnd(text, start, name) : quotedEnd(text, start, quote);
  const value = text.slice(start, end);
  if (value === "" || isRedacted(value) || value.startsWith("arn:") || HARMLESS_VALUE.test(value)) {
    return undefined;
  }
  return end;
}

const HARMLESS_VALUE = /^(?:true|false|null|none|undefined|\{|\[)/i;

/** A space joins an option to its value, and nothing else; `secret:name` is a piece of an ARN. */
function joins(between: string, dashes: string, name: string, quote: string | undefined): boolean {
  const mark = between.trim();
  if (mark === "") return dashes !== "";
  if (!mark.endsWith(":")) return true;
  return mark !== ":" || /\s$/.test(between) || quote !== undefined || /passw|pwd/i.test(name);
}

/** Headers and cookies run to the end of the line, other values to the next space or separator. */
function bareEnd(text: string, start: number, name: string): number {
  const stop = /^(?:.*authorization|.*cookies?)$/i.test(name) ? /[\r\n"]|$/g : /[\s,;&"'}\])\\]|$/g;
  stop.lastIndex = start;
  return stop.exec(text)?.index ?? text.length;
}

/** The closing quote has as many backslashes as the opening one. */
function quotedEnd(text: string, start: number, quote: string): number {
  const mark = quote.slice(-1);
  const slashes = quote.length - 1;
  for (let at = text.indexOf(mark, start); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (slashesBefore(text, at, start) <= slashes) return at - slashesBefore(text, at, start);
  }
  return text.length;
}

function slashesBefore(text: string, at: number, start: number): number {
  let count = 0;
  while (at - count - 1 >= start && text[at - count - 1] === "\\") count++;
  return count;
}

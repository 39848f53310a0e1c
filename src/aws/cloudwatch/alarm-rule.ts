/** The rule of a composite alarm: which alarms it names. */

/**
 * Names or ARNs in `ALARM("a") AND (OK(b) OR NOT INSUFFICIENT_DATA("c")) AND AT_LEAST(2, ALARM, ("d", e))`, each once, in
 * their order. A broken rule gives what can be read of it.
 */
export function childrenInRule(rule: string): string[] {
  const names: string[] = [];
  let at = 0;
  while (at < rule.length) {
    const found = nextCall(rule, at);
    if (!found) break;
    const inner = found.isCount ? listOfCount(rule, found.end) : found.end;
    const read = readNames(rule, inner);
    names.push(...read.names);
    at = Math.max(read.end, found.end);
  }
  return [...new Set(names)];
}

const CALL = /\b(ALARM|OK|INSUFFICIENT_DATA|AT_LEAST)\s*\(/gi;

function nextCall(rule: string, from: number): { end: number; isCount: boolean } | undefined {
  CALL.lastIndex = from;
  const match = CALL.exec(rule);
  if (!match) return undefined;
  return { end: CALL.lastIndex, isCount: match[1]?.toUpperCase() === "AT_LEAST" };
}

/** Where the names of `AT_LEAST(2, ALARM, (a, b))` begin. */
function listOfCount(rule: string, from: number): number {
  const open = rule.indexOf("(", from);
  return open === -1 ? rule.length : open + 1;
}

/** Names that commas part, up to the bracket that closes; quoted ones may hold anything. */
function readNames(rule: string, from: number): { names: string[]; end: number } {
  const names: string[] = [];
  let at = from;
  let bare = "";
  let depth = 0;
  const keep = (): void => {
    const name = bare.trim();
    if (name !== "") names.push(name);
    bare = "";
  };
  for (; at < rule.length; at += 1) {
    const letter = rule[at] ?? "";
    if (letter === '"' && bare.trim() === "") {
      const quoted = readQuoted(rule, at + 1);
      if (quoted.name !== "") names.push(quoted.name);
      at = quoted.end;
      bare = "";
    } else if (letter === ")" && depth === 0) break;
    else if (letter === ",") keep();
    else {
      depth += bracketStep(letter);
      bare += letter;
    }
  }
  keep();
  return { names, end: at };
}

function bracketStep(letter: string): number {
  if (letter === "(") return 1;
  return letter === ")" ? -1 : 0;
}

/** Ends at the closing quote; a backslash takes the next letter as it is. */
function readQuoted(rule: string, from: number): { name: string; end: number } {
  let name = "";
  let at = from;
  for (; at < rule.length && rule[at] !== '"'; at += 1) {
    if (rule[at] === "\\") at += 1;
    name += rule[at] ?? "";
  }
  return { name, end: at };
}

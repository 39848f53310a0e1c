/** Checks → what `trailwatch doctor` prints. */
import { visible } from "../answers/visible.ts";
import { count } from "../answers/words.ts";
import { withoutSecrets } from "../domain/redact-text.ts";
import { AREAS, type Check, type CheckState } from "./check.ts";

const MARKS: Record<CheckState, string> = { right: "✓", look: "!", wrong: "✗" };

/** The checks by area, each with its next step below, and how many are not right. */
export function checksText(checks: readonly Check[]): string {
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  const blocks = AREAS.flatMap((area) => {
    const own = checks.filter((check) => check.area === area);
    if (own.length === 0) return [];
    return [[area, ...own.flatMap((check) => checkLines(check, width))].join("\n")];
  });
  return `${[...blocks, verdict(checks)].join("\n\n")}\n`;
}

function checkLines(check: Check, width: number): string[] {
  const { name, state, text, next } = safe(check);
  const line = `  ${MARKS[state]} ${name.padEnd(width)}  ${text}`;
  return next === undefined ? [line] : [line, `    ${" ".repeat(width)}  → ${next}`];
}

/** Names in AWS and messages of it are foreign text; what looks like a secret in them is not shown. */
export function safe(check: Check): Check {
  const { name, text, next } = check;
  const clean = (words: string) => visible(withoutSecrets(words));
  return {
    ...check,
    name: clean(name),
    text: clean(text),
    ...(next !== undefined && { next: visible(next) }),
  };
}

function verdict(checks: readonly Check[]): string {
  const wrong = checks.filter(({ state }) => state === "wrong").length;
  const look = checks.filter(({ state }) => state === "look").length;
  if (wrong === 0 && look === 0) return "Everything is right.";
  const parts = [
    ...(wrong > 0 ? [`${count(wrong, "thing")} ${wrong === 1 ? "is" : "are"} wrong`] : []),
    ...(look > 0 ? [`${count(look, "thing")} to look at`] : []),
  ];
  return `${wrong === 0 ? "Nothing is wrong; " : ""}${parts.join(", ")}.`;
}

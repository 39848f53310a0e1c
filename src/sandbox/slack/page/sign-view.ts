/** Draws the emoji that answers are marked with, as not every machine has a font with them in colour. */
import { element } from "./element.ts";

/** A shape on a field of 20 × 20: a filled outline, and lines on it. */
type Sign = { fill: string; outline: string; line: string; lines: string };

const CIRCLE = "M10 1.5a8.5 8.5 0 1 0 .01 0z";
const SQUARE = "M5 2h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z";
const LENS = "M12 3a5.5 5.5 0 1 0 .01 0z";

const SIGNS: Record<string, Sign> = {
  "✅": { fill: "#3fa34d", outline: SQUARE, line: "#fff", lines: "M5.5 10.5l3 3 6-7" },
  ℹ: { fill: "#3d8be0", outline: SQUARE, line: "#fff", lines: "M10 9v5.5M10 5.4v.2" },
  "⚠": {
    fill: "#f4b72f",
    outline: "M10 2 19 18H1z",
    line: "#3a2c00",
    lines: "M10 8v4.5M10 15.2v.2",
  },
  "🛑": {
    fill: "#dd2e44",
    outline: "M6.5 1.5h7l5 5v7l-5 5h-7l-5-5v-7z",
    line: "#fff",
    lines: "M6 10h8",
  },
  "🚫": { fill: "#fff", outline: CIRCLE, line: "#dd2e44", lines: `${CIRCLE}M4.5 4.5l11 11` },
  "⛔": { fill: "#dd2e44", outline: CIRCLE, line: "#fff", lines: "M5.5 10h9" },
  "🔎": { fill: "#d5e8f7", outline: LENS, line: "#57789c", lines: `${LENS}M8 12.5 3 17.5` },
  "⏳": {
    fill: "#f4cf8a",
    outline: "M5 3h10c0 4-3 5-4 7 1 2 4 3 4 7H5c0-4 3-5 4-7-1-2-4-3-4-7z",
    line: "#8a6a3a",
    lines: "M4 2.5h12M4 17.5h12",
  },
  "🆕": { fill: "#3d8be0", outline: SQUARE, line: "#fff", lines: "M10 5.5v9M5.5 10h9" },
  "🔄": {
    fill: "#3d8be0",
    outline: SQUARE,
    line: "#fff",
    lines:
      "M14 8a4.5 4.5 0 0 0-8-1M6 4.500v2.800h2.800M6 12a4.500 4.500 0 0 0 8 1M14 15.500v-2.800h-2.800",
  },
  "🤔": {
    fill: "#f4c42f",
    outline: CIRCLE,
    line: "#5a4300",
    lines: "M7.5 7.5a2.5 2.5 0 1 1 3.5 2.300c-.8.4-1 .9-1 1.700M10 14.5v.2",
  },
};
const SAME: Record<string, string> = { "🔍": "🔎", "⌛": "⏳" };

const DRAWN = /(✅|ℹ️?|⚠️?|🛑|🚫|⛔|🔎|🔍|⏳|⌛|🆕|🔄|🤔)/u;

/** A text, its known emoji drawn; what was written stays there for copying and for screen readers. */
export function signedText(text: string): Node {
  if (!DRAWN.test(text)) {
    return document.createTextNode(text);
  }
  const parts = text.split(DRAWN).map((part) => {
    const bare = part.replace("\u{fe0f}", "");
    const sign = SIGNS[SAME[bare] ?? bare];
    return sign ? signView(sign, part) : document.createTextNode(part);
  });
  const whole = document.createDocumentFragment();
  whole.append(...parts);
  return whole;
}

function signView(sign: Sign, character: string): HTMLElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  for (const [lines, fill, stroke] of [
    [sign.outline, sign.fill, "none"],
    [sign.lines, "none", sign.line],
  ] as const) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", lines);
    path.setAttribute("fill", fill);
    path.setAttribute("stroke", stroke);
    svg.append(path);
  }
  return element(
    "span",
    { class: "sign" },
    svg,
    element("span", { class: "sign-text" }, character),
  );
}

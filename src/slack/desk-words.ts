/** Words that say for whom an answer is, and the answers that the desk itself gives. */
import type { Answer } from "../answers/answer.ts";

const QUIET =
  /(?<![\w"'`./:-])(?:quietly|privately|(?:just|only) (?:for|to) me|for me (?:alone|only)|for my eyes only)(?![\w"'`/-]|:\S)[,.:;]?/gi;

const QUOTED = /("[^"]{0,600}"|“[^”]{0,600}”)/;

export type Said = { text: string; isQuiet: boolean };

/** Takes `quietly` and its like off the text, wherever they stand outside of quotes. */
export function readQuiet(text: string): Said {
  const pieces = text.split(QUOTED);
  const kept = pieces.map((piece, at) => (at % 2 === 1 ? piece : piece.replace(QUIET, " ")));
  const isQuiet = kept.some((piece, at) => piece !== pieces[at]);
  if (!isQuiet) return { text: text.trim(), isQuiet };
  return { text: kept.join("").replace(/ {2,}/g, " ").trim(), isQuiet };
}

/** Not allowed: what, and whom to ask. */
export function refusedAnswer(
  text: string,
  name: string,
  said: { headline: string; next: string },
): Answer {
  return {
    outcome: "refused",
    headline: said.headline,
    question: { name, text: text.slice(0, 500) },
    sections: [{ kind: "callout", tone: "warning", line: [said.next] }],
    searched: [],
    followUps: [],
    data: {},
  };
}

/** The answer with a line above everything else. */
export function withNote(answer: Answer, note: string): Answer {
  return {
    ...answer,
    sections: [{ kind: "callout", tone: "info", line: [note] }, ...answer.sections],
  };
}

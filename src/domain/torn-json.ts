/** What can be saved of JSON that is broken or cut off. */
import type { JsonValue } from "./json.ts";

/** The value of a JSON text, or undefined where it is not one. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Piece = { start: number; end: number; depth: number };

/**
 * The complete objects and arrays nearest to the outside of a broken text: the records of `{"Records":[{…},{…},{"ev`,
 * or all documents of several in a row.
 */
export function tornValues(text: string): JsonValue[] {
  const pieces = completePieces(text);
  const outermost = pieces.reduce((least, piece) => Math.min(least, piece.depth), Infinity);
  const values: JsonValue[] = [];
  for (const piece of pieces) {
    if (piece.depth > outermost) continue;
    const value = parseJson(text.slice(piece.start, piece.end));
    if (value !== undefined) values.push(value);
  }
  return values;
}

/** Balanced brackets that stand in no other balanced brackets. */
function completePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at);
    } else if (char === "{" || char === "[") {
      open.push(at);
    } else if (char === "}" || char === "]") {
      const start = open.pop();
      if (start !== undefined) addPiece(pieces, { start, end: at + 1, depth: open.length });
    }
  }
  return pieces;
}

function addPiece(pieces: Piece[], piece: Piece): void {
  while ((pieces.at(-1)?.start ?? -1) > piece.start) pieces.pop();
  pieces.push(piece);
}

/** Where a string that opens at `start` closes; the end of the text where it does not. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

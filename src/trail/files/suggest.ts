/** Names that are nearest to a misspelt one, by the letters that have to be changed. */

/** Gathers candidates one by one and keeps the best. */
export type Nearest = {
  /** False for a name that cannot be among the best, by its length and `letterSet` alone. */
  mayBeNear(length: number, letters: number): boolean;
  /** How far the codes between two places are, `undefined` when too far; see `offer`. */
  distanceTo(codes: Codes, from: number, to: number): number | undefined;
  /** A name at a distance; what it weighs is asked only where that decides. The same name may come again. */
  offer(name: string, distance: number, weigh: () => number): void;
  /** Best first: fewer changes, then heavier, then in alphabetical order. */
  best(): string[];
};

/** Characters: bytes of ASCII, or units of UTF-16. */
export type Codes = Uint8Array | Uint16Array;

type Found = { distance: number; weights: (() => number)[] };

const FARTHEST = 3;
const LETTERS_A_CHANGE = 3;

export function createNearest(text: string, limit: number): Nearest {
  const asked = codesOf(text.trim().toLowerCase());
  const letters = letterSet(asked, 0, asked.length);
  const measure = createMeasure(asked);
  const found = new Map<string, Found>();
  /** Names by their distance. */
  const counts = new Array<number>(FARTHEST + 1).fill(0);
  let most = Math.min(FARTHEST, Math.max(1, Math.floor(asked.length / LETTERS_A_CHANGE)));

  /** Once enough names are nearer, those farther away are of no use. */
  function comeCloser(): void {
    let nearer = 0;
    for (let distance = 1; distance < most; distance += 1) {
      nearer += counts[distance] ?? 0;
      if (nearer >= limit) most = distance;
    }
  }

  return {
    mayBeNear(length, set) {
      const difference = length - asked.length;
      if (difference > most || -difference > most) return false;
      return bitCount(set ^ letters) <= most * 2;
    },
    distanceTo(codes, from, to) {
      const distance = measure(codes, from, to, most);
      return distance > 0 && distance <= most ? distance : undefined;
    },
    offer(name, distance, weigh) {
      const known = found.get(name);
      if (known) {
        known.weights.push(weigh);
        return;
      }
      found.set(name, { distance, weights: [weigh] });
      counts[distance] = (counts[distance] ?? 0) + 1;
      comeCloser();
    },
    best() {
      const near = [...found].filter(([, { distance }]) => distance <= most);
      const weighed = near.map(([name, { distance, weights }]) => {
        return { name, distance, weight: weights.reduce((sum, weigh) => sum + weigh(), 0) };
      });
      weighed.sort(
        (a, b) => a.distance - b.distance || b.weight - a.weight || (a.name < b.name ? -1 : 1),
      );
      return weighed.slice(0, limit).map(({ name }) => name);
    },
  };
}

export function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) codes[at] = text.charCodeAt(at);
  return codes;
}

/** Which letters stand in a text: names that share few cannot be near, since a change touches two at most. */
export function letterSet(codes: Codes, from: number, to: number): number {
  let set = 0;
  for (let at = from; at < to; at += 1) set |= 1 << ((codes[at] ?? 0) & 31);
  return set;
}

function bitCount(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Letters to insert, drop, replace or exchange with their neighbour; more than `most` when it is more than that. */
export function editDistance(a: string, b: string, most: number): number {
  const codes = codesOf(b);
  return createMeasure(codesOf(a))(codes, 0, codes.length, most);
}

/** Measures many texts against one; only the cells within `most` of the diagonal are looked at, in rows used again. */
function createMeasure(asked: Codes) {
  let rows = emptyRows(asked.length * 2 + FARTHEST);

  return (codes: Codes, from: number, to: number, most: number): number => {
    const length = to - from;
    if (Math.abs(length - asked.length) > most) return most + 1;
    if (length + 2 > rows.above.length) rows = emptyRows(length + 2);
    let { before, above, line } = rows;
    for (let column = 0; column <= Math.min(length, most + 1); column += 1) above[column] = column;
    for (let row = 1; row <= asked.length; row += 1) {
      const first = Math.max(1, row - most);
      const last = Math.min(length, row + most);
      const nearest = fillLine({ asked, row, codes, from, first, last, most, before, above, line });
      if (nearest > most) return most + 1;
      [before, above, line] = [above, line, before];
    }
    return above[length] ?? most + 1;
  };
}

type Rows = Record<"before" | "above" | "line", Int32Array>;

function emptyRows(length: number): Rows {
  const row = () => new Int32Array(length);
  return { before: row(), above: row(), line: row() };
}

type Line = Rows & {
  asked: Codes;
  row: number;
  codes: Codes;
  from: number;
  /** Columns to fill. */
  first: number;
  last: number;
  most: number;
};

/** Fills a row and returns its least cell; the cells beside it are too far. */
function fillLine(of: Line): number {
  const { asked, row, codes, from, first, last, most, above, line } = of;
  const far = most + 1;
  const letter = asked[row - 1];
  line[first - 1] = first === 1 ? Math.min(row, far) : far;
  let least = line[first - 1] ?? far;
  for (let column = first; column <= last; column += 1) {
    const own = codes[from + column - 1];
    let cost = (above[column - 1] ?? far) + (own === letter ? 0 : 1);
    cost = Math.min(cost, (above[column] ?? far) + 1, (line[column - 1] ?? far) + 1);
    if (own === asked[row - 2] && own !== letter) cost = Math.min(cost, exchangeCost(of, column));
    line[column] = cost;
    if (cost < least) least = cost;
  }
  line[last + 1] = far;
  return least;
}

/** Changes when the last two letters of both are exchanged; far more when they are not the same two. */
function exchangeCost({ asked, row, codes, from, before }: Line, column: number): number {
  const isExchange = column > 1 && codes[from + column - 2] === asked[row - 1];
  return isExchange ? (before[column - 2] ?? Infinity) + 1 : Infinity;
}

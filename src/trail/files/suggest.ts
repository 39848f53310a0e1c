/** Names that are nearest to a misspelt one, by the letters that have to be changed. */

/** Gathers candidates one by one and keeps the best. */
export type Nearest = {
  offer(name: string, weight: number): void;
  /** Best first: fewer changes, then more frequent, then in alphabetical order. */
  best(limit: number): string[];
};

const FARTHEST = 3;
const LETTERS_A_CHANGE = 3;

export function createNearest(text: string): Nearest {
  const asked = text.trim().toLowerCase();
  const most = Math.min(FARTHEST, Math.max(1, Math.floor(asked.length / LETTERS_A_CHANGE)));
  const letters = letterSet(asked);
  const found = new Map<string, { distance: number; weight: number }>();

  function offer(name: string, weight: number): void {
    if (Math.abs(name.length - asked.length) > most || name === asked) return;
    const known = found.get(name);
    if (known) {
      known.weight += weight;
      return;
    }
    if (bitCount(letterSet(name) ^ letters) > most * 2) return;
    const distance = editDistance(asked, name, most);
    if (distance <= most) found.set(name, { distance, weight });
  }

  function best(limit: number): string[] {
    return [...found]
      .sort(
        ([a, one], [b, two]) =>
          one.distance - two.distance || two.weight - one.weight || (a < b ? -1 : 1),
      )
      .slice(0, limit)
      .map(([name]) => name);
  }

  return { offer, best };
}

/** Which letters stand in a text: names that share few cannot be near. */
function letterSet(text: string): number {
  let set = 0;
  for (let at = 0; at < text.length; at += 1) set |= 1 << (text.charCodeAt(at) & 31);
  return set;
}

function bitCount(value: number): number {
  let rest = value;
  let count = 0;
  while (rest !== 0) {
    rest &= rest - 1;
    count += 1;
  }
  return count;
}

/** Letters to insert, drop, replace or exchange with their neighbour; more than `most` when it is more than that. */
export function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = nextLine(a, b, row, above, before);
    if (Math.min(...line) > most) return most + 1;
    before = above;
    above = line;
  }
  return above[b.length] ?? most + 1;
}

function nextLine(a: string, b: string, row: number, above: number[], before: number[]): number[] {
  const line = [row];
  for (let column = 1; column <= b.length; column += 1) {
    const isSame = a[row - 1] === b[column - 1];
    let cost = Math.min(
      (above[column] ?? 0) + 1,
      (line[column - 1] ?? 0) + 1,
      (above[column - 1] ?? 0) + (isSame ? 0 : 1),
    );
    const isExchange =
      row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    if (isExchange) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
    line.push(cost);
  }
  return line;
}

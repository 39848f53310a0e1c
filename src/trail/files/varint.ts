/** Whole numbers (below 2^32) in as few bytes as they need, seven bits a byte. */

export type ByteWriter = {
  varint(value: number): void;
  bytes(more: Uint8Array): void;
  length(): number;
  /** A copy of what was written. */
  take(): Uint8Array<ArrayBuffer>;
  /** What was written, valid until the next write. */
  view(): Uint8Array<ArrayBuffer>;
  clear(): void;
};

export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(256);
  let length = 0;

  function reserve(more: number): void {
    if (length + more <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + more));
    larger.set(buffer);
    buffer = larger;
  }

  return {
    varint(value) {
      reserve(5);
      let rest = value;
      while (rest > 127) {
        buffer[length++] = (rest & 127) | 128;
        rest >>>= 7;
      }
      buffer[length++] = rest;
    },
    bytes(more) {
      reserve(more.length);
      buffer.set(more, length);
      length += more.length;
    },
    length: () => length,
    take: () => buffer.slice(0, length),
    view: () => buffer.subarray(0, length),
    clear() {
      length = 0;
    },
  };
}

export type ByteReader = {
  varint(): number;
  skip(count: number): void;
  take(count: number): Uint8Array;
  at(): number;
  isDone(): boolean;
};

export function createByteReader(bytes: Uint8Array): ByteReader {
  let at = 0;
  return {
    varint() {
      let value = 0;
      let shift = 0;
      let byte = bytes[at++] ?? 0;
      while (byte > 127) {
        value |= (byte & 127) << shift;
        shift += 7;
        byte = bytes[at++] ?? 0;
      }
      return (value | (byte << shift)) >>> 0;
    },
    skip(count) {
      at += count;
    },
    take(count) {
      at += count;
      return bytes.subarray(at - count, at);
    },
    at: () => at,
    isDone: () => at >= bytes.length,
  };
}

/** Ascending numbers as their differences. */
export function packNumbers(numbers: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const writer = createByteWriter();
  writeNumbers(writer, numbers, 0, 0);
  return writer.take();
}

/** Writes ascending numbers, each raised by `shift`, as differences beginning at `last`; returns the last one. */
export function writeNumbers(
  writer: ByteWriter,
  numbers: ArrayLike<number>,
  shift: number,
  last: number,
): number {
  let before = last;
  for (let index = 0; index < numbers.length; index += 1) {
    const value = (numbers[index] ?? 0) + shift;
    writer.varint(value - before);
    before = value;
  }
  return before;
}

export function unpackNumbers(bytes: Uint8Array, shift = 0): number[] {
  const reader = createByteReader(bytes);
  const numbers: number[] = [];
  let value = shift;
  while (!reader.isDone()) {
    value += reader.varint();
    numbers.push(value);
  }
  return numbers;
}

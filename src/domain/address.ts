/** IP addresses and ranges of them, as numbers. */

type Range = { base: bigint; bits: number; size: 32 | 128 };

/** True for `10.0.0.0/8`, `2001:db8::/32`. */
export function isCidr(text: string): boolean {
  return text.includes("/") && parseRange(text) !== undefined;
}

/** True when the address lies in the range; false when either is none. `::ffff:10.0.0.1` is 10.0.0.1. */
export function isInside(address: string, cidr: string): boolean {
  const range = parseRange(cidr);
  const point = parseRange(address);
  if (!range || !point || point.size !== range.size || point.bits !== point.size) return false;
  const shift = BigInt(range.size - range.bits);
  return point.base >> shift === range.base >> shift;
}

/** The same text for all spellings of an address: `2001:DB8:0::1` → `2001:db8::1` as a number; others in lower case. */
export function addressKey(text: string): string {
  const point = parseRange(text.trim());
  if (!point || point.bits !== point.size) return text.trim().toLowerCase();
  return point.size === 32 ? v4Text(point.base) : `v6:${point.base.toString(16)}`;
}

function v4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join(".");
}

function parseRange(text: string): Range | undefined {
  if (text.length > 60) return undefined;
  const [address = "", length, ...rest] = text.trim().split("/");
  if (rest.length > 0) return undefined;
  const point = parseV4(address) ?? parseV6(address);
  if (!point || length === undefined) return point;
  if (!/^\d{1,3}$/.test(length) || Number(length) > point.size) return undefined;
  return { ...point, bits: Number(length) };
}

function parseV4(text: string): Range | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let base = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    base = base * 256n + BigInt(part);
  }
  return { base, bits: 32, size: 32 };
}

function parseV6(text: string): Range | undefined {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1];
  if (mapped) return parseV4(mapped);
  if (!/^[0-9a-f:]+$/i.test(text)) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...(tail ?? [])];
  let base = 0n;
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    base = base * 65536n + BigInt(`0x${group}`);
  }
  return { base, bits: 128, size: 128 };
}

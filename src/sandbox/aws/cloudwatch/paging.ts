/** Pages of a list, and the tokens between them: they say where to go on, and of which request. */
import { hashOf } from "../../scenario/random.ts";
import { AwsRefusal } from "../service.ts";
import type { Input } from "./input.ts";

export type Page<Item> = { items: Item[]; nextToken?: string };

/** Members that may differ between the pages of one request. */
const OF_THE_PAGE = new Set(["NextToken", "MaxRecords", "MaxDatapoints"]);

/** Throws `InvalidNextToken` for a token that this request was never given. */
export function pageOf<Item>(all: readonly Item[], size: number, input: Input): Page<Item> {
  const from = offsetIn(input);
  const items = all.slice(from, from + size);
  const end = from + items.length;
  return end < all.length ? { items, nextToken: tokenOf(input, end) } : { items };
}

/** Where a request goes on: 0 without a token. */
export function offsetIn(input: Input): number {
  const token = input.NextToken;
  if (token === undefined || token === "") return 0;
  const [digest, offset] = Buffer.from(String(token), "base64url").toString("utf8").split(" ");
  const at = Number(offset);
  if (digest !== digestOf(input) || !Number.isSafeInteger(at) || at < 0) {
    throw new AwsRefusal("InvalidNextToken", "The next token specified is invalid.");
  }
  return at;
}

export function tokenOf(input: Input, offset: number): string {
  return Buffer.from(`${digestOf(input)} ${offset}`, "utf8").toString("base64url");
}

function digestOf(input: Input): string {
  const lasting = Object.entries(input)
    .filter(([name, value]) => value !== undefined && !OF_THE_PAGE.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(JSON.stringify(lasting)).toString(36);
}

/** A bucket as this part of the house reads it. */
import type { Readable } from "node:stream";

export type ListedObject = { key: string; sizeBytes: number };

export type OpenedObject = {
  body: Readable;
  /** As the store says it, before a byte is read; undefined when it does not say. */
  sizeBytes?: number;
  /** MD5 of the bytes in hex, where the store's tag is one. */
  md5?: string;
  /** Names in lower case. */
  metadata: Record<string, string>;
};

export type ObjectStore = {
  /** Objects below a prefix in the order of their keys, read page by page. */
  list(
    prefix: string,
    options: { startAfter?: string; signal: AbortSignal },
  ): AsyncIterable<ListedObject>;
  /** Folders directly below a prefix: their keys, each with its `/`. */
  folders(prefix: string, signal: AbortSignal): Promise<string[]>;
  /** Undefined when there is no such object. */
  open(key: string, signal: AbortSignal): Promise<OpenedObject | undefined>;
};

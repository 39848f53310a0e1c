/** A request and an answer as HTTP carries them, and the way in which a protocol of AWS reads and writes them. */
import type { AwsRefusal } from "./service.ts";

export type Wire = {
  method: string;
  /** As it came: still encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
};

export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
};

export type Protocol = {
  /** The operation that a request asks for; undefined when it names none. */
  operationOf(wire: Wire): string | undefined;
  /** What a body says as the operation's input; throws what it likes when it cannot be read. */
  decode(operation: string, wire: Wire): Promise<Record<string, unknown>>;
  encode(operation: string, output: object, wire: Wire, requestId: string): Promise<Reply>;
  refuse(refusal: AwsRefusal, wire: Wire, requestId: string): Reply;
  /** What this protocol calls the troubles that come before any operation. */
  troubles: Troubles;
};

export type Troubles = {
  noSignature: Trouble;
  unknownKey: Trouble;
  expired: Trouble;
  denied: Trouble;
  unknownOperation: Trouble;
  unreadable: Trouble;
};

type Trouble = { code: string; status: number };

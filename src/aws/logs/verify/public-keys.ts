/** The public keys of a Region's digests. Each Region signs with keys of its own. */
import type { KeyObject } from "node:crypto";
import type { Window } from "../../../domain/time.ts";
import { HOUR } from "../../../domain/time.ts";
import type { AwsClients } from "../../clients.ts";
import { toProblem } from "../../problems.ts";
import { type PublicKeys, readPublicKey } from "./signature.ts";

/** Gives the keys that were in use in a window. Throws a Problem where they cannot be had. */
export type ReadPublicKeys = (
  region: string,
  window: Window,
  signal: AbortSignal,
) => Promise<PublicKeys>;

const MOST_PAGES = 50;

/** Asks CloudTrail, each Region once for a window. */
export function createPublicKeys(
  clients: Pick<AwsClients, "cloudTrail">,
  account: string | undefined,
): ReadPublicKeys {
  const known = new Map<string, Promise<PublicKeys>>();
  return (region, window, signal) => {
    const key = `${region} ${window.from} ${window.to}`;
    const reading = known.get(key) ?? listKeys(clients, { account, region }, window, signal);
    known.set(key, reading);
    return reading;
  };
}

async function listKeys(
  clients: Pick<AwsClients, "cloudTrail">,
  { account, region }: { account: string | undefined; region: string },
  { from, to }: Window,
  signal: AbortSignal,
): Promise<PublicKeys> {
  const { ListPublicKeysCommand } = await import("@aws-sdk/client-cloudtrail");
  const keys = new Map<string, KeyObject>();
  try {
    const client = await clients.cloudTrail(account, region);
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await client.send(
        new ListPublicKeysCommand({
          StartTime: new Date(from - HOUR),
          EndTime: new Date(to + 2 * HOUR),
          ...(token && { NextToken: token }),
        }),
        { abortSignal: signal },
      );
      for (const { Fingerprint, Value } of answer.PublicKeyList ?? []) {
        const key = Value && readPublicKey(Value);
        if (Fingerprint && key) keys.set(Fingerprint, key);
      }
      token = answer.NextToken;
      if (!token) break;
    }
  } catch (error) {
    const place = { region, action: "cloudtrail:ListPublicKeys" };
    throw toProblem(error, { ...place, ...(account !== undefined && { account }) });
  }
  return keys;
}

/** The accounts and Regions whose log files are copied: the configured ones, or those that the bucket holds. */
import type { AwsSetup, LogBucket } from "../setup.ts";
import { accountsPrefix, regionsPrefix } from "./log-key.ts";
import type { ObjectStore } from "./object-store.ts";

export type SyncPlace = { account: string; region: string };

/** Where global services log, whatever Regions are asked. */
const GLOBAL = "us-east-1";

export type Places = {
  places: SyncPlace[];
  /** Accounts whose folders could not be listed, with the error of each. */
  failed: { account: string; error: unknown }[];
};

/** Finds the places. Throws the store's error when not even the accounts can be listed. */
export async function findPlaces(
  objects: ObjectStore,
  setup: Pick<AwsSetup, "accounts" | "regions"> & { logs: LogBucket },
  signal: AbortSignal,
  kind: "CloudTrail" | "CloudTrail-Digest" = "CloudTrail",
): Promise<Places> {
  const { logs } = setup;
  const accounts =
    setup.accounts.length > 0
      ? setup.accounts.map(({ id }) => id)
      : await listAccounts(objects, logs, signal);
  const regions = [...new Set([...setup.regions, GLOBAL])];
  const found: Places = { places: [], failed: [] };
  for (const account of accounts) {
    if (setup.regions.length > 0) {
      found.places.push(...regions.map((region) => ({ account, region })));
      continue;
    }
    try {
      const own = await objects.folders(regionsPrefix(logs, account, kind), signal);
      const names = own.map(lastFolder).filter(isRegion);
      found.places.push(...names.map((region) => ({ account, region })));
    } catch (error) {
      signal.throwIfAborted();
      found.failed.push({ account, error });
    }
  }
  return found;
}

async function listAccounts(
  objects: ObjectStore,
  logs: LogBucket,
  signal: AbortSignal,
): Promise<string[]> {
  const folders = await objects.folders(accountsPrefix(logs), signal);
  return folders.map(lastFolder).filter((name) => /^\d{12}$/.test(name));
}

function lastFolder(key: string): string {
  return key.split("/").at(-2) ?? "";
}

function isRegion(name: string): boolean {
  return /^[a-z]{2,3}(?:-[a-z]+)+-\d{1,2}$/.test(name);
}

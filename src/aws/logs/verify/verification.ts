/** What a verification carries along. */
import type { Window } from "../../../domain/time.ts";
import type { Run } from "../../../sources/trail.ts";
import type { ObjectStore } from "../object-store.ts";
import type { SyncSetup } from "../sync-work.ts";
import type { VerifyReport } from "./findings.ts";
import type { ReadPublicKeys } from "./public-keys.ts";

export type VerifyOptions = {
  setup: SyncSetup;
  /** Where digests are read, and where the log files that they vouch for. */
  digests: ObjectStore;
  logs: ObjectStore;
  /** Set where the log files are copies: of log files alone, and from this moment on (epoch milliseconds). */
  copies?: { from: number };
  /** The digests are copies that have lost what S3 keeps beside them. */
  isOffline: boolean;
  publicKeys: ReadPublicKeys;
  window: Window;
  run: Run;
};

export type Verification = VerifyOptions & {
  report: VerifyReport;
  /** Tells how far it is. */
  step(unit: string, total: number): void;
};

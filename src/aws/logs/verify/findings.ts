/** What a verification found wrong, and what it could look at. */
import type { Window } from "../../../domain/time.ts";

export type FindingKind =
  | "digest-missing"
  | "digest-damaged"
  | "digest-moved"
  | "digest-unsigned"
  | "digest-chain"
  | "digest-gap"
  | "log-missing"
  | "log-changed"
  | "log-damaged"
  | "log-unnamed";

export type Finding = {
  kind: FindingKind;
  account: string;
  region: string;
  /** Of the object that it is about, else of the first of several. */
  key: string;
  /** One sentence. */
  text: string;
};

export type VerifyReport = {
  /** What was asked for, and what the digests that were found span. */
  window: Window;
  found?: Window;
  /** Digests that were read, and those of them that are AWS's own and follow each other. */
  digests: number;
  digestsRight: number;
  /** Log files that digests name, and those of them that are as AWS delivered them. */
  logs: number;
  logsRight: number;
  /** Log files whose digest is not right: nothing vouches for them. */
  logsUnproven: number;
  findings: Finding[];
  /** What could not be looked at, a sentence each; not right, but not found wrong either. */
  gaps: string[];
  /** What to know though nothing is wrong. */
  notes: string[];
};

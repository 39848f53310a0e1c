/** What a kind of background call is, and where kinds are heard. */
import type { JsonObject } from "../../domain/json.ts";
import type { AccountName, Region } from "./company.ts";
import type { Robot } from "./robots.ts";

export type NoiseKind = {
  /** How often, compared with the other kinds of the same place and hour. */
  weight: number;
  who: Robot;
  source: string;
  name: string;
  /** Request parameters to choose from; `@random@` stands for hexadecimal digits that differ every time, `@day@` for the date. */
  requests?: readonly JsonObject[];
  response?: JsonObject;
  resources?: readonly JsonObject[];
  error?: { code: string; message: string };
  /** Reads, unless said. */
  changes?: boolean;
  data?: boolean;
  host?: string;
  accounts: readonly AccountName[];
  regions: readonly Region[];
  /** Heard only Monday to Friday in office hours. */
  office?: boolean;
  /** Role whose key of the moment the response gives out, in place of `@issued@`. */
  issuesFor?: string;
};

export const EVERY_ACCOUNT: readonly AccountName[] = ["prod", "staging", "security"];
export const WORKLOADS: readonly AccountName[] = ["prod", "staging"];
export const PROD: readonly AccountName[] = ["prod"];
export const STAGING: readonly AccountName[] = ["staging"];
export const EVERYWHERE: readonly Region[] = ["eu-west-1", "us-east-1", "eu-central-1"];
export const AT_HOME: readonly Region[] = ["eu-west-1"];
export const GLOBALLY: readonly Region[] = ["us-east-1"];

/** Production at home, where most of it happens. */
export const PROD_AT_HOME = { accounts: PROD, regions: AT_HOME };

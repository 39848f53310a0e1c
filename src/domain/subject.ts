/** The thing that a person asks about, and how its name is compared with what records say. */

/** From best to worst: whole name or ARN; part of an ARN or path by the rules of its service; beginning; anywhere inside. */
export type NameMatch = "exact" | "segment" | "prefix" | "substring";

export type Subject = {
  /** As typed. */
  text: string;
  /** Lower-case text to compare; for an ARN or console URL, the name inside. `*` and `?` are wildcards when `wildcard`. */
  name: string;
  wildcard: boolean;
  /** Services that the words narrow it to ("the lambda function X", an ARN): eventSource prefixes. */
  services?: string[];
  /** From an ARN. */
  arn?: string;
  account?: string;
  region?: string;
};

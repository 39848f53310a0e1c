/** Whom a person means by "by jane", "by role deploy", "by key AKIA…". */
export type ActorQuery = {
  kind: "any" | "user" | "role" | "key" | "address" | "root" | "service";
  /** As typed; "" for root. */
  text: string;
};

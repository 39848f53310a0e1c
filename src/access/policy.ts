/** Who may ask what, where, about which account: rules as data, judged without looking anything up. */

/**
 * A rule allows; what no rule allows is refused. An absent list means any.
 * Users and groups say together who is meant: to stand in one of both is enough.
 */
export type Rule = {
  /** Channel ids; `direct` stands for direct messages with the bot. */
  channels?: string[];
  users?: string[];
  /** Ids of Slack user groups. */
  groups?: string[];
  questions?: string[];
  /** Account ids of twelve digits. */
  accounts?: string[];
  regions?: string[];
};

export type Policy = {
  /** `open`: everybody may ask everything (the sandbox). `rules`: only what a rule allows (the default when live). */
  kind: "open" | "rules";
  rules: Rule[];
  /** Whom a refused person is told to ask: a user id, group id or words. */
  askFor: string;
  /** Users and groups who may see who asked what. */
  auditors: { users: string[]; groups: string[] };
  /** `prod` → 111122223333: so that a refusal names accounts as people do. */
  accountNames?: Record<string, string>;
};

/** Who may ask what, where, about which account: rules as data, judged without looking anything up. */

/** A rule allows; what no rule allows is refused. An absent list means any. */
export type Rule = {
  channels?: string[];
  users?: string[];
  /** Ids of Slack user groups. */
  groups?: string[];
  questions?: string[];
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
};

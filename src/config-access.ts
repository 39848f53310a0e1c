/** The `access` key of trailwatch.yml → a policy. */
import { z } from "zod";
import type { Policy, Rule } from "./access/policy.ts";
import { ASK_FOR } from "./config-words.ts";
import { GRAMMAR } from "./questions/grammar.ts";

/** Ids as Slack makes them: a letter for the kind, then capitals and digits. */
function ids(letters: string, example: string, orWord?: string) {
  const pattern = new RegExp(`^(?:[${letters}][A-Z0-9]{2,}${orWord ? `|${orWord}` : ""})$`);
  const text = `is no Slack id; an example: ${example}`;
  return nonEmpty(z.string({ error: text }).regex(pattern, { error: text }), example);
}

function nonEmpty<Item extends z.ZodType>(item: Item, example: string) {
  return z
    .array(item, { error: `is no list; an example: [${example}]` })
    .min(1, { error: "is an empty list, which nothing stands in; remove the key to mean any" });
}

const CHANNELS = ids("CGD", "C0123ABCD", "direct");
export const USERS = ids("UW", "U0123ABCD");
export const GROUPS = ids("S", "S0123ABCD");

/** Questions that a rule can name. */
export const QUESTION_NAMES: string[] = GRAMMAR.map(({ name }) => name).filter(
  (name) => name !== "help",
);

/** `eu-west-1`, `us-gov-east-1`, `us-iso-east-1`. */
const REGION = /^[a-z]{2}(?:-[a-z]+){1,2}-\d$/;

const text = (error: string) => z.string({ error });

const ruleSchema = z.strictObject(
  {
    channels: CHANNELS.optional(),
    users: USERS.optional(),
    groups: GROUPS.optional(),
    questions: nonEmpty(text("is no question; an example: who-changed"), "who-changed").optional(),
    accounts: nonEmpty(
      text('is no account; an example: prod, or "111122223333" in quotes'),
      "prod",
    ).optional(),
    regions: nonEmpty(
      text("is no region; an example: eu-west-1").regex(REGION, {
        error: "is no region; an example: eu-west-1",
      }),
      "eu-west-1",
    ).optional(),
  },
  { error: unlessUnknown("is no rule; an example: { channels: [C0123ABCD] }") },
);

const auditorsSchema = z.strictObject(
  { users: USERS.optional(), groups: GROUPS.optional() },
  { error: unlessUnknown("names nobody; an example: { users: [U0123ABCD] }") },
);

export const accessSchema = z.strictObject(
  {
    rules: z
      .array(ruleSchema, { error: "is no list of rules; an example: - channels: [C0123ABCD]" })
      .optional(),
    askFor: z
      .string({ error: 'is no text; an example: "the platform team in #platform"' })
      .trim()
      .min(1, { error: 'is empty; an example: "the platform team in #platform"' })
      .optional(),
    auditors: auditorsSchema.optional(),
  },
  { error: unlessUnknown("is neither `open` nor rules; an example: access: open") },
);

/** Zod asks the object for words about unknown keys too; those are told one by one by the caller. */
export function unlessUnknown(words: string) {
  return (issue: { code?: string | undefined }) =>
    issue.code === "unrecognized_keys" ? undefined : words;
}

/** Keys that may stand at each place, the places without their numbers. */
export const ACCESS_KEYS: Record<string, string[]> = {
  access: Object.keys(accessSchema.shape),
  "access.rules": Object.keys(ruleSchema.shape),
  "access.auditors": Object.keys(auditorsSchema.shape),
};

type AccessSettings = z.infer<typeof accessSchema>;

/** The rules with whom to ask and who may look back; without rules nobody may ask. `names` turn accounts into ids. */
export function toPolicy(access: AccessSettings, names: Record<string, string> = {}): Policy {
  const { askFor = ASK_FOR, auditors, rules = [] } = access;
  const { users = [], groups = [] } = auditors ?? {};
  return {
    kind: "rules",
    rules: rules.map((rule) => toRule(rule, names)),
    askFor,
    auditors: { users, groups },
  };
}

type RuleSettings = z.infer<typeof ruleSchema>;

function toRule(rule: RuleSettings, names: Record<string, string>): Rule {
  const { channels, users, groups, questions, regions } = rule;
  const accounts = rule.accounts?.map((word) => names[word] ?? word);
  return {
    ...(channels && { channels }),
    ...(users && { users }),
    ...(groups && { groups }),
    ...(questions && { questions }),
    ...(accounts && { accounts }),
    ...(regions && { regions }),
  };
}

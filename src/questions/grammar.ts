/** Every question with its names, usage and examples: what help and Slack's manifest are made from. */

export type AuditQuestionName =
  | "who-changed"
  | "what-changed"
  | "what-did"
  | "who-signed-in"
  | "denied"
  | "raw-event";

export type MetricsQuestionName =
  | "metric"
  | "alarms"
  | "alarm"
  | "draft-alarm"
  | "dashboard"
  | "dashboards"
  | "mute-alarm"
  | "unmute-alarm";

export type QuestionName = AuditQuestionName | MetricsQuestionName;

export type GrammarRow = {
  name: QuestionName | "help";
  slash: string;
  usage: string;
  /** One line for help. */
  about: string;
  /** Texts that parse to this question. */
  examples: string[];
  /** How it begins when it is asked in words. */
  phrases: string[];
};

const AUDIT_GRAMMAR: GrammarRow[] = [
  {
    name: "who-changed",
    slash: "/who-changed",
    usage: "/who-changed NAME [last 7d] [by WHOM] [in ACCOUNT] [including reads]",
    about: "Who changed a resource: the latest change first, with what it replaced.",
    examples: [
      "who changed bucket-x in the last 7 days?",
      "who shut down the RDS server orders-db yesterday?",
      "who changed the concurrency of the lambda function checkout-api?",
      "who opened security group sg-04cfb7a4712d75b00 to the internet?",
      "/who-changed arn:aws:iam::111122223333:role/deploy since monday",
    ],
    phrases: [
      "who changed",
      "who created",
      "who deleted",
      "who stopped",
      "who opened",
      "who made … public",
      "who read",
    ],
  },
  {
    name: "what-changed",
    slash: "/what-changed",
    usage: "/what-changed [last 30m | around 14:05] [in SERVICE] [in ACCOUNT] [by WHOM]",
    about: "What changed in a window, grouped by who and service.",
    examples: [
      "what changed in the last 30 minutes?",
      "what changed around 14:05",
      "what changed in IAM in the 30 minutes before 14:05?",
      "everything deleted or terminated in the last two hours",
      "/what-changed last 2h service s3",
    ],
    phrases: [
      "what changed",
      "what was deleted",
      "everything deleted",
      "anything changed",
      "changes in",
    ],
  },
  {
    name: "what-did",
    slash: "/what-did",
    usage: "/what-did WHOM [last 7d] [including reads]",
    about: "What a person, role, key or address did: sign-ins, roles taken on, changes, refusals.",
    examples: [
      "what did jane do today?",
      "what has key AKIAIOSFODNN7EXAMPLE done",
      "what did 203.0.113.7 do in the last 24 hours",
      "did root do anything since noon?",
      "who is behind this role session AROACKCEVSQ6C2EXAMPLE:i-0317f6c6b66ae9c40?",
      "/what-did role deploy last 7d",
    ],
    phrases: [
      "what did … do",
      "what has … done",
      "did … do anything",
      "who is behind",
      "all events of",
    ],
  },
  {
    name: "who-signed-in",
    slash: "/who-signed-in",
    usage: "/who-signed-in [last 7d] [without mfa] [only failed] [by WHOM]",
    about: "Sign-ins, with and without MFA, failed ones apart.",
    examples: [
      "who signed in today?",
      "sign-ins without MFA in the last 30 days",
      "root sign-ins this week",
      "/who-signed-in last 7d only failed",
    ],
    phrases: ["who signed in", "who logged in", "sign-ins", "root sign-ins", "failed logins"],
  },
  {
    name: "denied",
    slash: "/denied",
    usage: "/denied [WHOM] [last 7d] [in ACCOUNT]",
    about: "Refused calls by who and action, with the permission that was missing.",
    examples: [
      "why does role deploy get AccessDenied?",
      "what was refused for role deploy today",
      "/denied role deploy last 7d",
    ],
    phrases: ["what was refused", "what was denied", "why does … get AccessDenied"],
  },
  {
    name: "raw-event",
    slash: "/raw-event",
    usage: "/raw-event EVENT-ID",
    about: "One CloudTrail record as it was delivered, secrets left out.",
    examples: [
      "raw event 68c99c97-c191-4329-b210-82ca8631066d",
      "/raw-event 68c99c97-c191-4329-b210-82ca8631066d",
    ],
    phrases: ["raw event", "show event"],
  },
];

const METRICS_GRAMMAR: GrammarRow[] = [
  {
    name: "metric",
    slash: "/metric",
    usage: "/metric SERVICE NAME METRIC [STATISTIC] [last 3h] [vs last week] [in ACCOUNT]",
    about: "A metric as a picture, with its alarms' thresholds and what changed meanwhile.",
    examples: [
      "/metric lambda checkout-api errors last 3h",
      "show errors of lambda checkout-api",
      "/metric rds orders-db cpu vs last week",
      "/metric sqs jobs age",
      "/metric AWS/EC2 CPUUtilization InstanceId=i-0317f6c6b66ae9c40 p95",
    ],
    phrases: ["show … of", "graph", "chart", "metric"],
  },
  {
    name: "alarms",
    slash: "/alarms",
    usage: "/alarms [in ALARM] [NAME-PART] [in ACCOUNT] [region REGION]",
    about: "Alarms and how they stand, those in ALARM first, since when and why.",
    examples: ["/alarms", "what is alarming?", "/alarms in ALARM", "/alarms checkout-* in prod"],
    phrases: ["alarms", "what is alarming", "which alarms"],
  },
  {
    name: "alarm",
    slash: "/alarm",
    usage: "/alarm NAME [last 24h]",
    about: "One alarm: what it watches as a picture, its state, history, mute rules and actions.",
    examples: ["/alarm checkout-api-errors", "show alarm checkout-api-errors"],
    phrases: ["alarm", "show alarm"],
  },
  {
    name: "draft-alarm",
    slash: "/draft-alarm",
    usage: "/draft-alarm SERVICE NAME METRIC [STATISTIC] >= NUMBER in 1m [for 3 of 5]",
    about:
      "Tries an alarm on the last two weeks, and writes it for the CLI, CloudFormation, Terraform.",
    examples: [
      "/draft-alarm lambda checkout-api errors >= 5 in 1m",
      "draft alarm sqs jobs age > 10m for 3 of 5",
    ],
    phrases: ["draft alarm"],
  },
  {
    name: "dashboard",
    slash: "/dashboard",
    usage: "/dashboard NAME [last 3h] [page 2]",
    about: "A dashboard's widgets, as pictures and text in their order.",
    examples: ["/dashboard checkout", "show dashboard checkout last 12h"],
    phrases: ["dashboard", "show dashboard"],
  },
  {
    name: "dashboards",
    slash: "/dashboards",
    usage: "/dashboards [NAME-PART] [in ACCOUNT]",
    about: "The dashboards that there are.",
    examples: ["/dashboards", "which dashboards are there?"],
    phrases: ["dashboards", "which dashboards"],
  },
  {
    name: "mute-alarm",
    slash: "/mute-alarm",
    usage: "/mute-alarm NAME for 1h [because REASON] [in ACCOUNT]",
    about: "Holds back what an alarm does for a while, once you confirm it; off until switched on.",
    examples: [
      "/mute-alarm orders-db-cpu for 1h because we restore a backup",
      "mute alarm checkout-api-errors for 30 minutes",
    ],
    phrases: ["mute alarm", "silence alarm", "snooze alarm"],
  },
  {
    name: "unmute-alarm",
    slash: "/unmute-alarm",
    usage: "/unmute-alarm NAME [in ACCOUNT]",
    about: "Ends the muting of an alarm, once you confirm it.",
    examples: ["/unmute-alarm orders-db-cpu", "unmute alarm checkout-api-errors"],
    phrases: ["unmute alarm"],
  },
];

export const GRAMMAR: GrammarRow[] = [
  ...AUDIT_GRAMMAR,
  ...METRICS_GRAMMAR,
  {
    name: "help",
    slash: "/trailwatch",
    usage: "/trailwatch help [QUESTION]",
    about: "What can be asked, with examples that work here.",
    examples: ["help", "what can I ask?", "/trailwatch help", "help denied"],
    phrases: ["help", "what can I ask"],
  },
];

/** The row of a slash command or of its name without the slash (`who-changed`). */
export function grammarRow(word: string): GrammarRow | undefined {
  const slash = word.startsWith("/") ? word : `/${word}`;
  return GRAMMAR.find((row) => row.slash === slash || `/${row.name}` === slash);
}

const METRICS_NAMES: ReadonlySet<string> = new Set(METRICS_GRAMMAR.map(({ name }) => name));

/** True for questions that CloudWatch answers, not CloudTrail. */
export function isMetricsQuestion(name: QuestionName): name is MetricsQuestionName {
  return METRICS_NAMES.has(name);
}

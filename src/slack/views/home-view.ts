/** The App Home: what can be asked, own recent questions, how to begin. */
import type { HomeView } from "@slack/types";
import { formatInstant, SECOND } from "../../domain/time.ts";
import { GRAMMAR, type GrammarRow } from "../../questions/grammar.ts";
import { ACTIONS, type SlackBlock } from "./blocks.ts";
import { button, plainText } from "./controls.ts";
import { type HomeAlarms, homeAlarmBlocks } from "./home-alarms-view.ts";
import { LIMITS } from "./limits.ts";
import { code, dateToken, mrkdwn, prose } from "./mrkdwn.ts";
import { smallBlock, textBlock } from "./sections/draft.ts";
import { cutPlain } from "./shown.ts";

export type HomeParts = {
  /** False for people whom no rule lets ask. */
  isAllowed: boolean;
  /** Own questions, newest first; `at` in epoch milliseconds. */
  recent: { text: string; at: number; outcome: string }[];
  /** `prod` → 111122223333. */
  accountNames: Record<string, string>;
  /** Absent where no CloudWatch is asked. */
  alarms?: HomeAlarms;
};

const MOST_RECENT = 10;
const MOST_ACCOUNTS = 12;
const OUTCOMES: Record<string, string> = {
  found: "✅ answered",
  nothing: "🔍 nothing found",
  refused: "⛔ refused",
  misunderstood: "🤔 not understood",
  failed: "🛑 failed",
  running: "⏳ in work",
  cancelled: "✋ cancelled",
  interrupted: "⚠️ interrupted",
};

/** The question of the message shortcut "What changed around this?"; `at` in epoch milliseconds. */
export function aroundText(at: number): string {
  return `what changed around ${formatInstant(Math.round(at / SECOND) * SECOND)}`;
}

/** The Home tab of one person. */
export function homeView(parts: HomeParts): HomeView {
  const blocks = parts.isAllowed
    ? [
        ...introduction(),
        ...alarmBlocks(parts),
        ...exampleBlocks(),
        ...recentBlocks(parts),
        ...placeBlocks(parts),
      ]
    : refusedBlocks();
  return { type: "home", callback_id: "home", blocks };
}

function heading(text: string): SlackBlock {
  return { type: "header", text: plainText(text, LIMITS.headerText) };
}

function introduction(): SlackBlock[] {
  const ask = button(ACTIONS.open, "Ask a question…", "{}", "primary");
  return [
    heading("What changed on AWS, and who did it?"),
    textBlock(
      "Trailwatch answers from CloudTrail: the latest change first, with who, before → after, when, through what and from where. Every answer says what was searched.",
    ),
    ...(ask ? [{ type: "actions" as const, elements: [ask] }] : []),
  ];
}

function alarmBlocks({ alarms, accountNames }: HomeParts): SlackBlock[] {
  return alarms ? [{ type: "divider" }, ...homeAlarmBlocks(alarms, accountNames)] : [];
}

/** Neither help, nor what needs an id, nor what changes something. */
const UNTRIED = new Set<string>(["help", "raw-event", "mute-alarm", "unmute-alarm"]);

function exampleBlocks(): SlackBlock[] {
  const rows = GRAMMAR.filter(({ name }) => !UNTRIED.has(name));
  return [{ type: "divider" }, heading("Try"), ...rows.flatMap(exampleBlock)];
}

function exampleBlock({ about, examples, slash }: GrammarRow): SlackBlock[] {
  const [example = slash] = examples;
  return [withButton(`*${prose(about, 200)}*\n${code(example)}`, "Ask", example)];
}

function withButton(text: string, label: string, value: string): SlackBlock {
  const accessory = button(ACTIONS.ask, label, value);
  return { type: "section", text: mrkdwn(text), ...(accessory && { accessory }) };
}

function recentBlocks({ recent }: HomeParts): SlackBlock[] {
  if (recent.length === 0) return [];
  const items = recent.slice(0, MOST_RECENT).map(({ text, at, outcome }) => {
    const ending = OUTCOMES[outcome] ?? prose(outcome, 40);
    const question = code(cutPlain(text, 300));
    return withButton(`${question}\n${ending} · ${dateToken(at)}`, "Ask again", text);
  });
  return [{ type: "divider" }, heading("Your last questions"), ...items];
}

function placeBlocks({ accountNames }: HomeParts): SlackBlock[] {
  const names = Object.entries(accountNames);
  const accounts = names
    .slice(0, MOST_ACCOUNTS)
    .map(([name, id]) => `${code(`in ${cutPlain(name, 40)}`)} ${prose(id, 40)}`);
  const rest = names.length - accounts.length;
  return [
    { type: "divider" },
    heading("In channels and threads"),
    textBlock(
      "Invite Trailwatch with `/invite`, then type `/who-changed bucket-x` or mention it with a question. In a thread it knows what stands above: `and yesterday?`, `only failed`, `what else did they do?`. Add `quietly` for an answer that only you see.",
    ),
    ...(accounts.length > 0
      ? [smallBlock([`Accounts: ${accounts.join(" · ")}${rest > 0 ? ` · … ${rest} more` : ""}`])]
      : []),
    smallBlock(["`/trailwatch help` lists everything that can be asked."]),
  ];
}

function refusedBlocks(): SlackBlock[] {
  return [
    heading("What changed on AWS, and who did it?"),
    textBlock(
      "⛔  No rule lets you ask Trailwatch yet. Ask whoever runs it to add you or one of your user groups to the access rules in `trailwatch.yml`.",
    ),
  ];
}

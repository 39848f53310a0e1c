/** Slack's manifest of the app, made from the questions that can be asked: manifest.yml is its text. */
import { stringify } from "yaml";
import { GRAMMAR, type GrammarRow } from "../questions/grammar.ts";
import { SCOPES } from "./scopes.ts";

/** Id of the message shortcut; the listener listens to it. */
export const SHORTCUT = "what_changed_around";

const DESCRIPTION = "Answers who changed what on AWS, from CloudTrail, with evidence.";

const LONG_DESCRIPTION = [
  "Trailwatch answers questions about changes on AWS in the channel where an incident is handled: who changed a resource and what it was before, what changed around a moment, what a person, role, key or address did, who signed in, and why a call was refused.",
  'Every answer says what was searched, where, over which window and how fresh the source is, so that "nothing changed" can be believed. No language model is asked.',
].join("\n\n");

/** The path at which HTTP mode listens: Bolt's own. */
const EVENTS_PATH = "/slack/events";

/**
 * The manifest as Slack's page takes it (version 2). For Socket Mode no address is named; `url` is the https address
 * of the bot itself and makes it a manifest for HTTP mode.
 */
export function toManifest(url?: string): object {
  const events = url && `${url.replace(/\/+$/, "")}${EVENTS_PATH}`;
  const request = events ? { request_url: events } : {};
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "Trailwatch",
      description: DESCRIPTION,
      long_description: LONG_DESCRIPTION,
      background_color: "#1f2933",
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: "trailwatch", always_online: true },
      shortcuts: [
        {
          name: "What changed around this",
          type: "message",
          callback_id: SHORTCUT,
          description: "Changes on AWS in the minutes around this message",
        },
      ],
      slash_commands: GRAMMAR.map((row) => ({ ...toCommand(row), ...(events && { url: events }) })),
    },
    oauth_config: { scopes: { bot: Object.keys(SCOPES).sort() } },
    settings: {
      event_subscriptions: {
        ...request,
        bot_events: ["app_home_opened", "app_mention", "message.im"],
      },
      interactivity: { is_enabled: true, ...request },
      org_deploy_enabled: false,
      socket_mode_enabled: !events,
      token_rotation_enabled: false,
    },
  };
}

/** The text of manifest.yml: what `trailwatch manifest` prints. */
export function manifestText(url?: string): string {
  return `${HEAD}${stringify(toManifest(url), { lineWidth: 0 })}`;
}

const HEAD =
  "# Made by `trailwatch manifest` from the questions that can be asked. Paste it at https://api.slack.com/apps?new_app=1\n";

/** The hint is what follows the command in `usage`. */
function toCommand({ slash, usage, about }: GrammarRow) {
  return {
    command: slash,
    description: about,
    usage_hint: usage.slice(slash.length).trim(),
    should_escape: true,
  };
}

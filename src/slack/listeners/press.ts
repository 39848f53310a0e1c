/** A pressed button or chosen menu entry: `block_actions` read at the door. */
import { arrayAt, isObject, type JsonObject, stringAt } from "../../domain/json.ts";
import { ACTIONS } from "../views/blocks.ts";

export type ActionName = keyof typeof ACTIONS;

export type Press = {
  /** Undefined for a control that this version does not know. */
  action: ActionName | undefined;
  /** Of the button, or of the chosen option; undefined for a button that only opens a link. */
  value: string | undefined;
  /** Unique to the press; opens a modal for three seconds. */
  triggerId: string;
  teamId: string;
  userId: string;
  /** A press on the App Home has no channel: then the person's direct messages with us, or their user id, which leads there. */
  channelId: string;
  threadTs?: string;
  isOnHome: boolean;
  responseUrl?: string;
};

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function readPress(body: JsonObject): Press | undefined {
  const [pressed] = arrayAt(body, "actions");
  const triggerId = stringAt(body, "trigger_id");
  const userId = stringAt(body, "user", "id");
  const teamId = stringAt(body, "team", "id") ?? stringAt(body, "user", "team_id");
  if (!isObject(pressed) || !triggerId || !userId || !teamId) return undefined;
  const channelId = stringAt(body, "channel", "id") ?? stringAt(body, "container", "channel_id");
  const isOnHome = channelId === undefined && stringAt(body, "view", "type") === "home";
  const threadTs = threadOf(body);
  const responseUrl = stringAt(body, "response_url");
  return {
    action: actionName(stringAt(pressed, "action_id") ?? ""),
    value: stringAt(pressed, "value") ?? stringAt(pressed, "selected_option", "value"),
    triggerId,
    teamId,
    userId,
    channelId: channelId ?? directChannel(body) ?? userId,
    isOnHome,
    ...(threadTs !== undefined && { threadTs }),
    ...(responseUrl !== undefined && { responseUrl }),
  };
}

/** What home.ts wrote into the Home. */
function directChannel(body: JsonObject): string | undefined {
  const written = stringAt(body, "view", "private_metadata");
  return written !== undefined && /^D[A-Z0-9]+$/.test(written) ? written : undefined;
}

/** A follow-up stays in the thread of its message, and opens one where there is none. */
function threadOf(body: JsonObject): string | undefined {
  return (
    stringAt(body, "message", "thread_ts") ??
    stringAt(body, "container", "thread_ts") ??
    (isEphemeral(body) ? undefined : stringAt(body, "message", "ts"))
  );
}

/** No thread can hang on a message that one person alone sees. */
function isEphemeral(body: JsonObject): boolean {
  return isObject(body.container) && body.container.is_ephemeral === true;
}

/** Ids must differ within a block, so that a number may follow: `ask`, `ask:2`. */
function actionName(actionId: string): ActionName | undefined {
  const name = /^[a-z]+/.exec(actionId)?.[0];
  return name !== undefined && isAction(name) ? name : undefined;
}

function isAction(name: string): name is ActionName {
  return Object.hasOwn(ACTIONS, name);
}

/** What a person does in the console becomes what Slack would tell the app. */
import type { ConsoleAct, ConsoleReply } from "../console-protocol.ts";
import { joinConversation } from "../methods/conversations.ts";
import type { World } from "../world.ts";
import { command, press, shortcut } from "./deeds.ts";
import type { Events } from "./events.ts";
import { no, seenConversation, YES } from "./reply.ts";
import { say } from "./say.ts";
import { closeModal, submit } from "./submit.ts";

function invite(world: World, act: Extract<ConsoleAct, { act: "invite" }>): ConsoleReply {
  const conversation = seenConversation(world, act.user, act.channel);
  const isKnown =
    world.workspace.isPerson(act.member) || act.member === world.company.app.botUserId;
  if (conversation?.kind !== "channel") return no("There is no such channel.");
  if (!isKnown) return no("There is no such person.");
  if (conversation.members.includes(act.member)) return no("They are here already.");
  joinConversation(world, conversation, act.member);
  return YES;
}

/** Settles when the app acknowledged or its time is over; `ok: false` is what Slack itself refuses. */
export async function perform(
  world: World,
  events: Events,
  act: ConsoleAct,
): Promise<ConsoleReply> {
  if (!world.workspace.isPerson(act.user)) return no("There is no such person.");
  switch (act.act) {
    case "say":
      return say(world, events, act);
    case "command":
      return command(world, act);
    case "press":
      return press(world, act);
    case "submit":
      return submit(world, act);
    case "close":
      return closeModal(world, act);
    case "shortcut":
      return shortcut(world, act);
    case "open-home":
      events.homeOpened(act.user);
      return YES;
    case "invite":
      return invite(world, act);
    default:
      return no("Slack knows no such deed.");
  }
}

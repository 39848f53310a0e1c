/** Every method of the Web API that is imitated. */
import { refuse } from "../refusal.ts";
import type { World } from "../world.ts";
import { CHAT_METHODS } from "./chat.ts";
import { visibleConversation } from "./conversation-of.ts";
import { CONVERSATION_METHODS } from "./conversations.ts";
import { FILE_METHODS } from "./files.ts";
import { type Args, type MethodTable, neededText, text } from "./method.ts";
import { PEOPLE_METHODS } from "./people.ts";
import { VIEW_METHODS } from "./views.ts";

function apiTest(_world: World, args: Args) {
  const error = text(args, "error");
  if (error !== undefined) return refuse(error, [], { args });
  const { token: _token, ...shown } = args;
  return { args: shown };
}

function addReaction(world: World, args: Args) {
  const name = neededText(args, "name");
  if (!/^[\w+'-]+(::skin-tone-[2-6])?$/.test(name)) return refuse("invalid_name");
  const { id, members } = visibleConversation(world, args);
  if (!members.includes(world.company.app.botUserId)) return refuse("not_in_channel");
  const message = world.workspace.message(id, neededText(args, "timestamp"));
  return message ? {} : refuse("message_not_found");
}

export const METHODS: MethodTable = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...PEOPLE_METHODS,
  ...VIEW_METHODS,
  "api.test": { token: "none", scopes: [], tier: "none", run: apiTest },
  "reactions.add": { token: "bot", scopes: ["reactions:write"], tier: 3, run: addReaction },
};

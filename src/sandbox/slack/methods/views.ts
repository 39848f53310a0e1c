/** views.*: modals and App Homes. */

import { openView, publishHome, pushView, replaceView } from "../modals.ts";
import type { SlackObject, View } from "../model.ts";
import { refuse } from "../refusal.ts";
import { viewWire } from "../wire.ts";
import type { World } from "../world.ts";
import { type Args, type MethodTable, neededText, structured, text } from "./method.ts";

const viewOf = (args: Args): unknown => structured(args, "view", "invalid_arguments");

const answer = (world: World, view: View): SlackObject => ({ view: viewWire(world, view) });

function open(world: World, args: Args): SlackObject {
  const trigger = neededText(args, "trigger_id");
  const userId = world.triggers.exchange(trigger);
  return answer(world, openView(world, userId, viewOf(args)));
}

function push(world: World, args: Args): SlackObject {
  const trigger = neededText(args, "trigger_id");
  const userId = world.triggers.exchange(trigger);
  return answer(world, pushView(world, userId, viewOf(args)));
}

function named(world: World, args: Args): View {
  const id = text(args, "view_id");
  const externalId = text(args, "external_id");
  const found =
    id !== undefined
      ? world.workspace.views.get(id)
      : [...world.workspace.views.values()].find(
          (view) => externalId !== undefined && view.externalId === externalId,
        );
  return found ?? refuse("not_found");
}

function update(world: World, args: Args): SlackObject {
  const view = replaceView(world, named(world, args), viewOf(args), text(args, "hash"));
  return answer(world, view);
}

function publish(world: World, args: Args): SlackObject {
  const userId = neededText(args, "user_id");
  if (!world.workspace.isPerson(userId)) return refuse("user_not_found");
  return answer(world, publishHome(world, userId, viewOf(args), text(args, "hash")));
}

export const VIEW_METHODS: MethodTable = {
  "views.open": { token: "bot", scopes: [], tier: 4, run: open },
  "views.push": { token: "bot", scopes: [], tier: 4, run: push },
  "views.update": { token: "bot", scopes: [], tier: 4, run: update },
  "views.publish": { token: "bot", scopes: [], tier: 4, run: publish },
};

/** Modals and App Homes: stacks of views, their hashes and the state of their inputs. */
import { consoleView, openModal } from "./console-shapes.ts";
import { filledBlocks } from "./fill.ts";
import { freshId, secretText } from "./ids.ts";
import { initialValues } from "./inputs.ts";
import type { SlackObject, View } from "./model.ts";
import { refuse } from "./refusal.ts";
import { checkedView } from "./rules/views.ts";
import type { World } from "./world.ts";

/** A modal may have two more above it (docs.slack.dev, surfaces/modals). */
const MOST_STACKED = 3;

export function viewBlocks(view: View): SlackObject[] {
  return Array.isArray(view.content.blocks) ? (view.content.blocks as SlackObject[]) : [];
}

function freshHash(world: World): string {
  return `${Math.floor(world.clock.now() / 1000)}.${secretText(4)}`;
}

/** Sets what the app sent; inputs that stay keep what was typed. */
function fill(world: World, view: View, content: SlackObject): void {
  const blocks = filledBlocks(content.blocks as SlackObject[]);
  view.content = { ...content, blocks };
  view.hash = freshHash(world);
  const before = view.values;
  view.values = initialValues(blocks);
  for (const [blockId, actions] of Object.entries(view.values)) {
    for (const actionId of Object.keys(actions)) {
      const kept = before[blockId]?.[actionId];
      if (kept !== undefined) actions[actionId] = kept;
    }
  }
  delete view.errors;
}

function claimExternalId(world: World, content: SlackObject, ownId?: string): string {
  const externalId = typeof content.external_id === "string" ? content.external_id : "";
  const taken = [...world.workspace.views.values()].some(
    (view) => externalId !== "" && view.externalId === externalId && view.id !== ownId,
  );
  return taken ? refuse("duplicate_external_id") : externalId;
}

function create(world: World, userId: string, content: SlackObject, below?: View): View {
  const id = freshId("V");
  const view: View = {
    id,
    userId,
    type: content.type === "home" ? "home" : "modal",
    content,
    hash: "",
    externalId: claimExternalId(world, content),
    rootId: below?.rootId ?? id,
    ...(below ? { previousId: below.id } : {}),
    values: {},
  };
  fill(world, view, content);
  world.workspace.keepView(view);
  return view;
}

export function tellModal(world: World, userId: string): void {
  const top = openModal(world, userId);
  world.tell({ kind: "modal", ...(top ? { view: consoleView(top) } : {}) }, [userId]);
}

/** Opens a modal in place of whatever the person had open. */
export function openView(world: World, userId: string, raw: unknown): View {
  const content = checkedView(raw, "modal");
  const view = create(world, userId, content);
  for (const id of world.workspace.stacks.get(userId) ?? []) world.workspace.views.delete(id);
  world.workspace.stacks.set(userId, [view.id]);
  tellModal(world, userId);
  return view;
}

/** Throws `push_limit_reached`; `not_found` when no modal is open. */
export function pushView(world: World, userId: string, raw: unknown): View {
  const stack = world.workspace.stacks.get(userId) ?? [];
  const below = openModal(world, userId);
  if (!below) return refuse("not_found");
  if (stack.length >= MOST_STACKED) return refuse("push_limit_reached");
  const view = create(world, userId, checkedView(raw, "modal"), below);
  world.workspace.stacks.set(userId, [...stack, view.id]);
  tellModal(world, userId);
  return view;
}

/** Replaces a view; throws `hash_conflict` when somebody else did so since. */
export function replaceView(world: World, view: View, raw: unknown, hash?: string): View {
  if (hash !== undefined && hash !== view.hash) return refuse("hash_conflict");
  const content = checkedView(raw, view.type);
  view.externalId = claimExternalId(world, content, view.id) || view.externalId;
  fill(world, view, content);
  if (view.type === "home") world.tell({ kind: "home", view: consoleView(view) }, [view.userId]);
  else tellModal(world, view.userId);
  return view;
}

export function publishHome(world: World, userId: string, raw: unknown, hash?: string): View {
  const current = world.workspace.views.get(world.workspace.homes.get(userId) ?? "");
  if (current) return replaceView(world, current, raw, hash);
  const view = create(world, userId, checkedView(raw, "home"));
  world.workspace.homes.set(userId, view.id);
  world.tell({ kind: "home", view: consoleView(view) }, [userId]);
  return view;
}

/** Takes the view on top away, or all of them; gives those that are gone. */
export function closeViews(world: World, userId: string, isAll: boolean): View[] {
  const stack = world.workspace.stacks.get(userId) ?? [];
  const kept = isAll ? [] : stack.slice(0, -1);
  const gone = stack.slice(kept.length).flatMap((id) => world.workspace.views.get(id) ?? []);
  for (const { id } of gone) world.workspace.views.delete(id);
  world.workspace.stacks.set(userId, kept);
  tellModal(world, userId);
  return gone;
}

/** Submitting and closing modals. */
import type { ConsoleAct, ConsoleReply } from "../console-protocol.ts";
import { allBlocks } from "../fill.ts";
import { isFilled } from "../inputs.ts";
import { isObject } from "../methods/method.ts";
import { closeViews, pushView, replaceView, tellModal, viewBlocks } from "../modals.ts";
import type { SlackObject, View } from "../model.ts";
import { closedPayload, submissionPayload } from "../payloads.ts";
import { SlackRefusal } from "../refusal.ts";
import type { World } from "../world.ts";
import { no, YES } from "./reply.ts";

const TROUBLE = "We had some trouble connecting. Try again?";

function openView(world: World, userId: string, viewId: string): View | undefined {
  const view = world.workspace.views.get(viewId);
  const isOnTop = world.workspace.stacks.get(userId)?.at(-1) === viewId;
  return view?.userId === userId && isOnTop ? view : undefined;
}

/** Slack's client lets nobody submit while a needed input is empty. */
function missingInputs(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of allBlocks(viewBlocks(view))) {
    if (block.type !== "input" || block.optional === true || !isObject(block.element)) continue;
    const blockId = String(block.block_id);
    const state = view.values[blockId]?.[String(block.element.action_id)];
    if (!isObject(state) || !isFilled(state)) {
      errors[blockId] = "Please complete this required field.";
    }
  }
  return errors;
}

function takeValues(view: View, values: Record<string, Record<string, unknown>>): void {
  for (const [blockId, actions] of Object.entries(view.values)) {
    for (const actionId of Object.keys(actions)) {
      const said = values[blockId]?.[actionId];
      if (isObject(said)) actions[actionId] = said;
    }
  }
}

function showErrors(world: World, view: View, errors: Record<string, string>): ConsoleReply {
  view.errors = errors;
  tellModal(world, view.userId);
  return no(Object.values(errors)[0] ?? TROUBLE);
}

function errorsOf(view: View, value: unknown): Record<string, string> | undefined {
  if (!isObject(value) || Object.keys(value).length === 0) return undefined;
  const inputs = new Set(
    allBlocks(viewBlocks(view))
      .filter(({ type }) => type === "input")
      .map(({ block_id }) => block_id),
  );
  const isFitting = Object.keys(value).every((blockId) => inputs.has(blockId));
  return isFitting ? (value as Record<string, string>) : undefined;
}

/** What the app answered to the submission; without a word the view on top closes. */
function follow(world: World, view: View, response: SlackObject): ConsoleReply {
  const { response_action: action } = response;
  if (action === "errors") {
    const errors = errorsOf(view, response.errors);
    return errors ? showErrors(world, view, errors) : no(TROUBLE);
  }
  if (action === "update") replaceView(world, view, response.view);
  else if (action === "push") pushView(world, view.userId, response.view);
  else closeViews(world, view.userId, action === "clear");
  return YES;
}

export async function submit(
  world: World,
  act: Extract<ConsoleAct, { act: "submit" }>,
): Promise<ConsoleReply> {
  const view = openView(world, act.user, act.viewId);
  if (!view) return no("The dialog is not open any more.");
  takeValues(view, act.values);
  delete view.errors;
  const missing = missingInputs(view);
  if (Object.keys(missing).length > 0) return showErrors(world, view, missing);
  const payload = submissionPayload(world, act.user, view);
  const envelope = { kind: "interactive", payload, acceptsResponse: true } as const;
  const outcome = await world.delivery.deliver(envelope);
  if (outcome.kind === "failed") return no(TROUBLE);
  try {
    return follow(world, view, outcome.response ?? {});
  } catch (error) {
    if (error instanceof SlackRefusal) return no(TROUBLE);
    throw error;
  }
}

export async function closeModal(
  world: World,
  act: Extract<ConsoleAct, { act: "close" }>,
): Promise<ConsoleReply> {
  const view = openView(world, act.user, act.viewId);
  if (!view) return YES;
  const isAll = view.content.clear_on_close === true;
  const gone = closeViews(world, act.user, isAll);
  for (const closed of gone.filter(({ content }) => content.notify_on_close === true)) {
    const payload = closedPayload(world, act.user, closed, isAll);
    await world.delivery.deliver({ kind: "interactive", payload, acceptsResponse: false });
  }
  return YES;
}

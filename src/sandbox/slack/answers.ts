/** What an app answers to a deed: messages that come with an acknowledgement or through a response URL. */
import { isObject } from "./methods/method.ts";
import type { SlackObject } from "./model.ts";
import { checkedDraft, edit, postAsBot, remove } from "./posting.ts";
import { refuse, SlackRefusal } from "./refusal.ts";
import type { ResponseGround } from "./rules/tickets.ts";
import { jsonReply, type Reply } from "./web-api.ts";
import type { World } from "./world.ts";

const isYes = (value: unknown) => value === true || value === "true";

/** Posts, replaces or deletes as the answer says. Throws refusals. */
export function applyAnswer(world: World, ground: ResponseGround, answer: SlackObject): void {
  const original = ground.message && world.workspace.message(ground.channel, ground.message.ts);
  if (isYes(answer.delete_original)) {
    remove(world, original ?? refuse("message_not_found"));
    return;
  }
  const draft = checkedDraft(world, answer);
  if (isYes(answer.replace_original) && original) {
    edit(world, original, draft);
    return;
  }
  const type = answer.response_type ?? "ephemeral";
  if (type !== "ephemeral" && type !== "in_channel") refuse("invalid_response_type");
  const named = typeof answer.thread_ts === "string" ? answer.thread_ts : ground.threadTs;
  postAsBot(
    world,
    {
      channel: ground.channel,
      ...(named === undefined ? {} : { threadTs: named }),
      ...(type === "ephemeral" ? { onlyFor: ground.userId } : {}),
    },
    draft,
  );
}

/** `POST` to a response URL. */
export function useResponseUrl(world: World, path: string, body: Buffer): Reply {
  try {
    const ground = world.responseUrls.use(path);
    let answer: unknown;
    try {
      answer = JSON.parse(body.toString());
    } catch {
      return jsonReply({ ok: false, error: "invalid_payload" }, 400);
    }
    if (!isObject(answer)) return jsonReply({ ok: false, error: "invalid_payload" }, 400);
    applyAnswer(world, ground, answer);
    return jsonReply({ ok: true });
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    const isGone = ["no_service", "expired_url", "used_url"].includes(error.code);
    return jsonReply({ ok: false, error: error.code }, isGone ? 404 : 400);
  }
}

/** Posts, edits, whispers and uploads over Slack's Web API, with a client of its own that alarms or views cannot slow. */
import { WebAPIRateLimitedError, type WebClient } from "@slack/web-api";
import type { Log } from "../log.ts";
import { blockMessages, isClosedToBot, slackWord, toProblem } from "./errors.ts";
import { type MessageForm, messageForms, metadataOf, sendFirst } from "./message-forms.ts";
import type { Letter, Messenger, Place, Posted } from "./messenger.ts";
import { createPace, type Pace } from "./pace.ts";
import {
  hasPictures,
  isPictureUnready,
  oncePicturesAreReady,
  REPLY_READY_MS,
} from "./pictures-ready.ts";
import { createPostedMemory, type PostedMemory } from "./posted-memory.ts";
import { type Reply, type ReplyOutcome, reply } from "./response-url.ts";
import type { Content } from "./views/blocks.ts";
import { createWebClient, persist } from "./web-client.ts";

export type WebMessengerOptions = {
  token: string;
  apiUrl?: string | undefined;
  log: Log;
  /** How long a call is made again while Slack is away; two minutes unless given. */
  patienceMs?: number;
  /** Time between messages in one channel after a short burst; a second unless given. */
  paceMs?: number;
};

const PATIENCE_MS = 120_000;

/** Everything that a call needs. */
type Office = {
  web: WebClient;
  pace: Pace;
  memory: PostedMemory;
  log: Log;
  patienceMs: number;
};

/** Messages never unfurl links: an answer's links are evidence, not previews. */
const NO_UNFURL = { unfurl_links: false, unfurl_media: false };

export function createWebMessenger(options: WebMessengerOptions): Messenger {
  const office: Office = {
    web: createWebClient(options),
    pace: createPace(options.paceMs),
    memory: createPostedMemory(),
    log: options.log,
    patienceMs: options.patienceMs ?? PATIENCE_MS,
  };
  return {
    post: (place, letter, responseUrl) =>
      asProblem(() => postOrReply(office, place, letter, responseUrl)),
    update: (posted, letter) => asProblem(() => update(office, posted, letter)),
    whisper: (place, userId, letter, responseUrl) =>
      asProblem(() => whisper(office, place, userId, letter, responseUrl)),
    upload: (place, file) => asProblem(() => upload(office, place, file)),
  };
}

async function asProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toProblem(error);
  }
}

async function postOrReply(
  office: Office,
  place: Place,
  letter: Letter,
  responseUrl: string | undefined,
): Promise<Posted | undefined> {
  try {
    return await post(office, place, letter);
  } catch (error) {
    if (responseUrl === undefined || !isClosedToBot(error)) throw error;
    const outcome = await replyForms(office, responseUrl, "in_channel", place, letter);
    if (outcome.kind === "sent") return undefined;
    office.log.warn("response_url refused", { word: outcome.word });
    throw error;
  }
}

async function post(office: Office, place: Place, letter: Letter): Promise<Posted> {
  await office.pace.turn(place.channelId);
  try {
    return await sendPost(office, place, letter);
  } catch (error) {
    // The thread was deleted meanwhile: its answer belongs into the channel then.
    if (place.threadTs === undefined || !THREAD_GONE.has(slackWord(error) ?? "")) throw error;
    return sendPost(office, { channelId: place.channelId }, letter);
  }
}

const THREAD_GONE = new Set(["thread_not_found", "message_not_found", "invalid_thread_ts"]);

async function sendPost(office: Office, place: Place, letter: Letter): Promise<Posted> {
  const { channelId, threadTs } = place;
  const sent = await sendForms(office, letter, false, (form) =>
    pausing(
      office,
      channelId,
      office.web.chat.postMessage({
        channel: channelId,
        text: form.text,
        ...(form.blocks.length > 0 && { blocks: form.blocks }),
        ...(threadTs !== undefined && { thread_ts: threadTs }),
        ...metadataOf(letter),
        ...NO_UNFURL,
      }),
    ),
  );
  // A message to a user id ends up in their direct messages, whose id is told here alone.
  const posted = { channelId: sent.channel ?? channelId, ts: sent.ts ?? "" };
  office.memory.remember(posted, place);
  return posted;
}

/** When Slack asks to wait with a channel, all that is to be said there waits. */
async function pausing<T>(office: Office, channelId: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) {
      office.pace.hold(channelId, Math.min(error.retryAfter * 1000, office.patienceMs));
    }
    throw error;
  }
}

const NOT_EDITABLE = new Set([
  "message_not_found",
  "cant_update_message",
  "edit_window_closed",
  "channel_not_found",
]);

async function update(office: Office, posted: Posted, letter: Letter): Promise<void> {
  const here = office.memory.latest(posted);
  try {
    await sendForms(office, letter, true, (form) =>
      office.web.chat.update({
        channel: here.channelId,
        ts: here.ts,
        text: form.text,
        // Left out, blocks would stay as they were.
        blocks: form.blocks,
        ...metadataOf(letter),
      }),
    );
  } catch (error) {
    if (!NOT_EDITABLE.has(slackWord(error) ?? "")) throw error;
    const anew = await post(office, office.memory.place(here), letter);
    office.memory.replace(posted, anew);
  }
}

async function whisper(
  office: Office,
  place: Place,
  userId: string,
  letter: Letter,
  responseUrl: string | undefined,
): Promise<void> {
  if (responseUrl !== undefined) {
    const outcome = await replyForms(office, responseUrl, "ephemeral", place, letter);
    if (outcome.kind === "sent") return;
    office.log.info("response_url refused", { word: outcome.word });
  }
  // Nobody else reads a direct message, and there it survives a reload.
  if (/^[DUW]/.test(place.channelId)) {
    await post(office, place, letter);
    return;
  }
  try {
    await sendForms(office, letter, false, (form) =>
      office.web.chat.postEphemeral({
        channel: place.channelId,
        user: userId,
        text: form.text,
        ...(form.blocks.length > 0 && { blocks: form.blocks }),
        ...(place.threadTs !== undefined && { thread_ts: place.threadTs }),
      }),
    );
  } catch (error) {
    if (!isClosedToBot(error)) throw error;
    await post(office, { channelId: userId }, letter);
  }
}

async function upload(
  office: Office,
  place: Place,
  file: { name: string; title: string; text: string },
): Promise<void> {
  const channelId = await conversation(office, place.channelId);
  await persist(
    () =>
      office.web.filesUploadV2({
        content: file.text,
        filename: file.name,
        title: file.title,
        ...(place.threadTs === undefined
          ? { channel_id: channelId }
          : { channel_id: channelId, thread_ts: place.threadTs }),
      }),
    { totalMs: office.patienceMs, repeatable: false },
  );
}

/** Files go to conversations alone; a user's direct messages have an id of their own. */
async function conversation(office: Office, channelId: string): Promise<string> {
  if (!/^[UW]/.test(channelId)) return channelId;
  const known = office.memory.directMessages(channelId);
  if (known !== undefined) return known;
  const opened = await office.web.conversations.open({ users: channelId });
  return opened.channel?.id ?? channelId;
}

/** Tries each form of the message, each with patience. */
function sendForms<T>(
  office: Office,
  content: Content,
  repeatable: boolean,
  send: (form: MessageForm) => Promise<T>,
): Promise<T> {
  return sendFirst(
    messageForms(content),
    (form) =>
      oncePicturesAreReady(
        () => persist(() => send(form), { totalMs: office.patienceMs, repeatable }),
        (outcome) => "error" in outcome && isPictureUnready(form, outcome.error),
      ),
    (error) => office.log.warn("Slack refused the blocks of a message", blockFields(error)),
  );
}

/** Slack's messages name the place in the blocks by JSON pointer, and the rule. */
function blockFields(error: unknown): { word: string; where?: string } {
  const messages = blockMessages(error);
  return {
    word: slackWord(error) ?? "unknown",
    ...(messages.length > 0 && { where: messages.join("; ").slice(0, 500) }),
  };
}

/** The words with which a response_url refuses blocks. */
const REPLY_BLOCKS = /^invalid_blocks|^invalid_payload$|^http_(?:400|500)$/;

function isReplyUnready(form: MessageForm, outcome: ReplyOutcome): boolean {
  return outcome.kind === "refused" && outcome.word === "invalid_blocks" && hasPictures(form);
}

async function replyForms(
  office: Office,
  responseUrl: string,
  responseType: Reply["responseType"],
  place: Place,
  letter: Letter,
): Promise<ReplyOutcome> {
  let outcome: ReplyOutcome = { kind: "refused", word: "not tried" };
  for (const form of messageForms(letter)) {
    const send = () =>
      reply(responseUrl, {
        responseType,
        text: form.text,
        ...(form.blocks.length > 0 && { blocks: form.blocks }),
        threadTs: place.threadTs,
        replacesPressed: letter.replacesPressed,
      });
    // Through this way Slack names no place in the blocks: whether it is the picture can only be guessed.
    outcome = await oncePicturesAreReady(
      send,
      (tried) => "value" in tried && isReplyUnready(form, tried.value),
      REPLY_READY_MS,
    );
    if (outcome.kind === "sent" || !REPLY_BLOCKS.test(outcome.word)) return outcome;
    office.log.warn("response_url refused a form of the message", { word: outcome.word });
  }
  return outcome;
}

/** The form that asks: what is wrong with it is said in it, what is right is asked. */
import type { App } from "@slack/bolt";
import { isObject, type JsonObject, objectAt, stringAt } from "../../domain/json.ts";
import { errorFields } from "../../log.ts";
import type { Incoming } from "../incoming.ts";
import { readAskModal } from "../views/ask-modal.ts";
import { acknowledge, begin, type Listening, readPayload, take } from "./listening.ts";

type Submission =
  | { kind: "asked"; incoming: Incoming }
  | { kind: "wrong"; errors: Record<string, string> };

export function listenToModal(app: App, listening: Listening): void {
  const { log } = listening;
  app.view({ callback_id: /.*/, type: "view_submission" }, async ({ ack, body }) => {
    const read = (payload: JsonObject): Submission | undefined => {
      try {
        return readSubmission(payload);
      } catch (error) {
        log.warn("a form could not be read", errorFields(error));
        return undefined;
      }
    };
    const submission = readPayload("view_submission", body, read, log);
    if (submission?.kind === "wrong") {
      const { errors } = submission;
      return acknowledge(() => ack({ response_action: "errors", errors }), log);
    }
    const work = submission && take(listening, submission.incoming);
    await acknowledge(ack, log);
    if (work) begin("a form", log, work);
  });
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function readSubmission(body: JsonObject): Submission | undefined {
  const userId = stringAt(body, "user", "id");
  const teamId = stringAt(body, "team", "id") ?? stringAt(body, "user", "team_id");
  const deliveryId = stringAt(body, "trigger_id") ?? viewDelivery(body);
  const values = objectAt(body, "view", "state", "values");
  if (!userId || !teamId || !deliveryId || !isObject(values)) return undefined;
  const asked = readAskModal(values, stringAt(body, "view", "private_metadata") ?? "");
  if ("errors" in asked) return { kind: "wrong", errors: asked.errors };
  const { channelId, threadTs, text } = asked;
  return {
    kind: "asked",
    incoming: {
      via: "modal",
      deliveryId,
      teamId,
      userId,
      channelId,
      text,
      ...(threadTs !== undefined && { threadTs }),
    },
  };
}

/** A view is submitted once in each of its states. */
function viewDelivery(body: JsonObject): string | undefined {
  const id = stringAt(body, "view", "id");
  return id === undefined ? undefined : `${id} ${stringAt(body, "view", "hash") ?? ""}`;
}

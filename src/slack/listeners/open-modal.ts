/** Opens a modal, or tells the person why it did not open. */
import { errorFields } from "../../log.ts";
import { slackWord } from "../errors.ts";
import type { Place } from "../messenger.ts";
import type { askModal } from "../views/ask-modal.ts";
import { type Listening, tell } from "./listening.ts";

/** A trigger works once and for three seconds (https://docs.slack.dev/interactivity/handling-user-interaction). */
const TOO_LATE = new Set(["expired_trigger_id", "trigger_exchanged", "invalid_trigger_id"]);

export async function openModal(
  listening: Listening,
  triggerId: string,
  view: ReturnType<typeof askModal>,
  person: Place & { userId: string; responseUrl?: string },
): Promise<void> {
  try {
    await listening.web.views.open({ trigger_id: triggerId, view });
  } catch (error) {
    const word = slackWord(error);
    listening.log.warn("a modal did not open", { word, ...errorFields(error) });
    const why =
      word !== undefined && TOO_LATE.has(word)
        ? "Slack gave the form up, because it took longer than three seconds."
        : "Slack did not open the form.";
    await tell(listening, person, `${why} Try once more, or type the question instead.`);
  }
}

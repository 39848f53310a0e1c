/** The App Home, drawn anew each time that somebody opens it. */
import type { App } from "@slack/bolt";
import { isObject, stringAt } from "../../domain/json.ts";
import type { SlackPerson } from "../people.ts";
import { homeView } from "../views/home-view.ts";
import { begin, type Listening, readPayload } from "./listening.ts";

/** Own questions that the Home lists. */
const RECENT = 5;

export function listenToHome(app: App, listening: Listening): void {
  app.event("app_home_opened", async ({ body }) => {
    const read = readPayload(
      "app_home_opened",
      body,
      ({ event }) =>
        isObject(event)
          ? {
              userId: stringAt(event, "user"),
              tab: event.tab,
              channelId: stringAt(event, "channel"),
            }
          : undefined,
      listening.log,
    );
    if (read?.userId === undefined || (read.tab !== undefined && read.tab !== "home")) return;
    const { userId, channelId } = read;
    begin("the App Home", listening.log, () => publish(listening, userId, channelId));
  });
}

/** The direct messages with the person travel in the view, because presses on it name no channel. */
async function publish(
  listening: Listening,
  userId: string,
  channelId: string | undefined,
): Promise<void> {
  const { journal, people, policy, web } = listening;
  const person = await people.find(userId);
  const recent = journal
    .list({ userId, limit: RECENT })
    .map(({ text, at, outcome, state }) => ({ text, at, outcome: outcome ?? state }));
  const view = homeView({
    isAllowed: mayAskSomewhere(policy, person),
    recent,
    accountNames: listening.accountNames,
  });
  const metadata = channelId === undefined ? {} : { private_metadata: channelId };
  await web.views.publish({ user_id: userId, view: { ...view, ...metadata } });
}

/** Which channels a rule names is left out: the Home belongs to none. */
function mayAskSomewhere(policy: Listening["policy"], person: SlackPerson): boolean {
  if (policy.kind === "open") return true;
  return policy.rules.some(
    ({ users, groups }) =>
      (users === undefined && groups === undefined) ||
      users?.includes(person.userId) ||
      groups?.some((group) => person.groups.includes(group)),
  );
}

/** The App Home, drawn anew each time that somebody opens it. */
import type { App } from "@slack/bolt";
import { isObject, stringAt } from "../../domain/json.ts";
import { createHomeAlarms, type ReadHomeAlarms } from "../home-alarms.ts";
import type { SlackPerson } from "../people.ts";
import type { HomeAlarms } from "../views/home-alarms-view.ts";
import { homeView } from "../views/home-view.ts";
import { begin, type Listening, readPayload } from "./listening.ts";

/** Own questions that the Home lists. */
const RECENT = 5;

export function listenToHome(app: App, listening: Listening): void {
  const { alarms, policy, clock } = listening;
  const home: Home = {
    listening,
    opened: new Map(),
    ...(alarms && { readAlarms: createHomeAlarms({ alarms, policy, clock }) }),
  };
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
    begin("the App Home", listening.log, () => publish(home, userId, channelId));
  });
}

type Home = {
  listening: Listening;
  readAlarms?: ReadHomeAlarms;
  /** How often each person has opened it: what a former opening brings late is not shown. */
  opened: Map<string, number>;
};

const MOST_OPENED = 10_000;

/** At once without the alarms, however slow CloudWatch is; then with them. */
async function publish(home: Home, userId: string, channelId: string | undefined): Promise<void> {
  const { listening, readAlarms, opened } = home;
  if (opened.size > MOST_OPENED) opened.clear();
  const turn = (opened.get(userId) ?? 0) + 1;
  opened.set(userId, turn);
  const person = await listening.people.find(userId);
  const isAllowed = mayAskSomewhere(listening.policy, person);
  if (!isAllowed || !readAlarms) return show(home, person, channelId, isAllowed);
  const reading = readAlarms(person, channelId ?? userId);
  await show(home, person, channelId, isAllowed, { kind: "loading" });
  const alarms = await reading;
  if (opened.get(userId) === turn) await show(home, person, channelId, isAllowed, alarms);
}

/** The direct messages with the person travel in the view, because presses on it name no channel. */
async function show(
  { listening }: Home,
  { userId }: SlackPerson,
  channelId: string | undefined,
  isAllowed: boolean,
  alarms?: HomeAlarms,
): Promise<void> {
  const { journal, web, accountNames } = listening;
  const recent = journal
    .list({ userId, limit: RECENT })
    .map(({ text, at, outcome, state }) => ({ text, at, outcome: outcome ?? state }));
  const view = homeView({ isAllowed, recent, accountNames, ...(alarms && { alarms }) });
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

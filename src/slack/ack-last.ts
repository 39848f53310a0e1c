/** Events are acknowledged after their listeners have written down what they ask, and not before. */
import type { App, ReceiverEvent } from "@slack/bolt";

/**
 * Bolt acknowledges an event before it calls a listener (5.1; `processBeforeResponse` changes that in HTTP mode
 * alone): a process that dies in between would lose a mention that Slack delivers no more. Our listeners return at
 * once, so that the acknowledgement comes hardly later.
 */
export function acknowledgeEventsLast(app: App): void {
  const processEvent = app.processEvent.bind(app);
  app.processEvent = async (event: ReceiverEvent) => {
    if (event.body.type !== "event_callback") return processEvent(event);
    let isWanted = false;
    await processEvent({
      ...event,
      ack: async () => {
        isWanted = true;
      },
    });
    if (isWanted) await event.ack();
  };
}

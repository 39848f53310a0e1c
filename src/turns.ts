/** Work that keeps the thread busy for some milliseconds, spread over the turns of the event loop. */

/**
 * `turn()` resolves once each turn of the event loop for one waiter alone, first come first served: between two of
 * them the process takes in what has arrived, so that a command is acknowledged while many questions are in work.
 */
export function createTurns(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let isGoing = false;
  const next = (): void => {
    waiting.shift()?.();
    isGoing = waiting.length > 0;
    if (isGoing) setImmediate(next);
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (!isGoing) setImmediate(next);
      isGoing = true;
    });
}

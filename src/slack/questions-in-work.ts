/** How many questions are worked on at a time, in all and of one person; the others wait their turn. */

export type Places = {
  /**
   * Resolves with the way out once there is room; rejects when the signal aborts first. Undefined when even the
   * waiting room is full.
   */
  enter(userId: string, signal: AbortSignal): Promise<() => void> | undefined;
  /** True when `enter` would wait now. */
  isFull(userId: string): boolean;
  /** Questions in work. */
  busy(): number;
};

export type PlaceLimits = { total: number; perPerson: number; waiting: number };

type Waiting = { userId: string; admit(): void };

/** Rooms for questions; who waits longest goes first, unless they have as many in work as one person may. */
export function createPlaces(limits: PlaceLimits): Places {
  const inWork = new Map<string, number>();
  const queue: Waiting[] = [];
  let busy = 0;

  const isFull = (userId: string) =>
    busy >= limits.total || (inWork.get(userId) ?? 0) >= limits.perPerson;

  function take(userId: string): () => void {
    busy += 1;
    inWork.set(userId, (inWork.get(userId) ?? 0) + 1);
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      busy -= 1;
      const left = (inWork.get(userId) ?? 1) - 1;
      if (left > 0) inWork.set(userId, left);
      else inWork.delete(userId);
      admitNext();
    };
  }

  function admitNext(): void {
    const at = queue.findIndex((waiting) => !isFull(waiting.userId));
    const [next] = at < 0 ? [] : queue.splice(at, 1);
    next?.admit();
  }

  function wait(userId: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leaveQueue = () => {
        const at = queue.indexOf(waiting);
        if (at >= 0) queue.splice(at, 1);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        userId,
        admit: () => {
          signal.removeEventListener("abort", leaveQueue);
          resolve(take(userId));
        },
      };
      signal.addEventListener("abort", leaveQueue, { once: true });
      queue.push(waiting);
    });
  }

  return {
    isFull,
    busy: () => busy,
    enter(userId, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (!isFull(userId)) return Promise.resolve(take(userId));
      return queue.length >= limits.waiting ? undefined : wait(userId, signal);
    },
  };
}

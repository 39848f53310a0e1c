/** The line to the local Slack: what is, what changes, and what a person does. */
import type {
  ConsoleAct,
  ConsoleAws,
  ConsoleAwsAct,
  ConsoleChange,
  ConsoleReply,
  ConsoleSnapshot,
} from "../console-protocol.ts";

export type Line = { close: () => void };

const RETRY_MS = 1000;

/**
 * Follows the workspace as a person: a snapshot at first and after every interruption, the changes in between.
 * Changes that come while a snapshot is on its way are told after it, so that none is lost.
 */
export function follow(
  userId: string,
  listener: {
    onSnapshot: (snapshot: ConsoleSnapshot) => void;
    onChange: (change: ConsoleChange) => void;
    onLive: (isLive: boolean) => void;
  },
): Line {
  const source = new EventSource(`/console/changes?user=${encodeURIComponent(userId)}`);
  let waiting: ConsoleChange[] | undefined = [];
  let isClosed = false;
  const load = async (): Promise<void> => {
    try {
      const snapshot = await readSnapshot(userId);
      if (!isClosed) {
        listener.onSnapshot(snapshot);
        const missed = waiting ?? [];
        waiting = undefined;
        missed.forEach(listener.onChange);
        listener.onLive(true);
      }
    } catch {
      listener.onLive(false);
      setTimeout(() => !isClosed && void load(), RETRY_MS);
    }
  };
  source.addEventListener("open", () => {
    waiting = [];
    void load();
  });
  source.addEventListener("error", () => !isClosed && listener.onLive(false));
  source.addEventListener("message", (event) => {
    const change = JSON.parse(String(event.data)) as ConsoleChange;
    if (waiting) {
      waiting.push(change);
    } else {
      listener.onChange(change);
    }
  });
  return {
    close: () => {
      isClosed = true;
      source.close();
    },
  };
}

/** The workspace as a person sees it; without a person, as the first one sees it. */
export async function readSnapshot(userId: string): Promise<ConsoleSnapshot> {
  const response = await fetch(`/console/snapshot?user=${encodeURIComponent(userId)}`);
  if (!response.ok) {
    throw new Error(`The snapshot was answered with ${response.status}.`);
  }
  return (await response.json()) as ConsoleSnapshot;
}

/** The local AWS as it is now; undefined when the server cannot be reached. */
export async function readAws(): Promise<ConsoleAws | undefined> {
  try {
    const response = await fetch("/console/aws");
    return response.ok ? ((await response.json()) as ConsoleAws) : undefined;
  } catch {
    return undefined;
  }
}

/** Does something; a server that cannot be reached is a reply too. */
export function send(act: ConsoleAct): Promise<ConsoleReply> {
  return post("/console/act", act);
}

/** Switches something at the local AWS, or lets something happen there. */
export function sendAws(act: ConsoleAwsAct): Promise<ConsoleReply> {
  return post("/console/aws", act);
}

async function post(path: string, act: object): Promise<ConsoleReply> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(act),
    });
    const reply = (await response.json()) as ConsoleReply;
    return reply.ok || typeof reply.text === "string"
      ? reply
      : { ok: false, text: `The local Slack answered with ${response.status}.` };
  } catch {
    return { ok: false, text: "The local Slack does not answer. Is it still running?" };
  }
}

/** A small server in the place of the local Slack: serves the page and a workspace, and notes what the page does. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type {
  ConsoleAct,
  ConsoleChange,
  ConsoleReply,
  ConsoleSnapshot,
} from "../../../src/sandbox/slack/console-protocol.ts";
import { pageFiles } from "../../../src/sandbox/slack/page/files.ts";

export type StandIn = {
  url: string;
  /** What the page did, oldest first. */
  acts: ConsoleAct[];
  /** Tells every open page. */
  tell: (change: ConsoleChange) => void;
  close: () => Promise<void>;
};

const FILES: Record<string, { type: string; body: string }> = {
  "/files/changes.csv": {
    type: "text/csv",
    body: `time,who,what\n${Array.from({ length: 30 }, (_, at) => `2026-05-04T09:${10 + at}:00Z,"Okafor, Tom",PutBucketPolicy`).join("\n")}\n`,
  },
  "/files/picture.svg": {
    type: "image/svg+xml",
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="120"><rect width="480" height="120" fill="#e8f3f1"/><path d="M0 100 120 90 240 30 360 80 480 20" fill="none" stroke="#0a6c5d" stroke-width="3"/></svg>',
  },
  // A picture that was uploaded into no conversation.
  "/console/files/FHUNG": {
    type: "image/svg+xml",
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="600"><rect width="1200" height="600" fill="#fff"/><path d="M0 500 300 450 600 100 900 300 1200 60" fill="none" stroke="#0a6c5d" stroke-width="6"/></svg>',
  },
};

/** `onAct` says what a deed comes to; without it everything is fine. */
export async function startStandIn(
  snapshot: (userId: string) => ConsoleSnapshot,
  onAct: (act: ConsoleAct, tell: StandIn["tell"]) => ConsoleReply = () => ({ ok: true }),
  port = 0,
): Promise<StandIn> {
  const files = await pageFiles();
  const streams = new Set<ServerResponse>();
  const acts: ConsoleAct[] = [];
  const tell = (change: ConsoleChange) => {
    for (const stream of streams) {
      stream.write(`data: ${JSON.stringify(change)}\n\n`);
    }
  };
  const perform = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part as Buffer);
    }
    const act = JSON.parse(Buffer.concat(parts).toString()) as ConsoleAct;
    acts.push(act);
    response.end(JSON.stringify(onAct(act, tell)));
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const file = files.get(pathname) ?? FILES[pathname];
    if (file) {
      response.writeHead(200, { "content-type": file.type }).end(file.body);
    } else if (pathname === "/console/snapshot") {
      response.end(JSON.stringify(snapshot(searchParams.get("user") ?? "")));
    } else if (pathname === "/console/changes") {
      response.writeHead(200, { "content-type": "text/event-stream" }).write(": open\n\n");
      streams.add(response);
      response.on("close", () => streams.delete(response));
    } else if (pathname === "/console/act") {
      void perform(request, response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url, acts, tell, close };
}

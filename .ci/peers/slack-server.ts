/** Starts the local Slack for a client that is not written here; prints its addresses, acts on lines of JSON. */
import { createInterface } from "node:readline";
import { startSlackServer } from "../../src/sandbox/slack/server.ts";

const JANE = "U01JANEDOE0";
const server = await startSlackServer({ delivery: { kind: "socket" } });
const { apiUrl, appToken, botToken } = server;
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
server.watch(JANE, (change) => say({ change }));
say({ ready: { apiUrl, appToken, botToken } });
for await (const line of createInterface(process.stdin)) {
  say({ reply: await server.act({ user: JANE, ...JSON.parse(line) }) });
}
await server.close();

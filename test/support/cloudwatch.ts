/** CloudWatch's wire with answers that a test brings, behind the real SDK. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type AwsClients, createClients } from "../../src/aws/clients.ts";
import { openAlarmOrders, openCloudWatch } from "../../src/aws/cloudwatch/cloudwatch.ts";
import { membersOf } from "../../src/aws/cloudwatch/members.ts";
import type { AwsSetup } from "../../src/aws/setup.ts";
import type { AlarmOrders, CloudWatch } from "../../src/sources/cloudwatch.ts";

export const ACCOUNT = "111122223333";
export const REGIONS = ["eu-west-1", "us-east-1", "us-west-2"];
export const NOW = Date.UTC(2026, 10, 22, 12);

export type WireCall = { operation: string; region: string; input: Record<string, unknown> };

/** A body; or one that is no JSON; or a refusal by CloudWatch's own code; or no answer at all. */
export type WireAnswer =
  | { body: unknown }
  | { raw: string }
  | { code: string; message?: string; status?: number }
  | "hang"
  | "tear";

export type WiredCloudWatch = {
  cloudWatch: CloudWatch;
  orders: AlarmOrders;
  /** In the order in which they came. */
  calls: WireCall[];
  clients: AwsClients;
  setup: AwsSetup;
  close(): Promise<void>;
};

export type WireOptions = { regions?: string[]; timeoutMs?: number; patienceMs?: number };

/** The adapter over the wire; `answer` sees each call. */
export async function wireCloudWatch(
  answer: (call: WireCall) => WireAnswer,
  { regions = REGIONS, timeoutMs = 5_000, patienceMs = 1_000 }: WireOptions = {},
): Promise<WiredCloudWatch> {
  const calls: WireCall[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      write(response, answer(call));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const setup: AwsSetup = {
    accounts: [{ id: ACCOUNT }],
    regions,
    lookupEvents: false,
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
  };
  const clients = createClients(setup);
  const options = { setup, clients, clock: { now: () => NOW }, timeoutMs, patienceMs };
  return {
    cloudWatch: openCloudWatch(options),
    orders: openAlarmOrders(options),
    calls,
    clients,
    setup,
    async close() {
      clients.close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function readCall(request: IncomingMessage): Promise<WireCall> {
  const [, region = ""] =
    /Credential=[^/]+\/\d+\/([^/]+)\/monitoring/.exec(request.headers.authorization ?? "") ?? [];
  const target = String(request.headers["x-amz-target"] ?? "");
  const input = membersOf(JSON.parse((await text(request)) || "{}"));
  return { operation: target.split(".")[1] ?? "", region, input };
}

function write(response: ServerResponse, answer: WireAnswer): void {
  if (answer === "hang") return;
  if (answer === "tear") {
    response.destroy();
    return;
  }
  if ("body" in answer || "raw" in answer) {
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
    response.end("raw" in answer ? answer.raw : JSON.stringify(answer.body));
    return;
  }
  const { code, message = code, status = 400 } = answer;
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    "x-amzn-query-error": `${code};Sender`,
  });
  response.end(JSON.stringify({ __type: code, message }));
}

/** As AWS words a refusal. */
export function denied(action: string): WireAnswer {
  const message = `User: arn:aws:iam::${ACCOUNT}:user/bot is not authorized to perform: cloudwatch:${action} because no identity-based policy allows the cloudwatch:${action} action`;
  return { code: "AccessDenied", message, status: 403 };
}

/** Epoch seconds, as the wire has times. */
export const seconds = (at: number): number => at / 1000;

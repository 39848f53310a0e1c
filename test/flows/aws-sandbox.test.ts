import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { SECOND } from "../../src/domain/time.ts";
import type { AwsFault } from "../../src/sandbox/aws/faults.ts";
import { AWS_FAULTS } from "../../src/sandbox/aws/faults.ts";
import { lateRecords } from "../../src/sandbox/aws/late.ts";
import type { ConsoleMessage } from "../../src/sandbox/slack/console-protocol.ts";
import { type SandboxAws, startSandboxAws } from "../support/aws.ts";
import { type Bot, controls, INCIDENTS, JANE, startBot } from "../support/bot.ts";

const FAULTS = Object.keys(AWS_FAULTS) as AwsFault[];

/** What a reader finds in a message, wherever it stands. */
function shown(message: ConsoleMessage | undefined): string {
  return `${message?.text}\n${JSON.stringify(message?.blocks ?? [])}`;
}

describe("the bot over the local AWS", { timeout: 90_000 }, () => {
  let sandbox: SandboxAws;
  let bot: Bot;

  beforeAll(async () => {
    sandbox = await startSandboxAws();
    bot = await startBot({
      mode: "socket",
      aws: sandbox.setup,
      answerMs: 40_000,
      timing: { slowMs: 300, lookAgainMs: [4 * SECOND] },
    });
  }, 60_000);

  afterAll(async () => {
    await bot?.close();
    await sandbox?.close();
  });

  afterEach(() => {
    for (const fault of FAULTS) sandbox.server.faults.set(fault, false);
  });

  /** The message as it stands now. */
  const now = ({ ts }: ConsoleMessage) => bot.seen(JANE).find((message) => message.ts === ts);
  const isInWork = (message: ConsoleMessage | undefined) =>
    controls(message?.blocks ?? []).some(({ action_id: id }) => id.startsWith("cancel"));

  async function ask(text: string): Promise<string> {
    const message = await bot.type(JANE, text);
    return shown(message);
  }

  /** Types a command and gives the message that shows its progress. */
  async function begin(text: string): Promise<ConsoleMessage> {
    const known = new Set(bot.seen(JANE).map(({ ts }) => ts));
    const [command = "", ...words] = text.split(" ");
    await bot.server.act({
      user: JANE,
      act: "command",
      channel: INCIDENTS,
      command,
      text: words.join(" "),
    });
    const fresh = () => bot.seen(JANE).find(({ ts }) => !known.has(ts));
    await expect.poll(() => isInWork(fresh()), { timeout: 10_000 }).toBe(true);
    const message = fresh();
    if (!message) throw new Error("no progress");
    return message;
  }

  it("answers from event history and the log files, and says what each took", async () => {
    const text = await ask("/who-changed bucket-x");

    expect(text).toContain("turned on block public access of bucket bucket-x");
    expect(text).toMatch(/Searched LookupEvents: accounts prod, staging and security/);
    expect(text).toMatch(/Searched Athena `audit\.cloudtrail_logs`.*read; \$0\.000\d/);
    expect(text).not.toContain("Missing");
  });

  it("shows progress while AWS is slow, and stops what it has begun when it is cancelled", async () => {
    sandbox.server.faults.set("athena-queued", true);
    const progress = await begin("/who-changed orders-db last 30d");
    await expect.poll(() => sandbox.queries().at(-1)?.state, { timeout: 10_000 }).toBe("QUEUED");

    await bot.press(JANE, now(progress) ?? progress, "cancel");

    await expect.poll(() => shown(now(progress)), { timeout: 10_000 }).toContain("Cancelled");
    await expect.poll(() => sandbox.queries().at(-1)?.isStopped, { timeout: 10_000 }).toBe(true);
    const asked = sandbox.server.requests().length;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(sandbox.server.requests().length).toBe(asked);
  });

  it("names the account that refuses, and answers from the others", async () => {
    sandbox.server.faults.set("denied", true);

    const text = await ask("/who-changed bucket-x last 2d");

    expect(text).toContain("turned on block public access of bucket bucket-x");
    expect(text).toMatch(/Missing:\*[^"]*security/);
  });

  it("says that Athena failed, and gives what event history has", async () => {
    sandbox.server.faults.set("athena-failed", true);

    const text = await ask("/who-changed bucket-x last 3d");

    expect(text).toContain("turned on block public access of bucket bucket-x");
    expect(text).toMatch(/Missing:\*[^"]*Athena/);
  });

  it("waits while Athena queues, and answers whole", async () => {
    sandbox.server.faults.set("athena-queued", true);

    const text = await ask("/who-changed bucket-x last 4d");

    expect(text).toContain("turned on block public access of bucket bucket-x");
    expect(text).not.toContain("Missing");
  });

  it("answers from Athena when CloudTrail takes no requests, and says that they were not taken", async () => {
    sandbox.server.faults.set("throttling", true);

    const text = await ask("/who-changed bucket-x last 5d");

    expect(text).toContain("turned on block public access of bucket bucket-x");
    expect(text).toMatch(/Missing:\*[^"]*LookupEvents/);
  });

  it("edits its answer when an event comes late", async () => {
    const late = lateRecords("set-concurrency", sandbox.now(), 1);
    const answer = await bot.type(JANE, "/who-changed checkout-api");
    const before = shown(now(answer));

    const records = late?.records.map(({ record }) => record) ?? [];
    sandbox.server.arrive(records, sandbox.now());

    const after = () => shown(now(answer));
    await expect.poll(after, { timeout: 40_000, interval: 300 }).toContain("1 event new since");
    expect(before).not.toMatch(/GitHub[^"]*reserved concurrency/);
    expect(after()).toMatch(/GitHub[^"]*set the reserved concurrency of function checkout-api/);
  });
});

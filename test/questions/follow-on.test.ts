import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import { readAbove, toAbove } from "../../src/questions/follow-on.ts";
import type { AskContext, ThreadContext } from "../../src/questions/question.ts";
import { understand } from "../../src/questions/understand.ts";
import { brief } from "../support/brief.ts";
import { auditIn } from "../support/understood.ts";

const NOW = parseInstant("2026-11-22T16:40:00Z") ?? 0;
const CONTEXT: AskContext = {
  now: NOW,
  zone: "UTC",
  accountNames: { prod: "111122223333", staging: "222233334444" },
};
const PROD = "accounts 111122223333";
const TWO_HOURS = "2026-11-22T14:40:00Z/2026-11-22T16:40:00Z";
const YESTERDAY = "2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z";

/** What a thread is about after a question; `seen`: whom its answer named. */
function threadAfter(text: string, seen?: string, thread?: ThreadContext): ThreadContext {
  const understood = auditIn(understand(text, { ...CONTEXT, ...(thread && { thread }) }));
  const { subject, actor, window, accounts } = understood.asked;
  const above: unknown = JSON.parse(JSON.stringify(toAbove(understood)));
  return {
    question: understood.question,
    above,
    ...(subject && { subject: subject.text }),
    ...(actor && {
      actor: actor.kind === "any" ? `by ${actor.text}` : `by ${actor.kind} ${actor.text}`,
    }),
    ...(seen !== undefined && { seenActor: seen }),
    ...(!window.byDefault && { window: { from: window.from, to: window.to } }),
    ...(accounts?.length === 1 && { account: accounts[0] ?? "" }),
  };
}

const read = (text: string, thread: ThreadContext) => understand(text, { ...CONTEXT, thread });

describe("after `who deleted bucket-x last 2h in prod`, which role deploy did", () => {
  const thread = threadAfter("who deleted bucket-x last 2h in prod", "by role deploy");

  it.each([
    ["and yesterday?", `who-changed bucket-x; deleted; ${PROD}; ${YESTERDAY}`],
    ["yesterday", `who-changed bucket-x; deleted; ${PROD}; ${YESTERDAY}`],
    [
      "last 7d",
      `who-changed bucket-x; deleted; ${PROD}; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z`,
    ],
    [
      "how about the last hour?",
      `who-changed bucket-x; deleted; ${PROD}; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z`,
    ],
    [
      "between 14:00 and 15:00",
      `who-changed bucket-x; deleted; ${PROD}; 2026-11-22T14:00:00Z/2026-11-22T15:00:00Z`,
    ],
    ["and in staging?", `who-changed bucket-x; deleted; accounts 222233334444; ${TWO_HOURS}`],
    ["and staging?", `who-changed bucket-x; deleted; accounts 222233334444; ${TWO_HOURS}`],
    [
      "what about eu-west-1?",
      `who-changed bucket-x; deleted; ${PROD}; regions eu-west-1; ${TWO_HOURS}`,
    ],
    ["in all accounts", `who-changed bucket-x; deleted; ${TWO_HOURS}`],
    ["only failed", `who-changed bucket-x; deleted; ${PROD}; onlyFailed; ${TWO_HOURS}`],
    ["the failed ones", `who-changed bucket-x; deleted; ${PROD}; onlyFailed; ${TWO_HOURS}`],
    ["including reads", `who-changed bucket-x; deleted; ${PROD}; includeReads; ${TWO_HOURS}`],
    ["and reads?", `who-changed bucket-x; deleted; ${PROD}; includeReads; ${TWO_HOURS}`],
    ["reads too", `who-changed bucket-x; deleted; ${PROD}; includeReads; ${TWO_HOURS}`],
    [
      "including automation",
      `who-changed bucket-x; deleted; ${PROD}; includeAutomation; ${TWO_HOURS}`,
    ],
    ["by jane", `who-changed bucket-x by any:jane; deleted; ${PROD}; ${TWO_HOURS}`],
    ["and root?", `who-changed bucket-x by root; deleted; ${PROD}; ${TWO_HOURS}`],
    [
      "event PutBucketPolicy",
      `who-changed bucket-x; events PutBucketPolicy; ${PROD}; ${TWO_HOURS}`,
    ],
    ["and the policy?", `who-changed bucket-x; policy; ${PROD}; ${TWO_HOURS}`],
    ["what about its tags?", `who-changed bucket-x; tags; ${PROD}; ${TWO_HOURS}`],
    ["and bucket-y?", `who-changed bucket-y; deleted; ${PROD}; ${TWO_HOURS}`],
    ["same for bucket-y", `who-changed bucket-y; deleted; ${PROD}; ${TWO_HOURS}`],
    ["bucket-y", `who-changed bucket-y; deleted; ${PROD}; ${TWO_HOURS}`],
    ["who else?", `who-changed bucket-x; deleted; ${PROD}; ${TWO_HOURS}`],
    ["again", `who-changed bucket-x; deleted; ${PROD}; ${TWO_HOURS}`],
    ["from where?", `who-changed bucket-x; deleted; ${PROD}; ${TWO_HOURS}`],
    ["show me more", `who-changed bucket-x; deleted; ${PROD}; as csv; ${TWO_HOURS}`],
    ["as jsonl", `who-changed bucket-x; deleted; ${PROD}; as jsonl; ${TWO_HOURS}`],
    ["limit 50", `who-changed bucket-x; deleted; ${PROD}; limit 50; ${TWO_HOURS}`],
    ["why?", `denied bucket-x; ${PROD}; ${TWO_HOURS}`],
    ["why was it refused?", `denied bucket-x; ${PROD}; ${TWO_HOURS}`],
    ["who created it?", `who-changed bucket-x; created; ${PROD}; ${TWO_HOURS}`],
    [
      "who deleted the bucket?",
      `who-changed bucket-x; deleted; services s3; ${PROD}; ${TWO_HOURS}`,
    ],
    ["who did that?", `who-changed bucket-x; ${PROD}; ${TWO_HOURS}`],
    ["who read it?", `who-changed bucket-x; read; ${PROD}; onlyReads; ${TWO_HOURS}`],
    ["was it made public?", `who-changed bucket-x; made public; ${PROD}; ${TWO_HOURS}`],
    ["who is that role?", `what-did by role:deploy; ${PROD}; ${TWO_HOURS}`],
    ["who is behind it?", `what-did by role:deploy; ${PROD}; ${TWO_HOURS}`],
    ["what else did they do?", `what-did by role:deploy; ${PROD}; ${TWO_HOURS}`],
    ["what did that role do yesterday", `what-did by role:deploy; ${PROD}; ${YESTERDAY}`],
    ["their sign-ins", `who-signed-in by role:deploy; ${PROD}; ${TWO_HOURS}`],
  ])("%s", (text, expected) => {
    expect(brief(read(text, thread))).toBe(expected);
  });

  it.each([
    ["who changed bucket-z", `who-changed bucket-z; ${PROD}; ${TWO_HOURS}`],
    ["what changed?", `what-changed; ${PROD}; ${TWO_HOURS}`],
    [
      "what did jane do today?",
      `what-did by any:jane; ${PROD}; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z`,
    ],
    ["who is jane?", `what-did by any:jane; ${PROD}; ${TWO_HOURS}`],
    ["what was deleted?", `what-changed; deleted; ${PROD}; ${TWO_HOURS}`],
    [
      "who stopped orders-db in staging last 1h",
      "who-changed orders-db; stopped; accounts 222233334444; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z",
    ],
    [
      "who changed bucket-z in all accounts last 1h",
      "who-changed bucket-z; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z",
    ],
    ["who created a role?", `who-changed; created; services iam,sts; ${PROD}; ${TWO_HOURS}`],
    ["who changed anything in iam?", `who-changed; services iam; ${PROD}; ${TWO_HOURS}`],
    ["who signed in?", `who-signed-in; ${PROD}; ${TWO_HOURS}`],
    ["everything on bucket-q", `who-changed bucket-q; ${PROD}; includeReads; ${TWO_HOURS}`],
    [
      "raw event 68c99c97-c191-4329-b210-82ca8631066d",
      "raw-event; 68c99c97-c191-4329-b210-82ca8631066d",
    ],
    ["help", "help"],
    ["thanks", "misunderstood"],
    ["thank you so much!", "misunderstood"],
  ])("is complete, and takes no name from above: %s", (text, expected) => {
    expect(brief(read(text, thread))).toBe(expected);
  });
});

describe("after `what did jane do yesterday`", () => {
  const thread = threadAfter("what did jane do yesterday");

  it.each([
    ["and bob?", `what-did by any:bob; ${YESTERDAY}`],
    ["what about role admin?", `what-did by role:admin; ${YESTERDAY}`],
    ["and today?", "what-did by any:jane; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z"],
    ["only s3", `what-did by any:jane; services s3,s3express,s3-outposts,s3tables; ${YESTERDAY}`],
    ["only failed", `what-did by any:jane; onlyFailed; ${YESTERDAY}`],
    ["did she delete bucket-x?", `who-changed bucket-x by any:jane; deleted; ${YESTERDAY}`],
    ["did she sign in?", `who-signed-in by any:jane; ${YESTERDAY}`],
    ["what else did he do?", `what-did by any:jane; ${YESTERDAY}`],
    ["who changed bucket-x?", `who-changed bucket-x; ${YESTERDAY}`],
  ])("%s", (text, expected) => {
    expect(brief(read(text, thread))).toBe(expected);
  });
});

describe("after a question without a window", () => {
  const thread = threadAfter("who changed lambda function checkout-api", "by jane");

  it.each([
    ["only failed", "who-changed checkout-api [lambda]; onlyFailed"],
    ["who changed its concurrency?", "who-changed checkout-api [lambda]; concurrency"],
    ["who else changed it?", "who-changed checkout-api [lambda]"],
    ["what changed?", "what-changed"],
    ["what did they do?", "what-did by any:jane"],
  ])("keeps to the last 24 hours: %s", (text, expected) => {
    expect(brief(read(text, thread))).toBe(expected);
  });
});

describe("any words in a thread", () => {
  const thread = threadAfter("who deleted bucket-x last 2h in prod", "by role deploy");
  const vocabulary = fc.constantFrom(
    ..."and what about it that they their its role bucket-y only failed reads yesterday who else did do why more prod s3 by jane now same for the before then".split(
      " ",
    ),
  );
  const sentence = fc.array(vocabulary, { maxLength: 8 }).map((list) => list.join(" "));

  it("are understood or not, and never an error", () => {
    fc.assert(
      fc.property(fc.oneof(sentence, fc.string({ unit: "binary", maxLength: 60 })), (text) => {
        const understood = read(text, thread);

        if (understood.kind !== "asked") return;
        const { window, quietly } = understood.asked;
        expect(window.from).toBeLessThanOrEqual(window.to);
        expect(window.to).toBeLessThanOrEqual(NOW + 60_000);
        expect(quietly).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a conversation", () => {
  it("goes on from what was read last, not from where it began", () => {
    const first = threadAfter("who deleted bucket-x last 2h in prod");
    const second = threadAfter("and bucket-y?", undefined, first);
    const third = threadAfter("only failed", undefined, second);

    const fourth = read("and yesterday?", third);

    expect(brief(fourth)).toBe(`who-changed bucket-y; deleted; ${PROD}; onlyFailed; ${YESTERDAY}`);
  });

  it.each([
    ["and yesterday?", /bucket-x.*deleted.*as above/],
    ["who changed bucket-z", /its window, account 111122223333/],
    ["what else did they do?", /role deploy/],
    ["who created it?", /bucket-x/],
  ])("says what it took from above: %s", (text, said) => {
    const thread = threadAfter("who deleted bucket-x last 2h in prod", "by role deploy");

    const understood = read(text, thread);

    expect(understood.kind === "asked" && understood.asked.notes.join(" ")).toMatch(said);
  });

  it("takes neither account nor Region where an ARN says its own", () => {
    const thread: ThreadContext = { subject: "x", account: "444455556666", region: "eu-west-1" };

    const understood = read("who changed arn:aws:sqs:us-east-1:111122223333:jobs", thread);

    expect(brief(understood)).not.toMatch(/444455556666|eu-west-1/);
  });

  it("goes on without what another version kept", () => {
    const thread: ThreadContext = { subject: "bucket-x", above: { version: 99, asked: "?" } };

    expect(brief(read("by jane", thread))).toBe("who-changed bucket-x by any:jane");
  });

  it.each([
    undefined,
    null,
    7,
    "x",
    {},
    { version: 1 },
    { version: 1, question: "who-changed", asked: {} },
  ])("takes %j for no question", (value) => {
    expect(readAbove(value)).toBeUndefined();
  });
});

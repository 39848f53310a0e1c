import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../src/domain/problem.ts";
import { formatInstant, HOUR, MINUTE } from "../../src/domain/time.ts";
import { trailEventOf } from "../support/records.ts";
import { contentOf, createBot, mention, NOW, words } from "./desk-bot.ts";

const at = (ms: number, id: string, overrides = {}) =>
  trailEventOf({ eventTime: formatInstant(ms), eventID: id, ...overrides });
const DELETED = at(NOW - 3 * HOUR, "e1");
const RULES = {
  kind: "rules" as const,
  rules: [{ channels: ["C1"], accounts: ["111122223333"] }],
  askFor: "<@UBOSS>",
  auditors: { users: ["UAUDIT"], groups: [] },
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a question that is answered at once", () => {
  it("is posted for everybody in the channel, and nothing before it", async () => {
    const { desk, slack } = createBot([DELETED]);

    await desk.ask(mention("who deleted bucket-x last 1d?"));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post"]);
    expect(words(contentOf(slack.sent[0]))).toContain("jane");
  });

  it("stays in the thread in which it was asked", async () => {
    const { desk, slack } = createBot([DELETED]);

    await desk.ask(mention("who deleted bucket-x?", { threadTs: "1.0" }));

    expect(slack.sent).toMatchObject([
      { kind: "post", place: { channelId: "C1", threadTs: "1.0" } },
    ]);
  });

  it("is answered once, however often Slack delivers it", async () => {
    const { desk, slack } = createBot([DELETED]);
    const incoming = mention("who deleted bucket-x?");

    await Promise.all([desk.ask(incoming), desk.ask(incoming)]);
    await desk.ask(incoming);

    expect(slack.sent).toHaveLength(1);
  });

  it("is recorded with who, where, how it ended and what it cost, and without results", async () => {
    const { desk, store } = createBot([DELETED]);

    await desk.ask(mention('who deleted bucket-x containing "password=hunter22"'));

    const [entry] = store.journal.list({ limit: 10 });
    expect(entry).toMatchObject({
      question: "who-changed",
      state: "answered",
      at: NOW,
      address: { teamId: "T1", channelId: "C1", userId: "UJANE" },
    });
    expect(JSON.stringify(entry)).not.toMatch(/hunter22|203\.0\.113\.7/);
  });

  it("counts the bytes that were read", async () => {
    const { desk, store } = createBot([DELETED]);

    await desk.ask(mention("what changed last 1d"));

    expect(store.journal.list({ limit: 1 })[0]?.scannedBytes).toBe(1000);
  });

  it("reads clock times in the zone of the asker", async () => {
    const { desk, trail } = createBot([DELETED], {
      people: {
        find: async (userId) => ({ userId, name: "jane", groups: [], zone: "Asia/Tokyo" }),
      },
    });

    await desk.ask(mention("what changed on 2026-11-20 from 09:00 to 10:00"));

    expect(formatInstant(trail.asked[0]?.window.from ?? 0)).toBe("2026-11-20T00:00:00Z");
  });

  it("is answered in UTC when the person cannot be looked up", async () => {
    const { desk, slack } = createBot([DELETED], {
      people: { find: () => Promise.reject(new Error("users.info is down")) },
    });

    await desk.ask(mention("who deleted bucket-x?"));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post"]);
  });

  it("goes through the response URL where the bot is no member", async () => {
    const { desk, slack } = createBot([DELETED]);
    slack.foreign.add("C1");

    await desk.ask(
      mention("/who-changed bucket-x", { via: "command", responseUrl: "https://r/1" }),
    );

    expect(slack.sent).toMatchObject([{ kind: "post", responseUrl: "https://r/1" }]);
  });
});

describe("what is for the asker alone", () => {
  it.each([
    ["help", "help"],
    ["", "help"],
    ["   ", "help"],
    ["wibble wobble wubble flub", "unknown"],
    ["x".repeat(100_000), "unknown"],
    ["<!channel> \u202E`*_~ '; drop table", "unknown"],
  ])("%.30s", async (text, question) => {
    const { desk, slack, store } = createBot([DELETED]);

    await desk.ask(mention(text));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper"]);
    const [entry] = store.journal.list({ limit: 1 });
    expect(entry?.question).toBe(question);
    expect(entry?.text.length).toBeLessThanOrEqual(4000);
  });

  it("a refusal, which says whom to ask", async () => {
    const { desk, slack, trail, store } = createBot([DELETED], { policy: RULES });

    await desk.ask(mention("what changed in staging"));

    expect(slack.sent).toMatchObject([{ kind: "whisper", userId: "UJANE" }]);
    expect(words(contentOf(slack.sent[0]))).toContain("UBOSS");
    expect(trail.asked).toEqual([]);
    expect(store.journal.list({ limit: 1 })[0]?.outcome).toBe("refused");
  });

  it("is asked when a rule allows it", async () => {
    const { desk, slack } = createBot([DELETED], { policy: RULES });

    await desk.ask(mention("what changed in prod last 1d"));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post"]);
  });

  it("a raw event of an account that is not allowed; one that is allowed is posted", async () => {
    const other = at(NOW - HOUR, "e9", { recipientAccountId: "222233334444" });
    const { desk, slack } = createBot([DELETED, other], { policy: RULES });

    await desk.ask(mention("raw event e9"));
    await desk.ask(mention("raw event e9 in prod"));
    await desk.ask(mention("raw event e1"));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper", "whisper", "post"]);
    expect(words(contentOf(slack.sent[1]))).not.toContain("jane");
  });

  it("a failure of the source, with its next step", async () => {
    const { desk, slack, trail, store } = createBot([DELETED]);
    trail.error = new Problem("aws.denied", "AWS refused to read.", "Allow athena:StartQuery.");

    await desk.ask(mention("what changed?"));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper"]);
    expect(words(contentOf(slack.sent[0]))).toContain("Allow athena:StartQuery.");
    expect(store.journal.list({ limit: 1 })[0]?.outcome).toBe("failed");
  });

  it("a failure that nobody foresaw, with a reference that the operator has too", async () => {
    const { desk, slack, trail, errors } = createBot([DELETED]);
    trail.error = new TypeError("secret internals");

    await desk.ask(mention("what changed?"));

    expect(words(contentOf(slack.sent[0]))).not.toContain("secret internals");
    expect(errors).toEqual([trail.error]);
  });

  it("in a direct message all answers are posted: nobody else reads them there", async () => {
    const { desk, slack } = createBot([DELETED]);

    await desk.ask(mention("help", { channelId: "D1" }));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post"]);
  });
});

describe("quietly", () => {
  it.each([
    "who deleted bucket-x quietly",
    "quietly, who deleted bucket-x?",
    "who deleted bucket-x just for me",
    "Privately who deleted bucket-x",
    "for me only: who deleted bucket-x",
    "/who-changed bucket-x quietly",
  ])("%s", async (text) => {
    const { desk, slack, store } = createBot([DELETED]);

    await desk.ask(mention(text));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper"]);
    const [entry] = store.journal.list({ limit: 1 });
    expect(entry).toMatchObject({ question: "who-changed", outcome: "found" });
    expect(words(contentOf(slack.sent[0]))).toContain(entry?.id);
  });

  it("is a name within quotes", async () => {
    const { desk, slack } = createBot([DELETED]);

    await desk.ask(mention('who changed "quietly"'));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post"]);
  });

  it("shares the same answer with everybody, once", async () => {
    const { desk, slack, store, trail } = createBot([DELETED]);
    await desk.ask(mention("quietly who deleted bucket-x", { threadTs: "1.0" }));
    const id = store.journal.list({ limit: 1 })[0]?.id ?? "";
    const searches = trail.asked.length;

    await desk.share(id, mention("", { via: "button" }));
    await desk.share(id, mention("", { via: "button" }));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper", "post", "whisper"]);
    expect(slack.sent[1]).toMatchObject({ place: { channelId: "C1", threadTs: "1.0" } });
    expect(words(contentOf(slack.sent[1]))).toContain("UJANE");
    expect(words(contentOf(slack.sent[2]))).toContain("shared already");
    expect(trail.asked).toHaveLength(searches);
  });

  it("asks again, visibly, when the answer is no longer kept", async () => {
    const { desk, slack, store } = createBot([DELETED]);
    await desk.ask(mention("quietly who deleted bucket-x"));
    const id = store.journal.list({ limit: 1 })[0]?.id ?? "";
    await vi.advanceTimersByTimeAsync(61 * MINUTE);

    await desk.share(id, mention("", { via: "button" }));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper", "post"]);
  });

  it("says so when nobody knows the answer any more, and shares nothing of somebody else", async () => {
    const { desk, slack, store } = createBot([DELETED]);
    await desk.ask(mention("quietly who deleted bucket-x"));
    const id = store.journal.list({ limit: 1 })[0]?.id ?? "";

    await desk.share("unknown", mention(""));
    await desk.share(id, mention("", { userId: "UBOB" }));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper", "whisper", "whisper"]);
  });
});

describe("as a file", () => {
  it("uploads the events in the place of the question and posts a short answer", async () => {
    const { desk, slack } = createBot([DELETED]);

    await desk.ask(mention("who changed bucket-x as csv", { threadTs: "1.0" }));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["upload", "post"]);
    const [file] = slack.sent;
    expect(file).toMatchObject({ place: { channelId: "C1", threadTs: "1.0" } });
    expect(file?.kind === "upload" && file.name).toMatch(/^trailwatch-who-changed-.*\.csv$/);
    expect(file?.kind === "upload" && file.text).toContain("DeleteBucket");
    expect(words(contentOf(slack.sent[1]))).toContain("1 event in the file");
  });

  it("answers with the reason when the upload does not work", async () => {
    const { desk, slack } = createBot([DELETED]);
    slack.broken.add("upload");

    await desk.ask(mention("who changed bucket-x as jsonl"));

    expect(words(contentOf(slack.sent[0]))).toContain("could not be uploaded");
  });

  it("never shows everybody what was asked quietly", async () => {
    const { desk, slack } = createBot([DELETED]);

    await desk.ask(mention("who changed bucket-x as csv quietly"));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["whisper"]);
  });
});

describe("uses", () => {
  it.each([
    "/trailwatch uses",
    "who asked what?",
    "uses last 7d",
    "what was asked today",
    "who used trailwatch today?",
    "<@U0BOT> show me the uses, please",
    "what did <@UBOB> ask?",
  ])("%s", async (text) => {
    const { desk, slack } = createBot([DELETED]);
    await desk.ask(mention("who deleted bucket-x", { userId: "UBOB" }));

    await desk.ask(mention(text));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post", "whisper"]);
    expect(words(contentOf(slack.sent[1]))).toMatch(/who deleted bucket-x/);
    expect(words(contentOf(slack.sent[1]))).toMatch(/ubob/);
  });

  it("narrows to one person", async () => {
    const { desk, slack } = createBot([DELETED]);
    await desk.ask(mention("who deleted bucket-x", { userId: "UBOB" }));
    await desk.ask(mention("who deleted bucket-y", { userId: "UEVE" }));

    await desk.ask(mention("uses by <@UEVE>"));

    expect(words(contentOf(slack.sent[2]))).toMatch(/bucket-y/);
    expect(words(contentOf(slack.sent[2]))).not.toMatch(/bucket-x/);
  });

  it("is for auditors alone where rules hold", async () => {
    const { desk, slack } = createBot([DELETED], { policy: RULES });
    await desk.ask(mention("what changed in prod"));

    await desk.ask(mention("uses"));
    await desk.ask(mention("uses", { userId: "UAUDIT" }));

    expect(words(contentOf(slack.sent[1]))).toContain("may not see who asked what");
    expect(words(contentOf(slack.sent[2]))).toContain("what changed in prod");
  });
});

describe("a conversation in a thread", () => {
  it("goes on about what the answer above was about", async () => {
    const { desk, slack } = createBot([DELETED]);
    await desk.ask(mention("who deleted bucket-x last 1d"));
    const first = slack.sent[0];
    const threadTs = first?.kind === "post" ? first.ts : undefined;

    await desk.ask(mention("what else did they do?", { ...(threadTs && { threadTs }) }));
    await desk.ask(mention("and bucket-y?", { ...(threadTs && { threadTs }) }));

    expect(words(contentOf(slack.sent[1]))).toMatch(/jane made 1 change/);
    expect(words(contentOf(slack.sent[2]))).toMatch(/Read as what-did: by bucket-y/);
    expect(slack.sent[2]).toMatchObject({ kind: "post", place: { channelId: "C1", threadTs } });
  });

  it("still knows what it was about after a question about somebody", async () => {
    const { desk, slack } = createBot([DELETED]);
    const inThread = { threadTs: "7.7" };
    await desk.ask(mention("who deleted bucket-x last 1d", inThread));
    await desk.ask(mention("what else did they do?", inThread));

    await desk.ask(mention("who deleted it?", inThread));
    await desk.ask(mention("and what did they do?", inThread));

    expect(words(contentOf(slack.sent[2]))).toMatch(/jane deleted bucket bucket-x/);
    expect(words(contentOf(slack.sent[3]))).toMatch(/jane made 1 change/);
  });

  it("keeps its subject through a raw event, help and what was not understood", async () => {
    const { desk, slack } = createBot([DELETED]);
    const inThread = { threadTs: "7.7" };
    await desk.ask(mention("who deleted bucket-x last 1d", inThread));
    await desk.ask(mention("raw event e1", inThread));
    await desk.ask(mention("help", inThread));
    await desk.ask(mention("flub wibble wobble dum", inThread));

    await desk.ask(mention("who created it?", inThread));

    expect(words(contentOf(slack.sent.at(-1)))).toContain("bucket-x");
    expect(words(contentOf(slack.sent.at(-1)))).toContain("created");
  });

  it("is not told to others what one person asked quietly", async () => {
    const { desk, slack } = createBot([DELETED]);
    const inThread = { threadTs: "7.7" };
    await desk.ask(mention("quietly who deleted bucket-x", inThread));

    await desk.ask(mention("who created it?", { ...inThread, userId: "UBOB" }));

    expect(words(contentOf(slack.sent.at(-1)))).not.toContain("bucket-x in the");
    expect(words(contentOf(slack.sent.at(-1)))).not.toContain("jane");
  });

  it("goes on in a direct message without any thread, and takes no window along unasked", async () => {
    const { desk, trail, slack } = createBot([DELETED]);
    const direct = { channelId: "D1" };
    await desk.ask(mention("who deleted bucket-x last 7d", direct));

    await desk.ask(mention("only failed", direct));
    const week = trail.asked.at(-1)?.window;
    await desk.ask(mention("who changed bucket-z", direct));

    expect(words(contentOf(slack.sent[1]))).toContain("bucket-x");
    expect(week?.from).toBeLessThanOrEqual(NOW - 7 * 24 * HOUR);
    expect(words(contentOf(slack.sent[2]))).not.toContain("above in this thread");
  });

  it("does not cross into other threads and channels", async () => {
    const { desk, slack } = createBot([DELETED]);
    await desk.ask(mention("who deleted bucket-x", { threadTs: "7.7" }));

    await desk.ask(mention("and yesterday?", { threadTs: "8.8" }));
    await desk.ask(mention("and yesterday?", { threadTs: "7.7", channelId: "C2" }));

    expect(slack.sent.map(({ kind }) => kind)).toEqual(["post", "whisper", "whisper"]);
  });
});

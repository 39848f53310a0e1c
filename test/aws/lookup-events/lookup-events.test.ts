import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSubject } from "../../../src/domain/subject.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/domain/time.ts";
import type { TrailFound } from "../../../src/sources/trail.ts";
import { ACCOUNTS, NOW, openMade, REGIONS, recordAt } from "./made-history.ts";

const BUCKET = parseSubject("bucket-x");
const HOME = { awsRegion: "us-east-1", recipientAccountId: ACCOUNTS[0] };
const EVERYWHERE = { accounts: ACCOUNTS.map((id) => ({ id })), regions: REGIONS };

function awsError(name: string, message = ""): Error {
  const error = Object.assign(new Error(message), { $metadata: { httpStatusCode: 400 } });
  error.name = name;
  return error;
}

function searchOf({ searched }: TrailFound) {
  const search = searched[0];
  if (!search) throw new Error("nothing was searched");
  return search;
}

function changesOf(bucketName: string, amount: number, everyMs = MINUTE) {
  return Array.from({ length: amount }, (_, index) =>
    recordAt(HOUR + index * everyMs, {
      ...HOME,
      eventName: "PutBucketPolicy",
      requestParameters: { bucketName },
    }),
  );
}

describe("event history as a trail", () => {
  it("asks for the name alone and finds what is filed under it", async () => {
    const made = openMade([
      recordAt(2 * HOUR, HOME),
      recordAt(HOUR, { ...HOME, requestParameters: { bucketName: "other" } }),
    ]);

    const found = await made.find({ subject: BUCKET });

    expect(found.counts).toEqual({ change: 1 });
    expect(found.match).toBe("exact");
    expect(made.history.asked.map(({ lookup }) => lookup)).toEqual([
      { key: "ResourceName", value: "bucket-x" },
    ]);
    expect(searchOf(found)).toMatchObject({
      source: "LookupEvents",
      filter: "events filed under the name bucket-x",
      examined: 1,
      matched: 1,
      requests: 1,
      complete: true,
      gaps: [],
    });
  });

  it("reads all changes where the exact name finds nothing, and says so", async () => {
    const made = openMade([
      recordAt(2 * HOUR, {
        ...HOME,
        requestParameters: { bucketName: "Bucket-X" },
      }),
    ]);

    const found = await made.find({ subject: BUCKET });

    expect(found.counts).toEqual({ change: 1 });
    expect(made.history.asked.map(({ lookup }) => lookup?.key)).toEqual([
      "ResourceName",
      "ReadOnly",
    ]);
    expect(searchOf(found).filter).toBe(
      "events filed under the name bucket-x: the exact name found nothing, so all changes of the window were read",
    );
  });

  it("suggests names that it has read on the way", async () => {
    const made = openMade([
      recordAt(2 * HOUR, { ...HOME, requestParameters: { bucketName: "invoices" } }),
    ]);

    const found = await made.find({ subject: parseSubject("invioces") });
    const names = await made.source.suggest("invioces", 3);

    expect(found.events).toEqual([]);
    expect(names[0]).toBe("invoices");
  });

  it("goes on over empty pages", async () => {
    const made = openMade([recordAt(2 * HOUR, HOME)]);
    const { fetch } = made.history;
    made.history.fetch = async (ask, signal) => {
      const { token = "0", ...first } = ask;
      const page = await fetch(first, signal);
      return token === "3" ? page : { records: [], token: String(Number(token) + 1) };
    };

    const found = await made.find({ subject: BUCKET });

    expect(found.counts).toEqual({ change: 1 });
    expect(searchOf(found).requests).toBe(4);
  });

  it("notices a page mark that comes twice", async () => {
    const made = openMade(changesOf("bucket-x", 120));
    made.history.instead = (_, page) => ({ ...page, token: "50" });

    const found = await made.find({ subject: BUCKET, limit: 500 });

    expect(searchOf(found)).toMatchObject({
      complete: false,
      gaps: ["account 111122223333, us-east-1: AWS repeated itself, older events were not read"],
    });
    expect(made.history.asked).toHaveLength(2);
    expect(found.counts).toEqual({ change: 100 });
  });

  it("stops as soon as nothing older can come into the answer", async () => {
    const made = openMade(changesOf("bucket-x", 400));

    const found = await made.find({ subject: BUCKET, classes: ["change"], limit: 60 });

    expect(made.history.asked).toHaveLength(2);
    expect(found.events).toHaveLength(60);
    expect(searchOf(found).filter).toContain("older ones are not counted");
  });

  it("reads on while a kind of event that is asked for may still come", async () => {
    const attempt = recordAt(6 * DAY, { ...HOME, errorCode: "AccessDenied" });
    const made = openMade([...changesOf("bucket-x", 120), attempt]);

    const found = await made.find({ subject: BUCKET, limit: 5 });

    expect(found.counts).toEqual({ change: 120, attempt: 1 });
    expect(made.history.asked).toHaveLength(3);
  });

  it("says how far back it has read where there is too much", async () => {
    const made = openMade(changesOf("bucket-x", 400), { mostPages: 3 });

    const found = await made.find({ subject: BUCKET });

    expect(made.history.asked).toHaveLength(3);
    expect(searchOf(found).complete).toBe(false);
    expect(searchOf(found).gaps).toEqual([
      "account 111122223333, us-east-1: there is more than can be read one page at a time, it was read back to 2026-11-22T08:31:00Z only; ask over a shorter window",
    ]);
  });

  it("gives up a fall-back over months early, then tries the ARNs that the name may stand in", async () => {
    const made = openMade(changesOf("other", 3000), { mostPages: 40 });

    const found = await made.find({ subject: BUCKET, window: { from: NOW - 90 * DAY, to: NOW } });

    const keys = made.history.asked.map(({ lookup }) => `${lookup?.key} ${lookup?.value}`);
    expect(keys).toEqual([
      "ResourceName bucket-x",
      "ReadOnly false",
      "ReadOnly false",
      "ResourceName arn:aws:lambda:us-east-1:111122223333:function:bucket-x",
      "ResourceName arn:aws:rds:us-east-1:111122223333:db:bucket-x",
      "ResourceName arn:aws:sqs:us-east-1:111122223333:bucket-x",
    ]);
    expect(searchOf(found).complete).toBe(false);
  });

  it("asks for the calls that are meant where too much else is filed under the name", async () => {
    const reads = Array.from({ length: 900 }, (_, index) =>
      recordAt(HOUR + index * HOUR, { ...HOME, eventName: "GetBucketAcl", readOnly: true }),
    );
    const earlier = recordAt(80 * DAY, { ...HOME, eventName: "PutBucketPolicy" });
    const made = openMade([...reads, earlier]);

    const found = await made.find({
      touching: [BUCKET],
      names: ["PutBucketPolicy", "DeleteBucketPolicy"],
      classes: ["change"],
      window: { from: NOW - 90 * DAY, to: NOW },
      aside: true,
    });

    expect(found.counts).toEqual({ change: 1 });
    expect(made.history.asked.map(({ lookup }) => lookup?.value)).toEqual([
      "bucket-x",
      "bucket-x",
      "PutBucketPolicy",
      "DeleteBucketPolicy",
    ]);
    expect(searchOf(found)).toMatchObject({ complete: true, gaps: [] });
  });

  it("asks three accounts in four Regions with the fewest requests, never more than two in a second of one", async () => {
    const records = ACCOUNTS.flatMap((recipientAccountId, at) =>
      [...REGIONS, "us-east-1"].flatMap((awsRegion, row) =>
        Array.from({ length: at * 60 + row * 15 }, (_, index) =>
          recordAt(HOUR + index * MINUTE, { recipientAccountId, awsRegion }),
        ),
      ),
    );
    const made = openMade(records, { setup: EVERYWHERE });
    const least = ACCOUNTS.flatMap((_, at) =>
      [0, 1, 2, 3].map((row) => Math.max(1, Math.ceil((at * 60 + row * 15) / 50))),
    ).reduce((sum, pages) => sum + pages, 0);

    const found = await made.find({ subject: BUCKET, limit: 1000 });

    const { asked } = made.history;
    expect(found.counts).toEqual({ change: records.length });
    expect(asked.length).toBe(least);
    expect(searchOf(found).requests).toBe(least);
    const busiest = asked.map(
      (one) =>
        asked.filter(
          ({ account, region, at }) =>
            account === one.account &&
            region === one.region &&
            at >= one.at &&
            at < one.at + SECOND,
        ).length,
    );
    expect(Math.max(...busiest)).toBe(2);
    expect(made.timing.elapsed()).toBeLessThan(2 * SECOND);
  });

  it("asks the account and Region of an ARN alone", async () => {
    const made = openMade([], { setup: EVERYWHERE });

    await made.find({
      subject: parseSubject("arn:aws:lambda:eu-west-1:222233334444:function:checkout"),
      window: { from: NOW - HOUR, to: NOW },
    });

    const places = new Set(made.history.asked.map(({ account, region }) => `${account} ${region}`));
    expect([...places]).toEqual(["222233334444 eu-west-1"]);
  });

  it("always asks us-east-1 as well, where global services log", async () => {
    const made = openMade([], {
      setup: { accounts: [{ id: ACCOUNTS[0] }], regions: ["eu-west-1"] },
    });

    const { places, never } = await made.source.reach();
    await made.find({ eventId: "11111111-0000-4000-8000-000000000001" });

    expect(places?.map(({ region }) => region)).toEqual(["eu-west-1", "us-east-1"]);
    expect(never).toEqual(["data-change"]);
    expect(made.history.asked.map(({ region }) => region)).toEqual(["eu-west-1", "us-east-1"]);
  });
});

describe("event history when AWS does not answer", () => {
  const records = ACCOUNTS.flatMap((recipientAccountId) =>
    [...REGIONS, "us-east-1"].map((awsRegion) => recordAt(HOUR, { recipientAccountId, awsRegion })),
  );

  it("answers from two accounts when the third refuses, and names it", async () => {
    const made = openMade(records, { setup: EVERYWHERE });
    made.history.before = ({ account }) => {
      if (account === ACCOUNTS[1]) throw awsError("AccessDeniedException");
    };

    const found = await made.find({ subject: BUCKET });

    expect(found.counts).toEqual({ change: 8 });
    expect(searchOf(found)).toMatchObject({
      complete: false,
      gaps: ["account 222233334444: not allowed to call cloudtrail:LookupEvents"],
    });
  });

  it("answers without a Region that is not enabled", async () => {
    const made = openMade(records, { setup: EVERYWHERE });
    made.history.before = ({ region }) => {
      if (region === "us-west-2") throw awsError("OptInRequired");
    };

    const found = await made.find({ subject: BUCKET });

    expect(found.counts).toEqual({ change: 9 });
    expect(searchOf(found).gaps).toHaveLength(3);
    expect(searchOf(found).gaps[0]).toBe(
      "account 111122223333, us-west-2: the Region is not enabled",
    );
  });

  it("throws what is wrong when no place answers", async () => {
    const made = openMade(records, { setup: EVERYWHERE });
    made.history.before = () => {
      throw awsError("ExpiredTokenException");
    };

    await expect(made.find({ subject: BUCKET })).rejects.toMatchObject({
      code: "aws.expired",
      next: expect.stringContaining("aws sso login"),
    });
  });

  it("keeps what was read before the credentials expired in the middle", async () => {
    const made = openMade(changesOf("bucket-x", 120));
    made.history.before = ({ token }) => {
      if (token === "50") throw awsError("ExpiredTokenException");
    };

    const found = await made.find({ subject: BUCKET, limit: 500 });

    expect(found.counts).toEqual({ change: 50 });
    expect(searchOf(found)).toMatchObject({
      complete: false,
      gaps: ["account 111122223333: the credentials have expired"],
    });
  });

  it("fetches credentials anew once when they expire in the middle", async () => {
    const made = openMade(changesOf("bucket-x", 120));
    let refused = 0;
    made.history.before = ({ token }) => {
      if (token !== "50" || refused > 0) return;
      refused += 1;
      throw awsError("ExpiredTokenException");
    };

    const found = await made.find({ subject: BUCKET, limit: 500 });

    expect(found.counts).toEqual({ change: 120 });
    expect(searchOf(found).complete).toBe(true);
  });

  it("waits out a short throttling and loses nothing", async () => {
    const made = openMade(changesOf("bucket-x", 120));
    let refused = 0;
    made.history.before = () => {
      refused += 1;
      if (refused <= 2) throw awsError("ThrottlingException", "Rate exceeded");
    };

    const found = await made.find({ subject: BUCKET, limit: 500 });

    expect(found.counts).toEqual({ change: 120 });
    expect(searchOf(found)).toMatchObject({ complete: true, requests: 5 });
    expect(made.timing.elapsed()).toBeGreaterThanOrEqual(3 * SECOND);
  });

  it("says when to ask again after a throttling of a minute, and answers from the other places", async () => {
    const made = openMade(records, { setup: EVERYWHERE });
    made.history.before = ({ account, region }) => {
      if (account === ACCOUNTS[0] && region === "eu-west-1") throw awsError("ThrottlingException");
    };

    const found = await made.find({ subject: BUCKET });

    expect(found.counts).toEqual({ change: 11 });
    expect(searchOf(found).gaps).toEqual([
      "account 111122223333, eu-west-1: AWS takes no more LookupEvents requests for the moment; ask again after 12:01:00 UTC",
    ]);
    expect(made.timing.elapsed()).toBeLessThan(30 * SECOND);
  });

  it("does not wait for ever where AWS refuses most requests", async () => {
    const made = openMade(changesOf("bucket-x", 3000, SECOND));
    let asked = 0;
    made.history.before = () => {
      asked += 1;
      if (asked % 4 !== 0) throw awsError("ThrottlingException");
    };

    const found = await made.find({ subject: BUCKET, limit: 5000 });

    expect(found.counts.change).toBeGreaterThan(100);
    expect(searchOf(found).complete).toBe(false);
    expect(made.timing.elapsed()).toBeLessThan(90 * SECOND);
  });

  it("is cancelled while it waits for its turn", async () => {
    const made = openMade(changesOf("bucket-x", 400));
    const cancel = new AbortController();
    made.history.before = ({ token }) => {
      if (token === "100") cancel.abort(new Error("cancelled"));
    };

    const finding = made.find({ subject: BUCKET, limit: 500 }, { signal: cancel.signal });

    await expect(finding).rejects.toThrow("cancelled");
    expect(made.history.asked.length).toBeLessThan(5);
  });

  it("asks again once or twice when the network breaks", async () => {
    const made = openMade([recordAt(HOUR, HOME)]);
    let broken = 0;
    made.history.before = () => {
      broken += 1;
      if (broken <= 2) throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    };

    const found = await made.find({ subject: BUCKET });

    expect(found.counts).toEqual({ change: 1 });
    expect(searchOf(found).requests).toBe(3);
  });

  it("answers from the places that answer, whichever fail and however, and never looks whole without them", async () => {
    const errors = [
      "AccessDeniedException",
      "OptInRequired",
      "InternalFailure",
      "Odd",
      "ExpiredToken",
    ];
    const failing = fc.uniqueArray(
      fc.record({ at: fc.nat({ max: 11 }), name: fc.constantFrom(...errors) }),
      { selector: ({ at }) => at, maxLength: 12 },
    );

    await fc.assert(
      fc.asyncProperty(failing, async (broken) => {
        const made = openMade(records, { setup: EVERYWHERE });
        const { places = [] } = await made.source.reach();
        made.history.before = (ask) => {
          const at = places.findIndex(
            ({ account, region }) => account === ask.account && region === ask.region,
          );
          const found = broken.find((each) => each.at === at);
          if (found) throw awsError(found.name);
        };

        const found = await made.find({ subject: BUCKET }).catch((error: unknown) => error);

        if (broken.length === 12) {
          expect(found).toMatchObject({ code: expect.stringMatching(/^aws\./) });
          return;
        }
        expect(found).toMatchObject({
          counts: { change: 12 - broken.length },
          searched: [{ complete: broken.length === 0 }],
        });
      }),
      { numRuns: 15 },
    );
  }, 20_000);

  it("does not hide a fault of its own behind a gap", async () => {
    const made = openMade(records, { setup: EVERYWHERE });
    made.history.before = ({ region }) => {
      if (region === "eu-west-1") throw new TypeError("x is not a function");
    };

    await expect(made.find({ subject: BUCKET })).rejects.toThrow("x is not a function");
  });

  it("says that the clock is slow when events are newer than now", async () => {
    const made = openMade([recordAt(HOUR, HOME)], { now: () => NOW - 70 * MINUTE });

    const found = await made.find({
      subject: BUCKET,
      window: { from: NOW - 7 * DAY, to: NOW - 70 * MINUTE },
    });

    expect(found.events).toEqual([]);
    expect(searchOf(found)).toMatchObject({
      complete: false,
      gaps: ["this machine's clock is at least 10 minutes slow: newer events were left out"],
    });
  });

  it("asks nothing where it holds nothing", async () => {
    const made = openMade(records);

    const data = await made.find({ classes: ["data-change"] });
    const old = await made.find({ window: { from: NOW - 200 * DAY, to: NOW - 100 * DAY } });
    const dear = await made.source.estimate({
      window: { from: NOW - 200 * DAY, to: NOW - 100 * DAY },
      classes: ["change"],
      limit: 1,
    });

    expect(made.history.asked).toEqual([]);
    expect([searchOf(data).complete, searchOf(old).complete]).toEqual([false, false]);
    expect(dear).toBeUndefined();
  });
});

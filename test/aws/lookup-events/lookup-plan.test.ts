import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guessedArns, resourceNames } from "../../../src/aws/lookup-events/candidates.ts";
import { recordedNames } from "../../../src/aws/lookup-events/event-names.ts";
import { planLookups } from "../../../src/aws/lookup-events/lookup-plan.ts";
import { placesOf } from "../../../src/aws/lookup-events/places.ts";
import { piecesOf } from "../../../src/aws/lookup-events/spans.ts";
import type { ActorQuery } from "../../../src/domain/actor-query.ts";
import { parseSubject } from "../../../src/domain/subject.ts";
import type { EventClass } from "../../../src/domain/trail-event.ts";
import type { TrailQuery } from "../../../src/sources/trail.ts";

const PLACE = { account: "111122223333", region: "eu-west-1" };
const CHANGES: EventClass[] = ["change", "data-change", "attempt"];

/** What each stage asks, as `key=value`; everything as `*`. */
function planned(query: Partial<TrailQuery>): string[][] {
  const whole: TrailQuery = { window: { from: 0, to: 1 }, classes: CHANGES, limit: 20, ...query };
  return planLookups(whole).map((stage) =>
    stage.lookups(PLACE).map((lookup) => (lookup ? `${lookup.key}=${lookup.value}` : "*")),
  );
}

const actor = (kind: ActorQuery["kind"], text: string): ActorQuery => ({ kind, text });

describe("names under which a resource may be filed", () => {
  it.each([
    ["bucket-x", ["bucket-x"]],
    ["MyTable", ["MyTable"]],
    ["role/Admin", ["Admin"]],
    ["lambda:Checkout", ["Checkout", "arn:aws:lambda:eu-west-1:111122223333:function:Checkout"]],
    ["SG-0ABC12345678", ["SG-0ABC12345678", "sg-0abc12345678"]],
    [
      "arn:aws:lambda:eu-west-1:111122223333:function:Checkout",
      ["arn:aws:lambda:eu-west-1:111122223333:function:Checkout", "Checkout"],
    ],
    ["/prod/db/password", ["/prod/db/password"]],
    ["orders-*", []],
  ])("%s", (text, names) => {
    expect(resourceNames(parseSubject(text), PLACE)).toEqual(names);
  });

  it("are guessed as ARNs of the services that file so, in the partition of the Region", () => {
    const guessed = guessedArns(parseSubject("jobs"), {
      account: "111122223333",
      region: "cn-north-1",
    });

    expect(guessed).toContain("arn:aws-cn:sqs:cn-north-1:111122223333:jobs");
    expect(guessedArns(parseSubject("i-0abc12345678"), PLACE)).toEqual([]);
  });
});

describe("names of calls as they are recorded", () => {
  it.each([
    [["DeleteBucket"], ["DeleteBucket"]],
    [["lambda:UpdateFunctionCode"], ["UpdateFunctionCode", "UpdateFunctionCode20150331v2"]],
    [["s3:PutPublicAccessBlock"], ["PutPublicAccessBlock", "PutBucketPublicAccessBlock"]],
    [["UpdateDistribution"], ["UpdateDistribution", "UpdateDistribution2020_05_31"]],
    [["ec2:CreateTags"], ["CreateTags"]],
    [["Delete*"], undefined],
    [["deletebucket"], undefined],
  ])("%j", (asked, recorded) => {
    expect(recordedNames(asked)).toEqual(recorded);
  });
});

describe("what event history is asked", () => {
  it("is the most telling attribute", () => {
    const subject = parseSubject("bucket-x");

    expect(planned({ eventId: "abc", subject })).toEqual([["EventId=abc"]]);
    expect(planned({ issuedKeys: ["ASIAEXAMPLE1"], classes: ["session"] })).toEqual([
      ["ResourceName=ASIAEXAMPLE1"],
    ]);
    expect(planned({ subject, actor: actor("key", "akiaexample00000") })).toEqual([
      ["AccessKeyId=AKIAEXAMPLE00000"],
    ]);
    expect(planned({ subject, actor: actor("user", "jane") })[0]).toEqual([
      "ResourceName=bucket-x",
    ]);
    expect(planned({ actor: actor("any", "jane@acme.example"), keys: ["ASIAEXAMPLE1"] })).toEqual([
      ["Username=jane@acme.example", "AccessKeyId=ASIAEXAMPLE1"],
      ["ReadOnly=false"],
    ]);
    expect(planned({ actor: actor("root", "") })[0]).toEqual(["Username=root"]);
  });

  it("is the call, where only calls are named", () => {
    expect(planned({ names: ["DeleteBucket"] })).toEqual([["EventName=DeleteBucket"]]);
    expect(planned({ names: ["Delete*"] })).toEqual([["ReadOnly=false"]]);
    expect(planned({ names: ["Delete*"], services: ["route53"] })).toEqual([
      ["EventSource=route53.amazonaws.com"],
    ]);
  });

  it("is all changes for what cannot be said exactly", () => {
    const wide = [["ReadOnly=false"]];

    expect(planned({ subject: parseSubject("orders-*") })).toEqual(wide);
    expect(planned({ actor: actor("role", "deploy") })).toEqual(wide);
    expect(planned({ actor: actor("any", "203.0.113.7") })).toEqual(wide);
    expect(planned({ actor: actor("user", "ja*") })).toEqual(wide);
    expect(planned({ words: ["0.0.0.0/0"] })).toEqual(wide);
    expect(planned({ services: ["ec2"] })).toEqual(wide);
  });

  it("holds all classes that are asked for", () => {
    expect(planned({ classes: ["sign-in", "failed-sign-in"] })[0]).toContain(
      "EventName=ConsoleLogin",
    );
    expect(planned({ classes: ["session"] })[0]).toContain("EventSource=sts.amazonaws.com");
    expect(planned({ classes: ["read", "failed-read"] })).toEqual([["ReadOnly=true"]]);
    expect(planned({ classes: ["attempt", "failed-read"] })).toEqual([["*"]]);
    expect(planned({ classes: ["data-change"] })).toEqual([]);
  });

  it("is fewer lookups for many resources: their names, or the calls that are meant", () => {
    const touching = ["a-1", "b-2", "c-3"].map(parseSubject);
    const many = Array.from({ length: 30 }, (_, index) => parseSubject(`bucket-${index}`));

    expect(planned({ touching })[0]).toHaveLength(3);
    expect(planned({ touching, names: ["PutBucketPolicy"] })).toEqual([
      ["EventName=PutBucketPolicy"],
    ]);
    expect(
      planned({ touching, names: ["PutBucketPolicy", "DeleteBucket", "CreateBucket"] }),
    ).toEqual([
      ["ResourceName=a-1", "ResourceName=b-2", "ResourceName=c-3"],
      ["EventName=PutBucketPolicy", "EventName=DeleteBucket", "EventName=CreateBucket"],
    ]);
    expect(planned({ touching: many })).toEqual([["ReadOnly=false"]]);
  });

  it("is all sessions, or all changes, where the keys are too many to be asked for one by one", () => {
    const keys = Array.from({ length: 40 }, (_, index) => `ASIAEXAMPLE${index}`);

    expect(planned({ issuedKeys: keys, classes: ["session"] })[0]).toContain(
      "EventSource=sts.amazonaws.com",
    );
    expect(planned({ keys })).toEqual([["ReadOnly=false"]]);
  });

  it("is never a value that CloudTrail refuses, whatever somebody types", () => {
    const hostile = fc.oneof(
      fc.string({ maxLength: 60, unit: "binary" }),
      fc.string({ minLength: 900, maxLength: 2500 }),
      fc.constantFrom("a,b c_d".repeat(200), "x\ny", "\u0000", " ", "'; DROP TABLE part; --", "*?"),
    );

    fc.assert(
      fc.property(hostile, (text) => {
        const all = [
          ...planned({ subject: parseSubject(text) }),
          ...planned({ actor: actor("any", text) }),
          ...planned({ eventId: text }),
          ...planned({ names: [text] }),
        ].flat();
        const values = all.map((lookup) => lookup.slice(lookup.indexOf("=") + 1));
        const refused = values.filter((value) => {
          const length = value.length + value.split(/[_ ,\n]/).length - 1;
          return length > 2000 || value.trim() === "" || value.includes("\n");
        });
        expect(refused).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 20_000);

  it("goes to the places that are named, and to all when none of them is known", () => {
    const places = ["111122223333", "222233334444"].flatMap((account) =>
      ["eu-west-1", "us-east-1"].map((region) => ({ account, region })),
    );
    const query = (more: Partial<TrailQuery>): TrailQuery => ({
      window: { from: 0, to: 1 },
      classes: CHANGES,
      limit: 1,
      ...more,
    });
    const foreign = parseSubject("arn:aws:sns:ap-south-1:999999999999:topic");

    expect(placesOf(places, query({ accounts: ["222233334444"], regions: ["us-east-1"] }))).toEqual(
      [places[3]],
    );
    expect(placesOf(places, query({ subject: foreign }))).toEqual(places);
  });
});

describe("pieces of a window", () => {
  const hour = (from: number, to: number, count = 100) => ({ window: { from, to }, count });

  it("are what is held and what is to be asked for, the newest first", () => {
    const pieces = piecesOf({ from: 0, to: 99 }, [hour(20, 39), hour(60, 79)]);

    expect(pieces.map(({ window, held }) => [window.from, window.to, held !== undefined])).toEqual([
      [80, 99, false],
      [60, 79, true],
      [40, 59, false],
      [20, 39, true],
      [0, 19, false],
    ]);
  });

  it("are one where asking for the ends would cost as much as asking for all", () => {
    expect(piecesOf({ from: 0, to: 99 }, [hour(20, 39, 10)])).toEqual([
      { window: { from: 0, to: 99 } },
    ]);
    expect(piecesOf({ from: 20, to: 99 }, [hour(0, 39, 0)])).toHaveLength(2);
  });
});

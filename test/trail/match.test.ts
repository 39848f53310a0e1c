import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { parseSubject } from "../../src/domain/subject.ts";
import type { TrailQuery } from "../../src/sources/trail.ts";
import { bestNames, foundNames, matchesQuery, matchLevel } from "../../src/trail/match.ts";
import { trailEventOf } from "../support/records.ts";

const at = Date.UTC(2026, 10, 20, 14, 3, 7);
const query: TrailQuery = { window: { from: at, to: at }, classes: ["change"], limit: 10 };
const ask = (more: Partial<TrailQuery>) => ({ ...query, ...more });
const bucket = (name: string) => ask({ subject: parseSubject(name) });
const levelOf = (more: Partial<TrailQuery>, overrides: JsonObject = {}) =>
  matchLevel(trailEventOf(overrides), ask(more));

describe("whether an event answers a query", () => {
  it("both ends of the window belong to it", () => {
    expect(levelOf({})).toBe("exact");
    expect(levelOf({ window: { from: at + 1, to: at + 1 } })).toBeUndefined();
    expect(levelOf({ window: { from: at - 1, to: at - 1 } })).toBeUndefined();
  });

  it("goes by class, account, Region, service and event name", () => {
    const right = {
      accounts: ["111122223333"],
      regions: ["eu-west-1"],
      services: ["s3"],
      names: ["s3:Delete*"],
    };
    const wrong: Partial<TrailQuery>[] = [
      { classes: ["read"] },
      { accounts: ["444455556666"] },
      { regions: ["us-east-1"] },
      { services: ["iam"] },
      { names: ["PutBucketPolicy"] },
    ];

    expect(levelOf(right)).toBe("exact");
    expect(wrong.map((each) => levelOf({ ...right, ...each }))).toEqual(wrong.map(() => undefined));
  });

  it("empty lists ask for nothing", () => {
    expect(
      levelOf({ accounts: [], regions: [], services: [], names: [], words: [], keys: [] }),
    ).toBe("exact");
  });

  it("an actor may be met by a key of its sessions instead", () => {
    const actor = { kind: "user", text: "bob" } as const;

    expect(levelOf({ actor })).toBeUndefined();
    expect(levelOf({ actor, keys: ["akiaexamplejane00000"] })).toBe("exact");
    expect(levelOf({ keys: ["AKIAOTHER"] })).toBeUndefined();
  });

  it("all words have to stand somewhere, in any case, quotation marks included", () => {
    const policy = { requestParameters: { bucketName: "bucket-x", policy: '{"Effect":"Allow"}' } };

    expect(levelOf({ words: ["ALLOW", "bucket-"] }, policy)).toBe("exact");
    expect(levelOf({ words: ['"effect":"allow"'] }, policy)).toBe("exact");
    expect(levelOf({ words: ["allow", "deny"] }, policy)).toBeUndefined();
  });

  it("session tokens are never found, however well they are guessed", () => {
    const issued = {
      responseElements: { credentials: { sessionToken: "secrettoken", note: "visible" } },
    };

    expect(levelOf({ words: ["visible"] }, issued)).toBe("exact");
    expect(levelOf({ words: ["secrettok"] }, issued)).toBeUndefined();
  });
});

describe("how well a name fits", () => {
  const service = "arn:aws:ecs:eu-west-1:111122223333:service/shop/web-api";
  const update = {
    eventSource: "ecs.amazonaws.com",
    eventName: "UpdateService",
    requestParameters: { service },
  };
  const level = (name: string) => matchLevel(trailEventOf(update), bucket(name));

  it("says whole for the name an ARN stands for, then part, beginning and piece", () => {
    expect(["web-api", "shop", "web-", "eb-ap", "nothing"].map(level)).toEqual([
      "exact",
      "segment",
      "prefix",
      "substring",
      undefined,
    ]);
  });

  it("belongs to one level alone", () => {
    const event = trailEventOf(update);

    expect(matchesQuery(event, bucket("web-api"), "exact")).toBe(true);
    expect(matchesQuery(event, bucket("web-api"), "substring")).toBe(false);
  });

  it("tells the names that a piece was found in, the short ones before ARNs", () => {
    const names = foundNames(trailEventOf(update), bucket("eb-ap"), "substring");

    expect(names).toContain("web-api");
    expect(bestNames(new Map(names.map((name) => [name, 1])))).not.toContain(service.toLowerCase());
    expect(bestNames(new Map([[service, 2]]))).toEqual([service]);
  });

  it("tells at most twenty names, the most frequent first", () => {
    const counts = new Map(Array.from({ length: 30 }, (_, index) => [`name-${index}`, index]));

    const names = bestNames(counts);

    expect(names).toHaveLength(20);
    expect(names[0]).toBe("name-29");
  });
});

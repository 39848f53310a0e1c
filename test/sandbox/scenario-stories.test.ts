import { describe, expect, it } from "vitest";
import { issuedKey } from "../../src/domain/session.ts";
import { parseSubject, touches } from "../../src/domain/subject.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { type TrailEvent, toTrailEvent } from "../../src/domain/trail-event.ts";
import { isSyntheticId } from "../../src/sandbox/scenario/random.ts";
import { tellStories } from "../../src/sandbox/scenario/stories.ts";

const NOW = Date.parse("2026-11-20T16:50:00Z");
/** Addresses that belong to nobody: RFC 5737, and a private network. */
const DOCUMENTATION = /^(?:203\.0\.113|198\.51\.100|192\.0\.2|10\.20\.\d+)\.\d+$/;
const stories = tellStories(NOW, 1);

function eventsOf(name: string): TrailEvent[] {
  const story = stories.find((one) => one.name === name);
  return (story?.records ?? []).flatMap(({ record }) => toTrailEvent(record) ?? []);
}

function named(events: TrailEvent[], name: string): TrailEvent[] {
  return events.filter((event) => event.name === name);
}

describe("stories", () => {
  it("are made of records that all parse, each with an id of its own that says it is made up", () => {
    const records = stories.flatMap((story) => story.records);

    const ids = records.map(({ record }) => record.eventID);
    const events = records.map(({ record }) => toTrailEvent(record));

    expect(events.every((event) => event !== undefined)).toBe(true);
    expect(new Set(ids).size).toBe(records.length);
    expect(ids.every(isSyntheticId)).toBe(true);
  });

  it("are filed where the record says", () => {
    const records = stories.flatMap((story) => story.records);

    for (const { record, region, at } of records) {
      expect(record.awsRegion).toBe(region);
      expect(Date.parse(record.eventTime)).toBe(at);
      expect(at).toBeLessThan(NOW);
    }
  });

  it("expect of their questions only events that they tell", () => {
    for (const { records, questions } of stories) {
      const ids = new Set(records.map(({ record }) => record.eventID));

      const expected = questions.flatMap((one) => [...one.eventIds, ...one.attemptIds]);

      expect(expected.length).toBeGreaterThan(0);
      expect(expected.filter((id) => !ids.has(id))).toEqual([]);
    }
  });

  it("call changes what took effect and attempts what did not", () => {
    const events = stories.flatMap(({ records }) => records.map(({ record }) => record));
    const byId = new Map(events.map((record) => [record.eventID, toTrailEvent(record)]));

    for (const question of stories.flatMap((story) => story.questions)) {
      const changes = question.eventIds.map((id) => byId.get(id));
      const attempts = question.attemptIds.map((id) => byId.get(id));

      expect(changes.every((event) => event?.result === "done")).toBe(true);
      expect(attempts.every((event) => event !== undefined && event.result !== "done")).toBe(true);
      expect(changes.map((event) => event?.at)).toEqual(
        changes.map((event) => event?.at).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
      );
    }
  });

  it("are the same for the same seed and minute, and others for another seed", () => {
    const again = tellStories(NOW, 1);
    const other = tellStories(NOW, 2);

    expect(again).toEqual(stories);
    expect(other[0]?.records[0]?.record.eventID).not.toBe(stories[0]?.records[0]?.record.eventID);
  });

  it("carry no secret and no address or account of anybody real", () => {
    const text = JSON.stringify(stories);

    const keys = text.match(/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z2-7]{12,}/g) ?? [];
    const addresses = stories
      .flatMap((story) => story.records)
      .map(({ record }) => String(record.sourceIPAddress));

    expect(keys.every((key) => key.endsWith("EXAMPLE"))).toBe(true);
    expect(new Set(keys.map((key) => key.length))).toEqual(new Set([20, 21]));
    expect(addresses.filter((one) => !DOCUMENTATION.test(one))).toEqual([]);
  });
});

describe("the story of the public bucket", () => {
  it("keeps the bucket open for forty minutes, between two people", () => {
    const events = eventsOf("public-bucket");

    const opened = named(events, "DeleteBucketPublicAccessBlock")[0];
    const restored = named(events, "PutBucketPolicy").at(-1);

    expect(opened?.actor.person).toBe("jane.doe@acme.example");
    expect(restored?.actor.person).toBe("omar.haddad@acme.example");
    expect((restored?.at ?? 0) - (opened?.at ?? 0)).toBe(40 * MINUTE);
  });

  it("lets strangers read while it is open", () => {
    const reads = named(eventsOf("public-bucket"), "GetObject");

    expect(reads.length).toBeGreaterThan(0);
    expect(reads.every((event) => event.actor.kind === "anonymous")).toBe(true);
  });
});

describe("the story of the cut concurrency", () => {
  it("takes the limit from 100 to 0 by a person in the console", () => {
    const events = eventsOf("cut-concurrency");
    const [set, cut] = named(events, "PutFunctionConcurrency");

    const limits = [set, cut].map(
      (event) => event?.raw.requestParameters as { reservedConcurrentExecutions: number },
    );

    expect(limits.map((one) => one.reservedConcurrentExecutions)).toEqual([100, 0]);
    expect(set?.via).toBe("terraform");
    expect(cut?.via).toBe("console");
    expect(NOW - (cut?.at ?? 0)).toBe(25 * MINUTE);
  });

  it("follows a deployment by a GitHub job", () => {
    const events = eventsOf("cut-concurrency");

    const jobs = named(events, "AssumeRoleWithWebIdentity");
    const code = named(events, "UpdateFunctionCode").at(-1);

    expect(jobs.at(-1)?.actor.subject).toBe("repo:acme/checkout:ref:refs/heads/main");
    expect(code?.actor.role).toBe("deploy");
    expect(jobs.map(issuedKey)).toContain(code?.actor.accessKeyId);
  });
});

describe("the story of the stopped database", () => {
  it("joins the stop to a person by the keys that each role gave out", () => {
    const events = eventsOf("stopped-database");
    const stop = named(events, "StopDBInstance").find((event) => event.result === "done");
    const issuer = (key: string | undefined) =>
      events.find((event) => issuedKey(event) === key && event.actor.kind !== "aws-account");

    const second = issuer(stop?.actor.accessKeyId);
    const first = issuer(second?.actor.accessKeyId);

    expect(stop?.actor.person).toBeUndefined();
    expect(second?.actor.role).toBe("ops");
    expect(second?.account).not.toBe(stop?.account);
    expect(first?.actor.person).toBe("mei.tanaka@acme.example");
  });

  it("records the step between accounts in both, under one shared id", () => {
    const steps = eventsOf("stopped-database").filter((event) => event.raw.sharedEventID);

    expect(steps).toHaveLength(2);
    expect(new Set(steps.map((event) => event.raw.sharedEventID)).size).toBe(1);
    expect(new Set(steps.map((event) => event.account)).size).toBe(2);
    expect(new Set(steps.map((event) => event.actor.kind))).toEqual(
      new Set(["assumed-role", "aws-account"]),
    );
  });
});

describe("the other stories", () => {
  it("open a port by hand in the afternoon and close it by Terraform the next morning", () => {
    const events = eventsOf("opened-security-group");
    const [opened] = named(events, "AuthorizeSecurityGroupIngress");
    const [closed] = named(events, "RevokeSecurityGroupIngress");

    const apart = (closed?.at ?? 0) - (opened?.at ?? 0);

    expect(opened?.via).toBe("console");
    expect(closed?.via).toBe("terraform");
    expect(apart).toBeGreaterThan(12 * HOUR);
    expect(new Date(closed?.at ?? 0).getUTCHours()).toBe(7);
  });

  it("sign root in without a second factor after two failures", () => {
    const events = named(eventsOf("root-sign-in"), "ConsoleLogin");

    expect(events.map((event) => event.class)).toEqual([
      "failed-sign-in",
      "failed-sign-in",
      "sign-in",
    ]);
    expect(events.every((event) => event.actor.kind === "root")).toBe(true);
    expect(events.at(-1)?.actor.mfa).toBe(false);
  });

  it("refuse the role while it lacks the permission, and only then", () => {
    const events = eventsOf("refused-deployment");
    const [taken, given] = named(events, "PutRolePolicy")
      .slice(-2)
      .map((event) => event.at);

    const denied = events.filter((event) => event.result === "denied").map((event) => event.at);
    const released = named(events, "UpdateService").filter((event) => event.result === "done");

    expect(denied).toHaveLength(3);
    expect(denied.every((at) => at > (taken ?? 0) && at < (given ?? 0))).toBe(true);
    expect(released.filter((event) => event.at > (taken ?? 0) && event.at < (given ?? 0))).toEqual(
      [],
    );
    expect(released.at(-1)?.at).toBeGreaterThan(given ?? 0);
  });

  it("use the contractor's key after it was made", () => {
    const events = eventsOf("contractor");
    const [made] = named(events, "CreateAccessKey");
    const response = made?.raw.responseElements as { accessKey: { accessKeyId: string } };

    const used = events.filter(
      (event) => event.actor.accessKeyId === response.accessKey.accessKeyId,
    );

    expect(used.length).toBeGreaterThan(2);
    expect(used.every((event) => event.at > (made?.at ?? 0))).toBe(true);
    expect(new Set(used.map((event) => event.actor.address)).size).toBe(2);
  });

  it("touch what their questions name", () => {
    const subject = parseSubject("app-wizard/prod/api-key");

    const touching = eventsOf("deleted-secret").filter((event) =>
      touches(event, subject, ["target"]),
    );

    expect(touching.map((event) => event.name)).toContain("DeleteSecret");
  });
});

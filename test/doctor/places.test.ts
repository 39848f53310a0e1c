import { describe, expect, it } from "vitest";
import type { AwsSetup } from "../../src/aws/setup.ts";
import type { AwsCalls } from "../../src/doctor/aws-calls.ts";
import { diagnosed, faults, healthyCalls, refuses, SETUP, sdkError } from "./calls.ts";

const never = () => new AbortController().signal;
const trail = async () => {
  const [first = {}] = await healthyCalls().trails(
    { account: undefined, region: "eu-west-1" },
    never(),
  );
  return first;
};
const DENIED =
  "User: arn:aws:sts::111122223333:assumed-role/bot-host/i-0123 is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action";

describe("the doctor, in several accounts and Regions,", () => {
  it("names one place that is denied, and the others that are not", async () => {
    const lookUp: AwsCalls["lookUp"] = async ({ account, region }) => {
      if (account === "222233334444" && region === "us-east-1")
        throw sdkError("AccessDeniedException", DENIED);
    };

    const checks = await diagnosed({ lookUp });

    expect(faults(checks)).toEqual([
      expect.stringMatching(
        /^✗ Event history staging \(222233334444\): us-east-1: Not allowed to call cloudtrail:LookupEvents.* → Allow it.*"cloudtrail:LookupEvents"/,
      ),
    ]);
    expect(checks).toContainEqual(
      expect.objectContaining({ name: "staging (222233334444)", text: "can be read in eu-west-1" }),
    );
  });

  it("names a Region that is not switched on, and one with a slip in its name", async () => {
    const lookUp: AwsCalls["lookUp"] = async ({ region }) => {
      if (region === "ap-east-1")
        throw sdkError(
          "UnrecognizedClientException",
          "The security token included in the request is invalid.",
        );
      if (region === "eu-wset-1")
        throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    };
    const setup: AwsSetup = {
      ...SETUP,
      accounts: [{ id: "111122223333" }],
      regions: ["ap-east-1", "eu-wset-1"],
    };
    const { athena: _, logs: __, ...alone } = setup;

    const found = faults(await diagnosed({ lookUp }, alone));

    expect(found[0]).toMatch(
      /^! Event history prod \(111122223333\): ap-east-1: the Region is not switched on.* → .*aws account enable-region --region-name ap-east-1 --account-id 111122223333/,
    );
    expect(found[1]).toMatch(/eu-wset-1: .* → Did you mean eu-west-1\?/);
  });

  it("names a Region without a trail, with the command that makes one", async () => {
    const trails: AwsCalls["trails"] = async ({ region }) =>
      region === "eu-west-1" ? [await trail()] : [];

    const found = faults(await diagnosed({ trails }));

    expect(found).toEqual([
      expect.stringMatching(
        /^! CloudTrail prod \(111122223333\): us-east-1: no trail logs here.* → aws cloudtrail create-trail --name trailwatch .*--is-multi-region-trail.*start-logging/,
      ),
      expect.stringMatching(/^! CloudTrail staging \(222233334444\): us-east-1: no trail/),
    ]);
  });

  it("says what is the same in all Regions of an account once, and looks at trails all the same", async () => {
    const lookUp: AwsCalls["lookUp"] = async ({ account }) => {
      if (account === "222233334444") throw sdkError("AccessDeniedException", DENIED);
    };

    const checks = await diagnosed({ lookUp, trails: async () => [] });

    expect(faults(checks)).toEqual([
      expect.stringMatching(
        /^✗ Event history staging \(222233334444\): eu-west-1 and us-east-1: Not allowed/,
      ),
      expect.stringMatching(
        /^! CloudTrail prod \(111122223333\): eu-west-1 and us-east-1: no trail logs here/,
      ),
      expect.stringMatching(
        /^! CloudTrail staging \(222233334444\): eu-west-1 and us-east-1: no trail/,
      ),
    ]);
  });

  it("says nothing of event history where it is not to be asked", async () => {
    const lookUp = refuses("AccessDeniedException", DENIED);

    const checks = await diagnosed({ lookUp }, { ...SETUP, lookupEvents: false });

    expect(faults(checks)).toEqual([]);
    expect(checks).toContainEqual(
      expect.objectContaining({ text: "not asked: aws.lookupEvents is false" }),
    );
    expect(checks.filter(({ area }) => area === "CloudTrail").length).toBeGreaterThan(0);
  });

  it("says nothing of being throttled: who is to come again later may come", async () => {
    const found = faults(
      await diagnosed({ lookUp: refuses("ThrottlingException", "Rate exceeded") }),
    );

    expect(found).toEqual([]);
  });

  it("takes an organization's trail that a member may not look into, as no fault", async () => {
    const trails: AwsCalls["trails"] = async () => [
      {
        ...(await trail()),
        IsOrganizationTrail: true,
        TrailARN: "arn:aws:cloudtrail:eu-west-1:999988887777:trail/org",
      },
    ];
    const closed = refuses("AccessDeniedException", DENIED);

    const checks = await diagnosed({ trails, trailStatus: closed, selectors: closed });

    expect(faults(checks)).toEqual([]);
    expect(checks).toContainEqual(
      expect.objectContaining({
        text: expect.stringMatching(/organization's trail of account 999988887777/),
      }),
    );
  });

  it("calls the credentials' own account by its id where none is set up", async () => {
    const trails: AwsCalls["trails"] = async () => [];

    const found = faults(
      await diagnosed({ trails }, { accounts: [], regions: ["us-east-1"], lookupEvents: true }),
    );

    expect(found).toEqual([
      expect.stringMatching(/^! CloudTrail prod \(111122223333\): us-east-1: no trail/),
    ]);
  });

  it("gives up a call that never answers, after its time and without holding up the others", async () => {
    const began = performance.now();

    const found = faults(await diagnosed({ waiting: () => new Promise(() => {}) }, SETUP, 200));

    expect(found).toEqual([
      expect.stringMatching(/^✗ Log files trail-objects: AWS did not answer in time/),
    ]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

import { describe, expect, it } from "vitest";
import type { Stage } from "../../../src/aws/lookup-events/lookup-plan.ts";
import { byArnToo, planLookups } from "../../../src/aws/lookup-events/lookup-plan.ts";
import { parseSubject } from "../../../src/domain/subject.ts";
import type { TrailQuery } from "../../../src/sources/trail.ts";

const STAGING = { account: "222233334444", region: "eu-west-1" };
const PROD = { account: "111122223333", region: "eu-west-1" };

function asked(text: string): { query: TrailQuery; stage: Stage } {
  const window = { from: 0, to: 1 };
  const query: TrailQuery = { window, subject: parseSubject(text), classes: ["change"], limit: 9 };
  const [stage] = planLookups(query);
  if (!stage) throw new Error("nothing is planned");
  return { query, stage };
}

describe("a name that was found", () => {
  it("is looked for by its ARN too, in the places and services in which it was met", () => {
    const { query, stage } = asked("staging-audit");

    const more = byArnToo(query, stage, [{ ...STAGING, service: "cloudtrail" }]);

    expect(more?.lookups(STAGING)).toEqual([
      {
        key: "ResourceName",
        value: "arn:aws:cloudtrail:eu-west-1:222233334444:trail/staging-audit",
      },
    ]);
    expect(more?.lookups(PROD)).toEqual([]);
    expect(more?.words).toBe("events filed under the name staging-audit or its ARN");
  });

  it("costs no request more where its service files by name, or an ARN was asked for", () => {
    const bucket = asked("bucket-x");
    const trail = asked("arn:aws:cloudtrail:eu-west-1:222233334444:trail/staging-audit");

    const stages = [
      byArnToo(bucket.query, bucket.stage, [{ ...PROD, service: "s3" }]),
      byArnToo(trail.query, trail.stage, [{ ...STAGING, service: "cloudtrail" }]),
      byArnToo(bucket.query, bucket.stage, []),
    ];

    expect(stages).toEqual([undefined, undefined, undefined]);
  });
});

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
  it("is looked for by its ARN too, where it was met, and there as another resource of that name", () => {
    const { query, stage } = asked("staging-audit");

    const more = byArnToo(query, stage, [{ ...STAGING, service: "cloudtrail" }]);

    const own = "arn:aws:cloudtrail:eu-west-1:222233334444:trail/staging-audit";
    const others = (account: string) => [
      `arn:aws:lambda:eu-west-1:${account}:function:staging-audit`,
      `arn:aws:rds:eu-west-1:${account}:db:staging-audit`,
      `arn:aws:sqs:eu-west-1:${account}:staging-audit`,
    ];
    const values = (place: typeof PROD) => more?.lookups(place).map((lookup) => lookup?.value);
    expect(values(STAGING)).toEqual([own, ...others(STAGING.account)]);
    expect(values(PROD)).toEqual([]);
    expect(more?.words).toBe("events filed under the name staging-audit or its ARN");
  });

  it("is asked for by no other ARN beside an answer, where a moment counts", () => {
    const { query, stage } = asked("orders-api");

    const more = byArnToo({ ...query, aside: true }, stage, [{ ...PROD, service: "ecs" }]);

    expect(more).toBeUndefined();
  });

  it("costs no request more where it is a bucket, or an ARN was asked for", () => {
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

/** Who is the actor, what is the thing, and what is the call, where no little word tells. */
import { describe, expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import { understand } from "../../src/questions/understand.ts";
import { brief } from "../support/brief.ts";

const CONTEXT = { now: parseInstant("2026-11-22T16:40:00Z") ?? 0, zone: "UTC", accountNames: {} };

const PHRASINGS = `
what buckets did bert-jan delete → what-did by any:bert-jan; deleted; services s3
how many buckets did jane delete → what-did by any:jane; deleted; services s3
what alarms did the role deploy-bot disable → what-did by role:deploy-bot; disabled; services monitoring,cloudwatch
everything bert-jan deleted → what-did by any:bert-jan; deleted
show me all the buckets that bert-jan created → what-did by any:bert-jan; created; services s3
list everything bert-jan deleted in s3 → what-did by any:bert-jan; deleted; services s3,s3express,s3-outposts,s3tables
all roles deleted → what-changed; deleted; services iam,sts
what policies attached to role x → who-changed x [iam,sts]; attached policy
all events from 10.8.8.10 → what-did by address:10.8.8.10; includeReads
all calls by jane → what-did by any:jane; includeReads
show me all failed api calls by jane → what-did by any:jane; onlyFailed
failed api calls by role deploy → what-did by role:deploy; onlyFailed
show me all failed api calls → what-changed; onlyFailed
who was denied AssumeRole → denied; events AssumeRole*
who got AccessDenied on RunInstances → denied; events RunInstances
why was jane denied GetSecretValue → denied by any:jane; events GetSecretValue
denied PutObject on bucket finance → denied finance [s3]; events PutObject
what was refused for role GetReports → denied by role:GetReports
who rm'd bucket-x → who-changed bucket-x; deleted
who nuke'd bucket-x → who-changed bucket-x; deleted
whodunit bucket-x → who-changed bucket-x
whodunit → misunderstood
who ran ssm commands → who-changed; ran commands
who created rolesanywhere trust anchors → who-changed; created; services rolesanywhere
who deleted appmesh virtual nodes → who-changed; deleted; services appmesh
who changed lambda checkout concurrency → who-changed checkout [lambda]; concurrency
is sg-04cfb7a4712d75b00 open to the world and who did it → who-changed sg-04cfb7a4712d75b00; made public
`
  .trim()
  .split("\n")
  .map((line) => line.split(" → "));

describe("the actor, the kind of thing and the call", () => {
  it.each(PHRASINGS)("%s", (text, expected) => {
    const understood = understand(text ?? "", CONTEXT);

    expect(brief(understood)).toBe(expected);
  });

  it("names the calls of a kind that is known by its service alone", () => {
    const understood = understand("who created a rolesanywhere trust anchor", CONTEXT);

    expect(understood).toMatchObject({
      asked: { names: expect.arrayContaining(["CreateTrustAnchor"]) },
    });
  });
});

/** Ways to ask what changed, what somebody did, who signed in, what was denied; and what cannot be told. */
import { describe, expect, it } from "vitest";
import { parseInstant } from "../../src/domain/time.ts";
import { understand } from "../../src/questions/understand.ts";
import { brief } from "../support/brief.ts";

/** A Sunday. */
const NOW = parseInstant("2026-11-22T16:40:00Z") ?? 0;

const CONTEXT = {
  now: NOW,
  zone: "UTC",
  accountNames: { prod: "111122223333", staging: "444455556666" },
};

const PHRASINGS = `
Who signed in to the console, and who without MFA? from 2023-07-10T11:40:00Z to 2023-07-10T12:40:00Z → who-signed-in; 2023-07-10T11:40:00Z/2023-07-10T12:40:00Z
Did the root user do anything in this hour? from 2023-07-10T11:40:00Z to 2023-07-10T12:40:00Z → what-did by root; 2023-07-10T11:40:00Z/2023-07-10T12:40:00Z
what changed in IAM in the minute before 2023-07-10T12:25:06Z → what-changed; services iam; 2023-07-10T12:24:06Z/2023-07-10T12:25:06Z
did root do anything since noon? → what-did by root; 2026-11-22T12:00:00Z/2026-11-22T16:40:00Z
everything deleted in the last two hours → what-changed; deleted; 2026-11-22T14:40:00Z/2026-11-22T16:40:00Z
why does role deploy get AccessDenied? → denied by role:deploy
why is checkout-api throttled → who-changed checkout-api
why is orders-db down since 14:00 → who-changed orders-db; 2026-11-22T14:00:00Z/2026-11-22T16:40:00Z
what is wrong with checkout-api → who-changed checkout-api
what's up with orders-db today → who-changed orders-db; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
what's the matter with bucket-x → who-changed bucket-x
what went wrong with orders-db → who-changed orders-db
who is behind this role session AROACKCEVSQ6C2EXAMPLE:i-0317f6c6b66ae9c40? → what-did by any:AROACKCEVSQ6C2EXAMPLE:i-0317f6c6b66ae9c40
what has key AKIAIOSFODNN7EXAMPLE done → what-did by key:AKIAIOSFODNN7EXAMPLE
sign-ins without MFA → who-signed-in; withoutMfa
all events of key ASIAIOSFODNN7EXAMPLE → what-did by key:ASIAIOSFODNN7EXAMPLE; includeReads
what did deploy-bot do between 14:00 and 14:30 → what-did by any:deploy-bot; 2026-11-22T14:00:00Z/2026-11-22T14:30:00Z
what changed in the 30 minutes before the outage at 14:05 → what-changed; 2026-11-22T13:35:00Z/2026-11-22T14:05:00Z
what was deleted in the last 2 hours → what-changed; deleted; 2026-11-22T14:40:00Z/2026-11-22T16:40:00Z
who signed in last 1d → who-signed-in; 2026-11-21T16:40:00Z/2026-11-22T16:40:00Z
who logged on in the last 2 hours → who-signed-in; 2026-11-22T14:40:00Z/2026-11-22T16:40:00Z
who logged in yesterday → who-signed-in; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
root sign-ins → who-signed-in by root
what was refused for role deploy → denied by role:deploy
raw event 68c99c97-c191-4329-b210-82ca8631066d → raw-event; 68c99c97-c191-4329-b210-82ca8631066d
help → help
what did jane delete today → what-did by any:jane; deleted; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
what did role deploy do → what-did by role:deploy
show me what jane did yesterday → what-did by any:jane; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
jane's changes today → what-did by any:jane; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
what changed by jane → what-changed by any:jane
what changed in prod → what-changed; accounts 111122223333
what changed in prod today by jane in s3 → what-changed by any:jane; services s3,s3express,s3-outposts,s3tables; accounts 111122223333; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
event PutBucketPolicy last 7d → what-changed; events PutBucketPolicy; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
what changed service s3 → what-changed; services s3,s3express,s3-outposts,s3tables
Who is behind the access key ASIAIOSFODNN7EXAMPLE? → what-did by key:ASIAIOSFODNN7EXAMPLE
What did the access key AKIAIOSFODNN7EXAMPLE do from 10.0.0.1? → what-did by key:AKIAIOSFODNN7EXAMPLE; words 10.0.0.1
What did the address 192.168.10.20 do? → what-did by address:192.168.10.20
What happened from IP 192.168.10.20? → what-did by address:192.168.10.20
What was done with the access key AKIAIOSFODNN7EXAMPLE? → what-did by key:AKIAIOSFODNN7EXAMPLE
What was the role deploy refused today? → denied by role:deploy; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
Who was denied access to the bucket finance? → denied finance [s3]
Who got AccessDenied on bucket finance → denied finance [s3]
Show me all failed console logins → who-signed-in; onlyFailed
Did anyone sign in as root? → who-signed-in by root
Did anyone log in without MFA this week? → who-signed-in; withoutMfa; 2026-11-16T00:00:00Z/2026-11-22T16:40:00Z
When did jane last sign in? → who-signed-in by any:jane
Was the root account used today? → what-did by root; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
Who used the root account? → what-did by root
What changed in EC2 and S3 in the last 3 hours? → what-changed; services ec2,s3,s3express,s3-outposts,s3tables; 2026-11-22T13:40:00Z/2026-11-22T16:40:00Z
What changed in account 111122223333 in region eu-west-1 yesterday? → what-changed; accounts 111122223333; regions eu-west-1; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
What changed around 2023-07-10 12:25 UTC? → what-changed; 2023-07-10T12:10:00Z/2023-07-10T12:40:00Z
what's changed today → what-changed; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
what changed? → what-changed
What was created in Lambda on 2023-07-10? → what-changed; created; services lambda; 2023-07-10T00:00:00Z/2023-07-10T23:59:59.999Z
Which buckets were made public last week? → what-changed; made public; services s3; 2026-11-09T00:00:00Z/2026-11-15T23:59:59.999Z
Which security groups were opened to the internet in the last 7 days? → what-changed; opened; any 0.0.0.0/0,::/0; services ec2,rds,redshift,elasticache; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
Which IAM users were created this month? → what-changed; created; services iam; 2026-11-01T00:00:00Z/2026-11-22T16:40:00Z
were any trails stopped this week? → what-changed; stopped; services cloudtrail; 2026-11-16T00:00:00Z/2026-11-22T16:40:00Z
any changes to IAM policies today? → what-changed; policy; services iam; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
has anything been deleted in s3 since monday? → what-changed; deleted; services s3,s3express,s3-outposts,s3tables; 2026-11-16T00:00:00Z/2026-11-22T16:40:00Z
show everything that jane did in the last 2 days → what-did by any:jane; includeReads; 2026-11-20T16:40:00Z/2026-11-22T16:40:00Z
everything jane did → what-did by any:jane; includeReads
all activity from 203.0.113.7 → what-did by address:203.0.113.7
who is AIDACKCEVSQ6C2EXAMPLE → what-did by any:AIDACKCEVSQ6C2EXAMPLE
what did <mailto:jane@example.com|jane@example.com> do today → what-did by any:jane@example.com; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who is jane → what-did by any:jane
/what-changed in iam around 14:05 → what-changed; services iam; 2026-11-22T13:50:00Z/2026-11-22T14:20:00Z
/denied → denied
/denied for role deploy on bucket-x → denied bucket-x by role:deploy
/what-did key AKIAIOSFODNN7EXAMPLE last 30d including reads → what-did by key:AKIAIOSFODNN7EXAMPLE; includeReads; 2026-10-23T16:40:00Z/2026-11-22T16:40:00Z
/who-signed-in jane → who-signed-in by any:jane
/who-signed-in root last 30d without mfa → who-signed-in by root; withoutMfa; 2026-10-23T16:40:00Z/2026-11-22T16:40:00Z
show me the changes in the last 15 min in kms → what-changed; services kms; 2026-11-22T16:25:00Z/2026-11-22T16:40:00Z
what did terraform change → what-did by any:terraform
Who used the access key AKIAIOSFODNN7EXAMPLE, and from which addresses? → what-did by key:AKIAIOSFODNN7EXAMPLE
From which addresses was the key AKIAIOSFODNN7EXAMPLE used? → what-did by key:AKIAIOSFODNN7EXAMPLE
What did the session botocore-session-1 do? → what-did by any:botocore-session-1
How many times did jane fail to sign in? → who-signed-in by any:jane; onlyFailed
Who failed to sign in to the console? → who-signed-in; onlyFailed
Who was refused when deleting bucket-x? → denied bucket-x; deleted
Which calls were denied for the role deploy in S3? → denied by role:deploy; services s3,s3express,s3-outposts,s3tables
Who is arn:aws:sts::111122223333:assumed-role/deploy/jane? → what-did by any:arn:aws:sts::111122223333:assumed-role/deploy/jane
who did what in the last hour → what-changed; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z
what happened in the last hour? → what-changed; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z
what happened yesterday between 2 and 3 pm → what-changed; 2026-11-21T14:00:00Z/2026-11-21T15:00:00Z
anything weird in iam today? → what-changed; services iam; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
show failed calls of jane → what-did by any:jane; onlyFailed
Who changed anything in account prod yesterday? → what-changed; accounts 111122223333; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
which changes did jane make in s3 last week → what-did by any:jane; services s3,s3express,s3-outposts,s3tables; 2026-11-09T00:00:00Z/2026-11-15T23:59:59.999Z
list deletions in s3 last 24h → what-changed; deleted; services s3,s3express,s3-outposts,s3tables; 2026-11-21T16:40:00Z/2026-11-22T16:40:00Z
changes by role deploy in the last 2h → what-changed by role:deploy; 2026-11-22T14:40:00Z/2026-11-22T16:40:00Z
changes in account prod → what-changed; accounts 111122223333
iam changes last 2 days → what-changed; services iam; 2026-11-20T16:40:00Z/2026-11-22T16:40:00Z
s3 changes by jane today → what-changed by any:jane; services s3,s3express,s3-outposts,s3tables; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
deletions today → what-changed; deleted; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
sign-ins by jane last 30 days → who-signed-in by any:jane; 2026-10-23T16:40:00Z/2026-11-22T16:40:00Z
console logins from 203.0.113.7 → who-signed-in by address:203.0.113.7
logins without mfa since monday → who-signed-in; withoutMfa; 2026-11-16T00:00:00Z/2026-11-22T16:40:00Z
whta changed in the last 30 mintues → what-changed; 2026-11-22T16:10:00Z/2026-11-22T16:40:00Z
what did jane do yestreday → what-did by any:jane; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
sign-ins wihtout mfa → who-signed-in; withoutMfa
<@U0BOT> what changed in <#C1|prod> today → what-changed; accounts 111122223333; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
what changed in eu-west-1 and us-east-1 today → what-changed; regions eu-west-1,us-east-1; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
what changed in account 111122223333 and 444455556666 → what-changed; accounts 111122223333,444455556666
what changed excluding reads → what-changed
what changed including automation last 1h → what-changed; includeAutomation; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z
what changed limit 50 as file → what-changed; limit 50; as csv
what changed as jsonl → what-changed; as jsonl
what changed top 10 → what-changed; limit 10
event lambda:Update* last 7d → what-changed; events lambda:Update*; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
events PutBucketPolicy and DeleteBucketPolicy today → what-changed; events PutBucketPolicy,DeleteBucketPolicy; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who signed in without mfa this week → who-signed-in; withoutMfa; 2026-11-16T00:00:00Z/2026-11-22T16:40:00Z
failed logins of jane → who-signed-in by any:jane; onlyFailed
help denied → help denied
what can I ask? → help
/trailwatch help → help
show event 68c99c97-c191-4329-b210-82ca8631066d → raw-event; 68c99c97-c191-4329-b210-82ca8631066d
what changed between yesterday and today → what-changed; 2026-11-21T00:00:00Z/2026-11-22T16:40:00Z
what changed in the morning → what-changed; 2026-11-22T00:00:00Z/2026-11-22T11:59:59.999Z
what changed this morning → what-changed; 2026-11-22T00:00:00Z/2026-11-22T11:59:59.999Z
what changed last night → what-changed; 2026-11-21T18:00:00Z/2026-11-22T05:59:59.999Z
what changed on friday → what-changed; 2026-11-20T00:00:00Z/2026-11-20T23:59:59.999Z
what changed 3 days ago → what-changed; 2026-11-19T00:00:00Z/2026-11-19T23:59:59.999Z
what changed 20 minutes ago → what-changed; 2026-11-22T16:05:00Z/2026-11-22T16:35:00Z
what changed half an hour ago → what-changed; 2026-11-22T15:55:00Z/2026-11-22T16:25:00Z
what changed from monday to wednesday → what-changed; 2026-11-16T00:00:00Z/2026-11-18T23:59:59.999Z
what changed 2026-11-20 14:00 to 14:30 → what-changed; 2026-11-20T14:00:00Z/2026-11-20T14:30:00Z
what changed since noon yesterday → what-changed; 2026-11-21T12:00:00Z/2026-11-22T16:40:00Z
what changed Nov 20 at 2pm → what-changed; 2026-11-20T13:45:00Z/2026-11-20T14:15:00Z
what changed within 10 minutes of 14:00 → what-changed; 2026-11-22T13:50:00Z/2026-11-22T14:10:00Z
what changed in the hour after 14:00 → what-changed; 2026-11-22T14:00:00Z/2026-11-22T15:00:00Z
what changed around 14:05 1h → what-changed; 2026-11-22T13:05:00Z/2026-11-22T15:05:00Z
what changed 24h → what-changed; 2026-11-21T16:40:00Z/2026-11-22T16:40:00Z
what changed in iam roles anywhere → what-changed; services rolesanywhere
what failed for role deploy → what-did by role:deploy; onlyFailed
what did PatJones do → what-did by any:PatJones
raw event abc123def456 → raw-event; abc123def456
denied from 2026-11-20T00:00:00Z to 2026-11-21T00:00:00Z → denied; 2026-11-20T00:00:00Z/2026-11-21T00:00:00Z
denied by "deploy, session x" last 1h → denied by any:deploy, session x; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z
`;

const UNCLEAR = `
What changed in the 30 minutes before the outage? → misunderstood
bucket-x → misunderstood
last 7d → misunderstood
who changed bucket-x, bucket-y → misunderstood
who changed bucket-x and bucket-y → misunderstood
Who stopped the instances i-0abc1234567890def and i-0abc1234567890aaa? → misunderstood
DROP TABLE users; -- → misunderstood
$(rm -rf /) → misunderstood
who changed bucket-x from last friday last 2h → misunderstood
who changed bucket-x on 2026-02-30 → misunderstood
who deleted it → misunderstood
who changed → misunderstood
/what-did → misunderstood
/who-changed → misunderstood
who changed test in production → misunderstood
what did jane and bob do → misunderstood
what changed limit 0 → misunderstood
what changed limit ten → misunderstood
what changed in account 1234 → misunderstood
who changed bucket-x by jane by bob → misunderstood
raw event → misunderstood
who changed bucket-x in the future → misunderstood
what changed tomorrow → misunderstood
what changed from 15:00 to 14:00 → misunderstood
what changed at 25:99 → misunderstood
`;

describe("other questions, as people ask them", () => {
  const rows = PHRASINGS.trim()
    .split("\n")
    .map((row) => row.split(" → "));

  it.each(rows)("%s", (text = "", expected = "") => {
    const understood = understand(text, CONTEXT);

    expect(brief(understood)).toBe(expected);
  });
});

describe("texts that say too little or contradict themselves", () => {
  const rows = UNCLEAR.trim()
    .split("\n")
    .map((row) => row.split(" → "));

  it.each(rows)("%s", (text = "", expected = "") => {
    const understood = understand(text, CONTEXT);

    expect(brief(understood)).toBe(expected);
  });
});

/** Ways to ask who changed something, and what is understood. */
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

/** Services behind words that several have. */
const USER = "iam,sso-directory,identitystore,cognito-idp,transfer";
const GROUP = "ec2,rds,redshift,elasticache";

const PHRASINGS = `
Who tried to take the account out of the organisation, and which user was behind the role session? from 2023-07-10T11:40:00Z to 2023-07-10T12:40:00Z → who-changed; left the organisation; 2023-07-10T11:40:00Z/2023-07-10T12:40:00Z
who shut down the RDS server orders-db yesterday? → who-changed orders-db [rds]; shut down; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
who created the bucket x → who-changed x [s3]; created
everything on arn:aws:s3:::bucket-x → who-changed arn:aws:s3:::bucket-x [s3]; includeReads
/who-changed bucket-x last 7d → who-changed bucket-x; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
@trailwatch who changed bucket-x in the last 7 days? → who-changed bucket-x; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
<@U1|trailwatch> who changed bucket-x in the last 7 days? → who-changed bucket-x; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
who changed the concurrency of a Lambda function → who-changed; concurrency; services lambda
who changed the concurrency of checkout-api → who-changed checkout-api; concurrency
who changed a bucket's visibility → who-changed; visibility; services s3
who changed bucket-x's visibility → who-changed bucket-x; visibility
who made bucket-x public? → who-changed bucket-x; made public
who changed app-wizard → who-changed app-wizard
which secret app-wizard was deleted → who-changed app-wizard [secretsmanager]; deleted
who deleted the secret app-wizard → who-changed app-wizard [secretsmanager]; deleted
who changed X → who-changed X
who changed the trust policy of role deploy → who-changed deploy [iam,sts]; trust policy
who attached policy AdministratorAccess to role deploy → who-changed deploy [iam,sts]; attached; words AdministratorAccess
who added user jane to group admins → who-changed admins [iam,sso-directory,identitystore,cognito-idp,resource-groups]; added; words jane
who removed the policy of bucket bucket-x → who-changed bucket-x [s3]; removed policy
who disabled versioning on bucket-x → who-changed bucket-x; disabled versioning
who deleted the access keys of user jane → who-changed jane [${USER}]; deleted access keys
who disabled the access key AKIAIOSFODNN7EXAMPLE → who-changed AKIAIOSFODNN7EXAMPLE [iam]; disabled
who stopped the trail main → who-changed main [cloudtrail]; stopped
who stopped logging of the trail main → who-changed main [cloudtrail]; stopped logging
who scheduled deletion of kms key 1234abcd-12ab-34cd-56ef-1234567890ab → who-changed 1234abcd-12ab-34cd-56ef-1234567890ab [kms]; deleted
who assumed role deploy → who-changed deploy [iam,sts]; assumed
who assumed the role admin today? → who-changed admin [iam,sts]; assumed; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who ran the instances → who-changed; invoked; services ec2,rds,ssm,lightsail
who launched ec2 instance i-0123456789abcdef0 → who-changed i-0123456789abcdef0 [ec2]; launched
who terminated i-0123456789abcdef0 → who-changed i-0123456789abcdef0; deleted
who rebooted i-0123456789abcdef0 → who-changed i-0123456789abcdef0; restarted
who changed the instance type of i-0123456789abcdef0 → who-changed i-0123456789abcdef0; instance type
who modified the security group sg-123 rules → who-changed sg-123 [${GROUP}]; rules
who opened port 22 on sg-123 → who-changed sg-123; opened
who opened port 22 on sg-123 to the world yesterday → who-changed sg-123; opened; any 0.0.0.0/0,::/0; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
who closed port 22 on sg-123? → who-changed sg-123; closed
who changed the DNS record www.example.com → who-changed www.example.com; DNS record
who scaled the service web in cluster prod-cluster → who-changed web [ecs,apprunner,servicediscovery]; scaled; words prod-cluster
who changed the desired count of service web → who-changed web [ecs,apprunner,servicediscovery]; desired count
who updated the code of lambda checkout-api → who-changed checkout-api [lambda]; code
who deployed checkout-api → who-changed checkout-api; deployed
who rotated the secret db-password → who-changed db-password [secretsmanager]; rotated
who read the secret db-password → who-changed db-password [secretsmanager]; read; onlyReads
who downloaded report.pdf from bucket finance → who-changed finance/report.pdf [s3]; read; onlyReads
who uploaded data.csv to the bucket finance → who-changed finance/data.csv [s3]; wrote
who deleted the object k/a.txt from the bucket finance → who-changed finance/k/a.txt [s3]; deleted
who granted jane access to bucket-x → who-changed bucket-x; gave access; words jane
who shared snapshot snap-123 with account 999988887777 → who-changed snap-123 [${GROUP}]; shared; words 999988887777
who made the snapshot snap-1 public → who-changed snap-1 [${GROUP}]; made public
who created a user yesterday → who-changed; created; services ${USER}; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
who created user mallory → who-changed mallory [${USER}]; created
who deleted user mallory and when → who-changed mallory [${USER}]; deleted
who changed bucket-x and when? → who-changed bucket-x
did jane delete bucket-x? → who-changed bucket-x by any:jane; deleted
did anyone change bucket-x since yesterday? → who-changed bucket-x; 2026-11-21T00:00:00Z/2026-11-22T16:40:00Z
has anyone touched prod-db in the last 3 days → who-changed prod-db; 2026-11-19T16:40:00Z/2026-11-22T16:40:00Z
when was bucket-x deleted → who-changed bucket-x; deleted
was bucket-x deleted today? → who-changed bucket-x; deleted; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
has bucket-x been changed → who-changed bucket-x
what happened to bucket-x → who-changed bucket-x
what changed on bucket-x → who-changed bucket-x
changes to bucket-x last 7d → who-changed bucket-x; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
who changed bucket-x in eu-west-1 limit 5 as csv quietly → who-changed bucket-x; regions eu-west-1; quietly; limit 5; as csv
who changed bucket-x including reads only failed → who-changed bucket-x; includeReads; onlyFailed
who changed bucket-x containing "0.0.0.0/0" → who-changed bucket-x; words 0.0.0.0/0
who changed bucket-x yestreday → who-changed bucket-x; 2026-11-21T00:00:00Z/2026-11-21T23:59:59.999Z
who chnaged bucket-x lsat 7d → who-changed bucket-x; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
who called DeleteBucket on bucket-x → who-changed bucket-x; events DeleteBucket
hey could you please tell me who deleted the orders table? → who-changed orders [dynamodb,glue]; deleted
bucket-x is public, who did that? → who-changed bucket-x; made public
bucket-x was deleted. Who did it? → who-changed bucket-x; deleted
who turned off bucket-x's block public access → who-changed bucket-x; turned off visibility
who enabled public access on bucket-x → who-changed bucket-x; enabled visibility
who changed the "My Stack" stack → who-changed My Stack [cloudformation]
who gave role deploy admin permissions → who-changed deploy [iam,sts]; gave access
who created an access key for user jane → who-changed jane [${USER}]; created access keys
who changed the password of jane → who-changed jane; password
who disabled mfa for jane → who-changed jane; disabled MFA
who stopped cloudtrail → who-changed; stopped; services cloudtrail
who turned off guardduty → who-changed; turned off; services guardduty
who left the organization → who-changed; left the organisation
who invited account 999988887777 to the organization → who-changed 999988887777 [organizations,account]; invited; services organizations
who put the bucket policy on bucket-x → who-changed bucket-x; wrote bucket policy
who changed the bucket policy of bucket-x → who-changed bucket-x; bucket policy
who changed the key policy of key 1234abcd-12ab-34cd-56ef-1234567890ab → who-changed 1234abcd-12ab-34cd-56ef-1234567890ab [kms,ec2,iam]; key policy
who disabled kms key 1234abcd-12ab-34cd-56ef-1234567890ab → who-changed 1234abcd-12ab-34cd-56ef-1234567890ab [kms]; disabled
who encrypted bucket-x → who-changed bucket-x; encrypted
who used the kms key alias/orders → who-changed alias/orders [kms]; onlyReads
who decrypted with key alias/orders → who-changed alias/orders [kms]; decrypted; onlyReads
Who changed the bucket policy of my-bucket yesterday between 14:00 and 15:00 CET? → who-changed my-bucket; bucket policy; 2026-11-21T13:00:00Z/2026-11-21T14:00:00Z
Who disabled MFA delete on the bucket logs-archive? → who-changed logs-archive [s3]; disabled versioning
Which user deleted the DynamoDB table orders? → who-changed orders [dynamodb]; deleted
Who removed the lifecycle rules from bucket my-bucket → who-changed my-bucket [s3]; removed lifecycle
Who created the IAM user backdoor-user and what did they do with it? → who-changed backdoor-user [iam]; created
Who created an access key for the user backdoor-user? → who-changed backdoor-user [${USER}]; created access keys
Who attached the policy AdministratorAccess to the user backdoor-user? → who-changed backdoor-user [${USER}]; attached; words AdministratorAccess
Who terminated the EC2 instance i-0abc1234567890def? → who-changed i-0abc1234567890def [ec2]; deleted
Who shared the EBS snapshot snap-0123456789abcdef0 with another account? → who-changed snap-0123456789abcdef0 [${GROUP}]; shared
Who made the AMI ami-0123456789abcdef0 public? → who-changed ami-0123456789abcdef0 [ec2]; made public
Who stopped the CloudTrail trail my-trail from logging? → who-changed my-trail [cloudtrail]; stopped logging
Who deleted the trail my-trail? → who-changed my-trail [cloudtrail]; deleted
Who changed the event selectors of trail my-trail? → who-changed my-trail [cloudtrail]; event selectors
Who tried to delete the trail my-trail? → who-changed my-trail [cloudtrail]; deleted
Who scheduled the KMS key 1234abcd-12ab-34cd-56ef-1234567890ab for deletion? → who-changed 1234abcd-12ab-34cd-56ef-1234567890ab [kms]; deleted
Who disabled key rotation of the KMS key alias/orders? → who-changed alias/orders [kms]; disabled rotation
Who retrieved the secret prod/db/password? → who-changed prod/db/password [secretsmanager]; read; onlyReads
Who read secrets in the last hour? → who-changed; read; services secretsmanager; onlyReads; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z
Who listed the secrets? → who-changed; listed; services secretsmanager; onlyReads
Who deleted the secret prod/db/password, and was it restored? → who-changed prod/db/password [secretsmanager]; deleted
Who left the organisation? → who-changed; left the organisation
Who tried to leave the organization? → who-changed; left the organisation
Who modified the RDS instance orders-db to be publicly accessible? → who-changed orders-db [rds]
Who changed the master password of RDS instance orders-db? → who-changed orders-db [rds]; password
Who shared the RDS snapshot orders-snap? → who-changed orders-snap [${GROUP}]; shared
Who restored a DB from snapshot orders-snap? → who-changed orders-snap [${GROUP}]; restored
Who rebooted the database orders-db? → who-changed orders-db [rds,dynamodb,glue,redshift]; restarted
Who changed the memory of the Lambda function checkout-api? → who-changed checkout-api [lambda]; settings of the function
Who updated the environment variables of the lambda checkout-api → who-changed checkout-api [lambda]; environment variables
Who added a layer to the function checkout-api? → who-changed checkout-api [lambda,cloudfront]; added
Who created a function URL for the function checkout-api → who-changed checkout-api [lambda,cloudfront]; created function URL
Who invoked the function checkout-api? → who-changed checkout-api [lambda,cloudfront]; invoked
Who opened port 22 to the world on sg-0123456789abcdef0? → who-changed sg-0123456789abcdef0; opened; any 0.0.0.0/0,::/0
Who revoked the rule on security group sg-0123456789abcdef0? → who-changed sg-0123456789abcdef0 [${GROUP}]; took back rule
Who created a security group? → who-changed; created; services ${GROUP}
Who ran commands on the instance i-0123456789abcdef0? → who-changed i-0123456789abcdef0 [ec2,rds,ssm,lightsail]; ran commands
Who started a session on instance i-0123456789abcdef0 → who-changed i-0123456789abcdef0 [ec2,rds,ssm,lightsail]; started a session
List all changes to sg-123 since 2026-11-01 → who-changed sg-123; 2026-11-01T00:00:00Z/2026-11-22T16:40:00Z
all events on arn:aws:lambda:eu-west-1:111122223333:function:checkout-api → who-changed arn:aws:lambda:eu-west-1:111122223333:function:checkout-api [lambda]; includeReads
who touched prod/db/password → who-changed prod/db/password
who deleted "my weird name" today → who-changed my weird name; deleted; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who edited /aws/lambda/checkout-api retention → who-changed /aws/lambda/checkout-api; retention
who changed role/admin → who-changed role/admin [iam,sts]
who changed alarm "High CPU" → who-changed High CPU [monitoring,cloudwatch]
who changed the alarm threshold of high-cpu → who-changed high-cpu; threshold
who muted the alarm high-cpu → who-changed high-cpu [monitoring,cloudwatch]; disabled
who deleted orders-* → who-changed orders-*; deleted
who changed https://s3.console.aws.amazon.com/s3/buckets/bucket-x?region=us-east-1 → who-changed https://s3.console.aws.amazon.com/s3/buckets/bucket-x?region=us-east-1 [s3]
who deleted the log group /aws/lambda/checkout-api → who-changed /aws/lambda/checkout-api [logs]; deleted
who purged the queue orders-queue → who-changed orders-queue [sqs]; deleted
who changed the visibility timeout of the queue orders-queue → who-changed orders-queue [sqs]; settings of the function
who subscribed to the topic alerts → who-changed alerts [sns]; subscribed
who deleted the stack network-prod → who-changed network-prod [cloudformation]; deleted
who updated the stack network-prod → who-changed network-prod [cloudformation]
who deployed the stack network-prod → who-changed network-prod [cloudformation]; deployed
who failed over the cluster aurora-prod → who-changed aurora-prod [ecs,eks,rds,redshift,elasticache,kafka,elasticmapreduce,dax,memorydb]; failed over
who drained the service web → who-changed web [ecs,apprunner,servicediscovery]
who changed the security group of instance i-123 → who-changed i-123 [ec2,rds,ssm,lightsail]
who changed the route table rtb-123 → who-changed rtb-123 [ec2]
who deleted the nat gateway nat-123 → who-changed nat-123 [ec2]; deleted
who detached the volume vol-123 from i-123 → who-changed vol-123 [ec2]; detached; words i-123
who created snapshot of volume vol-123 → who-changed vol-123 [ec2]; created snapshots
who replaced the instance profile of i-123 → who-changed i-123; instance profile
who enabled termination protection on i-123 → who-changed i-123; enabled deletion protection
who changed user data of i-123 → who-changed i-123; user data
who approved the handshake → who-changed handshake; accepted
who put an object lock on bucket-x → who-changed bucket-x; wrote object lock
who emptied bucket-x → who-changed bucket-x; emptied
who copied the snapshot snap-1 → who-changed snap-1 [${GROUP}]; copied
who changed the parameter /prod/db/url → who-changed /prod/db/url [ssm]
who read the parameter /prod/db/url → who-changed /prod/db/url [ssm]; read; onlyReads
who changed hosted zone Z123ABC → who-changed Z123ABC [route53]
who changed the certificate of the distribution E123 → who-changed E123 [cloudfront]; certificate
who invalidated the cache → who-changed cache; invalidated
who changed ‘bucket-x’ in the last 2 hours – please → who-changed bucket-x; 2026-11-22T14:40:00Z/2026-11-22T16:40:00Z
who changed “my bucket” since yesterday → who-changed my bucket; 2026-11-21T00:00:00Z/2026-11-22T16:40:00Z
who changed bucket-x by <@U1|jane> → who-changed bucket-x by any:jane
who changed <https://console.aws.amazon.com|bucket-x> → who-changed bucket-x
WHO CHANGED BUCKET-X LAST 7D → who-changed BUCKET-X; 2026-11-15T16:40:00Z/2026-11-22T16:40:00Z
what did jane do to bucket-x → who-changed bucket-x by any:jane
/whochanged bucket-x → who-changed bucket-x
/who-chagned bucket-x → who-changed bucket-x
who opened the security group "web servers" → who-changed web servers [${GROUP}]; opened
who changed prod → who-changed prod
who turned on versioning for bucket-x → who-changed bucket-x; turned on versioning
who created bucket x in us-east-1 all time → who-changed x [s3]; created; regions us-east-1; 2013-11-13T00:00:00Z/2026-11-22T16:40:00Z
who has been changing bucket-x → who-changed bucket-x
by whom was bucket-x deleted → who-changed bucket-x; deleted
tell me who last changed bucket-x → who-changed bucket-x
who was the last to change bucket-x → who-changed bucket-x
who last touched bucket-x? → who-changed bucket-x
who changed bucket-x most recently → who-changed bucket-x
last 5 changes of bucket-x → who-changed bucket-x; limit 5
who changed bucket-x with reads without automation limit 3 → who-changed bucket-x; includeReads; limit 3
Who deleted the bucket X on 10 July 2023? from 2023-07-10T11:40:00Z to 2023-07-10T12:40:00Z → who-changed X [s3]; deleted; 2023-07-10T11:40:00Z/2023-07-10T12:40:00Z
Who created the user X on that day? from 2023-07-10T11:40:00Z to 2023-07-10T12:40:00Z → who-changed X [${USER}]; created; 2023-07-10T11:40:00Z/2023-07-10T12:40:00Z
Which user behind the role session made the change to bucket-x? → who-changed bucket-x
Who changed user jane's password? → who-changed jane [${USER}]; password
Who removed the public access block from the bucket finance-data? → who-changed finance-data [s3]; removed visibility
Was the bucket finance-data ever made public, and by whom? → who-changed finance-data [s3]; made public; 2013-11-13T00:00:00Z/2026-11-22T16:40:00Z
Which access key was used to delete the bucket finance-data? → who-changed finance-data [s3]; deleted
From which IP address was the bucket finance-data deleted? → who-changed finance-data [s3]; deleted
Who changed the resource policy of secret db-pass? → who-changed db-pass [secretsmanager]; policy
Who disabled GuardDuty? → who-changed; disabled; services guardduty
Who deleted the GuardDuty detector 12ab? → who-changed 12ab [guardduty]; deleted
Who deleted the flow logs fl-123? → who-changed fl-123 [ec2]; deleted
Who created the EC2 key pair deploy-key? → who-changed deploy-key [ec2]; created
Who imported the key pair? → who-changed; created; services ec2
Who modified the attribute of ami-123? → who-changed ami-123; configuration
Who changed the password policy of the account? → who-changed; password policy
Who deactivated the MFA device of user jane? → who-changed jane [${USER}]; disabled MFA
Who created a login profile for the user jane? → who-changed jane [${USER}]; created password
Who put an inline policy on the role deploy? → who-changed deploy [iam,sts]; wrote policy
Who added a policy version to the policy deploy-policy? → who-changed deploy-policy [iam,organizations,s3,autoscaling]; added version
Who changed the default version of policy deploy-policy? → who-changed deploy-policy [iam,organizations,s3,autoscaling]; version
Who created the Lambda function f and gave it the role r? → who-changed f [lambda]; created
Who changed the code of function f, and from where? → who-changed f [lambda,cloudfront]; code
Who created the stack s? → who-changed s [cloudformation]; created
Who called GetCallerIdentity? → who-changed; events GetCallerIdentity
Who tried to read the secret db-pass and failed? → who-changed db-pass [secretsmanager]; read; onlyReads
Who opened port 3389 (RDP) to 0.0.0.0/0 in security group sg-1? → who-changed sg-1 [${GROUP}]; opened; any 0.0.0.0/0
Who allowed 0.0.0.0/0 on sg-1? → who-changed sg-1; gave access; any 0.0.0.0/0
Who allowed ingress from anywhere to sg-1? → who-changed sg-1; opened; any 0.0.0.0/0,::/0
Who deleted the rule of security group sg-1? → who-changed sg-1 [${GROUP}]; deleted rule
Who deleted the VPC vpc-1? → who-changed vpc-1 [ec2]; deleted
Who stopped logging on the trail t, and was it started again? → who-changed t [cloudtrail]; stopped logging
Who encrypted the objects in bucket b? → who-changed b/* [s3]; encrypted
Who deleted objects from the bucket b? → who-changed b/* [s3]; deleted
Who uploaded objects to the bucket b → who-changed b/* [s3]; wrote
Who downloaded objects from bucket b → who-changed b/* [s3]; read; onlyReads
Who listed the bucket b? → who-changed b [s3]; listed; onlyReads
Who listed the objects of bucket b? → who-changed b [s3]; listed; onlyReads
Who read from the table orders? → who-changed orders [dynamodb,glue]; read; onlyReads
Who wrote to the table orders? → who-changed orders [dynamodb,glue]; wrote
Who deleted items from the table orders? → who-changed orders [dynamodb,glue]; deleted items
Who sent messages to queue q? → who-changed q [sqs]; sent
Who changed the retention of the log group /aws/lambda/f? → who-changed /aws/lambda/f [logs]; retention
Who deleted the alarm cpu-high? → who-changed cpu-high [monitoring,cloudwatch]; deleted
Who disabled the actions of alarm cpu-high? → who-changed cpu-high [monitoring,cloudwatch]; disabled alarm actions
Who disabled the rule nightly? → who-changed nightly [events,config,wafv2,elasticloadbalancing]; disabled
Who scheduled deletion of the secret db-pass? → who-changed db-pass [secretsmanager]; deleted
Who cancelled the key deletion of key 1234? → who-changed 1234 [kms,ec2,iam]; cancelled
Who changed the SCP p-123? → who-changed p-123 [organizations]
Who attached the SCP p-123 to the account 111122223333? → who-changed 111122223333 [organizations,account]; attached; words p-123
Who moved the account 111122223333 to another OU? → who-changed 111122223333 [organizations,account]
Who enabled the region ap-east-1? → who-changed; enabled; regions ap-east-1
who changed "db" today → who-changed db; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who changed the database db-1 → who-changed db-1 [rds,dynamodb,glue,redshift]
who changed db-1's deletion protection → who-changed db-1; deletion protection
who broke checkout-api → who-changed checkout-api
who messed with checkout-api → who-changed checkout-api
who is responsible for deleting bucket-x → who-changed bucket-x; deleted
why is bucket-x public → who-changed bucket-x; made public
why was i-123 stopped → who-changed i-123; stopped
how did bucket-x get deleted → who-changed bucket-x; deleted
when was sg-1 last changed → who-changed sg-1
where was bucket-x changed from → who-changed bucket-x
who chnaged bucket-x last 2 huors → who-changed bucket-x; 2026-11-22T14:40:00Z/2026-11-22T16:40:00Z
who deletd the bucket bucket-x → who-changed bucket-x [s3]; deleted
who changed bucket-x incldung reads → who-changed bucket-x; includeReads
who changed yesterdy-report → who-changed yesterdy-report
who changed the bucket chnaged → who-changed chnaged [s3]
who changed bucket-x since mondya → who-changed bucket-x; 2026-11-16T00:00:00Z/2026-11-22T16:40:00Z
who changed bucket-x – last 2 hours… → who-changed bucket-x; 2026-11-22T14:40:00Z/2026-11-22T16:40:00Z
who changed \`bucket-x\` today → who-changed bucket-x; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who changed *bucket-x* today → who-changed bucket-x; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
\`who changed bucket-x today\` → who-changed bucket-x; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who changed “prod db” in the last hour? → who-changed prod db; 2026-11-22T15:40:00Z/2026-11-22T16:40:00Z
who changed &lt;bucket-x&gt; today → who-changed bucket-x; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who changed bucket‑x today → who-changed bucket-x; 2026-11-22T00:00:00Z/2026-11-22T16:40:00Z
who changed bucket-x at 14:00 Europe/Berlin → who-changed bucket-x; 2026-11-22T12:45:00Z/2026-11-22T13:15:00Z
who changed bucket-x since 9am PST → who-changed bucket-x; 2026-11-21T17:00:00Z/2026-11-22T16:40:00Z
who changed bucket-x between 14:00 and 15:00 UTC+2 → who-changed bucket-x; 2026-11-22T12:00:00Z/2026-11-22T13:00:00Z
who changed bucket-x at 2026-11-20T14:05:00+05:30 → who-changed bucket-x; 2026-11-20T08:20:00Z/2026-11-20T08:50:00Z
who changed bucket-x since 1763800000 → who-changed bucket-x; 2025-11-22T08:26:40Z/2026-11-22T16:40:00Z
who changed bucket-x in prod, staging → who-changed bucket-x; accounts 111122223333,444455556666
who changed bucket-x by user bob → who-changed bucket-x by user:bob
who changed bucket-x by role deploy → who-changed bucket-x by role:deploy
who changed bucket-x by key AKIAIOSFODNN7EXAMPLE → who-changed bucket-x by key:AKIAIOSFODNN7EXAMPLE
who changed bucket-x by 203.0.113.7 → who-changed bucket-x by address:203.0.113.7
who changed bucket-x by root → who-changed bucket-x by root
who changed bucket-x by cloudformation.amazonaws.com → who-changed bucket-x by service:cloudformation.amazonaws.com
who changed bucket-x as role deploy → who-changed bucket-x by role:deploy
who changed bucket-x mentioning 203.0.113.0/24 → who-changed bucket-x; words 203.0.113.0/24
who changed bucket-x event put* → who-changed bucket-x; events put*
who changed bucket-x via terraform → who-changed bucket-x
who changed bucket-x only for me → who-changed bucket-x; quietly
/trailwatch who changed bucket-x → who-changed bucket-x
who-changed bucket-x → who-changed bucket-x
who the hell deleted s3://bucket-x ?? → who-changed s3://bucket-x [s3]; deleted
who changed bucket-x event *Lifecycle* → who-changed bucket-x; events *Lifecycle*
who made mallory an admin → who-changed mallory; gave access
who took a snapshot of vol-0fc2e34e74650e145 → who-changed vol-0fc2e34e74650e145; took a snapshot
who released the elastic ip eipalloc-08a083beb → who-changed eipalloc-08a083beb [ec2]; released
who stopped logging on main-trail → who-changed main-trail; stopped logging
who called the function checkout-api → who-changed checkout-api [lambda,cloudfront]; invoked
who changed mount target fsmt-07e238762 → who-changed fsmt-07e238762
who changed mesh m1 → who-changed m1
who deleted the resolver query log config rqlc-5aa596 → who-changed rqlc-5aa596; deleted
who killed i-01234567890123456 → who-changed i-01234567890123456; killed
who opened a support case → who-changed; opened a case; services support,trustedadvisor
who created kms keys → who-changed; created; services kms
who put something into instance profile web → who-changed web [iam,ec2]
who made the change to bucket-x → who-changed bucket-x
`;

describe("who changed something, as people ask it", () => {
  const rows = PHRASINGS.trim()
    .split("\n")
    .map((row) => row.split(" → "));

  it.each(rows)("%s", (text = "", expected = "") => {
    const understood = understand(text, CONTEXT);

    expect(brief(understood)).toBe(expected);
  });
});

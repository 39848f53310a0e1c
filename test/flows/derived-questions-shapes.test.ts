/** Questions over records of many shapes (Logstash lines, bare arrays, LookupEvents, EventBridge), judged against the raw records. */
import { describe } from "vitest";
import { corpusFolder } from "../support/corpus.ts";
import {
  all,
  answering,
  any,
  asking,
  attempt,
  byUser,
  call,
  change,
  type Derived,
  denied,
  done,
  failed,
  from,
  inRole,
  judgeEach,
  not,
  with_,
  writing,
} from "../support/naive.ts";

const root = with_("userIdentity.type", "Root");

const BUCKET = "mordors3stack-s3bucket-llp2yingx64a";
const WAF_ROLE = "MordorNginxStack-BankingWAFRole-9S3E0UAE1MM0";

/** Logstash lines without readOnly, not in the order of time. */
const EXFILTRATION: Derived[] = [
  {
    ask: [`who listed the bucket ${BUCKET}`, `who read ${BUCKET} event ListObjects*`],
    reads: all(call("ListObjects"), asking(BUCKET)),
  },
  {
    ask: [
      `who read from bucket ${BUCKET}`,
      `who downloaded anything from ${BUCKET}`,
      `who accessed s3://${BUCKET}`,
    ],
    reads: all(call("GetObject"), asking(BUCKET)),
    extras: all(call("ListObjects"), asking(BUCKET)),
    because: "a listing may count as reading the bucket",
  },
  {
    ask: [
      `what did role ${WAF_ROLE} do including reads`,
      `what did i-0317f6c6b66ae9c40 do including reads`,
    ],
    reads: all(inRole(WAF_ROLE), done),
    attempts: all(inRole(WAF_ROLE), failed),
  },
  {
    ask: ["what did pedro change", "what changed by pedro"],
    because: "old records do not say readOnly, and all of his are Describe calls",
  },
  { ask: [`who changed ${BUCKET}`, `who deleted bucket ${BUCKET}`, `who uploaded to ${BUCKET}`] },
];

const KEY = "AKIA3Z2XBVUDFQ9TU4MD";

/** .json and .json.gz, an event delivered twice, a file without records. */
const LEVELS: Derived[] = [
  {
    ask: [
      "what was denied for Level6",
      "denied by user Level6",
      "what was level6 not allowed to do",
    ],
    attempts: all(byUser("Level6"), denied),
  },
  {
    ask: [
      `what has key ${KEY} done including reads`,
      `all events of key ${KEY}`,
      `everything ${KEY} did`,
    ],
    reads: all(with_("userIdentity.accessKeyId", KEY), done),
    attempts: all(with_("userIdentity.accessKeyId", KEY), failed),
  },
  {
    ask: ["what changed", "what was deleted", "what changed in s3", "who signed in"],
    because: "184 reads and nothing else",
    extras: all(failed, not(writing)),
  },
];

const SG = "sg-0abcdef1234567890";
const TOPIC = "MySNSTopic";
const OBJECT = "my-example-bucket/test_file_1.txt";

/** One bare array of hand-made ids, object events without managementEvent. */
const SHOP: Derived[] = [
  {
    ask: ["who deleted user NewIAMUser", "who deleted NewIAMUser"],
    changes: all(call("DeleteUser"), asking("NewIAMUser")),
  },
  { ask: ["who changed NewIAMUser"], changes: all(from("iam"), asking("NewIAMUser")) },
  {
    ask: ["who gave NewIAMUser admin rights", "who attached a policy to NewIAMUser"],
    changes: all(call("AttachUserPolicy"), asking("NewIAMUser")),
  },
  {
    ask: ["who stopped i-0123456789abcdef0", "who shut down i-0123456789abcdef0"],
    changes: all(call("StopInstances"), asking("i-0123456789abcdef0")),
  },
  {
    ask: ["who started i-0123456789abcdef0"],
    changes: all(call("StartInstances"), asking("i-0123456789abcdef0")),
  },
  {
    ask: ["who ran a command on i-0123456789abcdef0"],
    changes: all(call("SendCommand"), asking("i-0123456789abcdef0")),
  },
  {
    ask: ["who changed rds mydbinstance", "who touched mydbinstance"],
    changes: all(from("rds"), asking("mydbinstance")),
  },
  {
    ask: ["who deleted the db mydbinstance", "who dropped the database mydbinstance"],
    changes: all(call("DeleteDBInstance"), asking("mydbinstance")),
  },
  {
    ask: ["who resized mydbinstance", "who changed the storage of mydbinstance"],
    changes: all(call("ModifyDBInstance"), asking("mydbinstance")),
    extras: all(from("rds"), asking("mydbinstance")),
    because: "storage is set when it is made, too",
  },
  {
    ask: ["who deleted stack MyTestStack"],
    changes: all(call("DeleteStack"), asking("MyTestStack")),
  },
  {
    ask: ["who changed cloudformation stack MyTestStack"],
    changes: all(from("cloudformation"), asking("MyTestStack"), change),
  },
  {
    ask: [
      "who changed MyLambdaFunction event CreateFunction",
      "who created the function MyLambdaFunction",
    ],
    changes: all(call("CreateFunction"), asking("MyLambdaFunction")),
  },
  {
    ask: ["who invoked MyLambdaFunction", "who called lambda MyLambdaFunction"],
    changes: all(call("InvokeFunction"), asking("MyLambdaFunction")),
  },
  {
    ask: ["who changed table MyDynamoDBTable", "who changed dynamodb table MyDynamoDBTable"],
    changes: all(from("dynamodb"), asking("MyDynamoDBTable")),
  },
  {
    ask: [`who subscribed to ${TOPIC}`, `who changed ${TOPIC} event Subscribe`],
    changes: all(call("Subscribe"), asking(TOPIC)),
  },
  {
    ask: [
      "who created queue MySQSQueue",
      "who created https://sqs.us-east-1.amazonaws.com/123456789012/MySQSQueue",
    ],
    changes: all(call("CreateQueue"), asking("MySQSQueue")),
  },
  {
    ask: ["who sent messages to MySQSQueue", "who changed MySQSQueue event SendMessage"],
    changes: all(call("SendMessage"), asking("MySQSQueue")),
    because: "a message is asked for by its verb",
  },
  {
    ask: [`who opened ${SG}`, `who opened port 80 on ${SG}`],
    changes: all(call("AuthorizeSecurityGroupIngress"), asking(SG)),
  },
  { ask: [`who deleted ${SG}`], changes: all(call("DeleteSecurityGroup"), asking(SG)) },
  {
    ask: ["who changed bucket my-example-bucket"],
    because: "objects were written, the bucket is as it was",
  },
  {
    ask: [`who deleted ${OBJECT}`, `who deleted s3://${OBJECT}`],
    changes: all(call("DeleteObject"), asking("test_file_1.txt")),
  },
  {
    ask: [
      `who read ${OBJECT}`,
      `who downloaded test_file_1.txt from my-example-bucket`,
      `who read ${OBJECT} event GetObject`,
    ],
    reads: all(call("GetObject"), asking("test_file_1.txt")),
  },
  {
    ask: [`who uploaded ${OBJECT}`, `who changed ${OBJECT} event PutObject`],
    changes: all(call("PutObject"), asking("test_file_1.txt")),
  },
  {
    ask: ["who made my-example-bucket/test_file_2.txt public"],
    changes: all(call("PutObjectAcl"), asking("test_file_2.txt")),
  },
  {
    ask: ["what did root do", "did root do anything"],
    changes: all(root, writing),
    extras: all(root, not(writing)),
  },
  {
    ask: ["what did bob do", "/what-did Bob"],
    changes: all(byUser("Bob"), any(writing, call("ConsoleLogin"))),
  },
  { ask: ["who signed in", "who logged in without mfa"], changes: call("ConsoleLogin") },
  {
    ask: ["what changed in api gateway", "what changed service apigateway"],
    changes: all(from("apigateway"), change),
  },
];

/** EventBridge events of ten years. */
const EVENTS: Derived[] = [
  {
    ask: ["who changed mount target fsmt-07e238762319765b9", "who changed fsmt-07e238762319765b9"],
    changes: call("ModifyMountTargetSecurityGroups"),
  },
  {
    ask: [
      "who deleted tgw-attach-0814a77755bf02f0e",
      "who deleted the transit gateway attachment tgw-attach-0814a77755bf02f0e",
    ],
    changes: call("DeleteTransitGatewayVpcAttachment"),
  },
  {
    ask: ["what did pratyush.mishra do", "what did pratyush.mishra@capitalone.com do"],
    changes: byUser("pratyush.mishra@capitalone.com"),
  },
  { ask: ["who created bucket cwe-test"], changes: all(call("CreateBucket"), asking("cwe-test")) },
  { ask: ["what did Jerry change"], changes: byUser("Jerry") },
  { ask: ["what did HarishAchappa do"], changes: with_("userIdentity.arn", /HarishAchappa$/) },
  {
    ask: ["who changed mesh m1", "who created mesh m1 event CreateMesh"].slice(0, 1),
    changes: all(call("CreateMesh"), asking("m1")),
    extras: all(from("appmesh"), asking('"meshName":"m1"')),
    because: "what was made inside the mesh",
  },
  {
    ask: ["who tagged distribution E53370FUHBNLK", "who changed E53370FUHBNLK event TagResource"],
    changes: all(call("TagResource"), asking("E53370FUHBNLK")),
  },
];

/** A console sign-in that failed says so in its response alone. */
const SIGN_INS: Derived[] = [
  {
    ask: ["who signed in", "any console logins?"],
    changes: all(call("ConsoleLogin"), done),
    attempts: all(call("ConsoleLogin"), failed),
  },
  {
    ask: ["failed sign-ins", "who failed to log in", "failed console logins"],
    attempts: all(call("ConsoleLogin"), failed),
  },
  {
    ask: ["root sign-ins", "who signed in as root", "did anyone log in as root?"],
    changes: all(call("ConsoleLogin"), root, done),
    attempts: all(call("ConsoleLogin"), root, failed),
  },
  {
    ask: ["sign-ins without MFA by anaya"],
    changes: all(
      call("ConsoleLogin"),
      byUser("anaya"),
      done,
      with_("additionalEventData.MFAUsed", "No"),
    ),
    attempts: all(
      call("ConsoleLogin"),
      byUser("anaya"),
      failed,
      with_("additionalEventData.MFAUsed", "No"),
    ),
  },
  { ask: ["who changed trail myTrail2", "who updated myTrail2"], attempts: call("UpdateTrail") },
  { ask: ["who rotated a kms key", "what changed in kms"], changes: call("RotateKey") },
];

const LOOKED_UP: Derived[] = [
  {
    ask: ["who terminated i-01234567890123456", "who killed i-01234567890123456"],
    changes: call("TerminateInstances"),
    extras: call("StopInstances"),
    because: "killing may be meant either way",
  },
  { ask: ["who stopped i-01234567890123456"], changes: call("StopInstances") },
  {
    ask: ["who changed i-01234567890123456"],
    changes: all(
      call("TerminateInstances", "StopInstances", "RunInstances"),
      any(asking("i-01234567890123456"), answering("i-01234567890123456")),
    ),
  },
  {
    ask: ["who created security group no-access", "who changed no-access"],
    changes: call("CreateSecurityGroup"),
  },
  { ask: ["what did fakeusername do"], changes: all(byUser("fakeusername"), change) },
];

/** Nearly everything here was refused. */
const REFUSED: Derived[] = [
  {
    ask: ["what was denied for TrailDiscover limit 500", "denied by user TrailDiscover limit 500"],
    attempts: all(byUser("TrailDiscover"), denied),
    extras: all(with_("userIdentity.arn", /\/TrailDiscover$/), denied),
    because: "a session of a role is called so, too",
  },
  {
    ask: [
      "who deleted bucket my-traildiscover-bucket",
      "who tried to delete my-traildiscover-bucket",
    ],
    attempts: all(call("DeleteBucket"), asking("my-traildiscover-bucket")),
  },
  {
    ask: ["who created launch template TrailDiscoverTemplate"],
    changes: all(call("CreateLaunchTemplate"), asking("TrailDiscoverTemplate")),
  },
  {
    ask: ["who changed the password of database-instance", "who changed database-instance"],
    changes: all(call("ModifyDBInstance"), asking("database-instance")),
  },
  {
    ask: ["who created api buckets555-api"],
    changes: all(call("CreateApi"), asking("buckets555-api")),
  },
  {
    ask: ["who opened a support case", "what changed event CreateCase"],
    changes: call("CreateCase"),
  },
  {
    ask: ["who stopped cloudtrail", "what changed in cloudtrail event StopLogging"],
    attempts: call("StopLogging"),
  },
  {
    ask: ["who created a user event iam:CreateUser", "what changed event iam:CreateUser"].slice(1),
    attempts: all(call("CreateUser"), from("iam")),
  },
  {
    ask: ["who left the organization", "who tried to leave the organisation"],
    attempts: call("LeaveOrganization"),
  },
];

/** Records inside the tests of detection rules. */
const RULES: Derived[] = [
  {
    ask: [
      "who deleted rqlc-5aa596fe3bd84ec6",
      "who deleted the resolver query log config rqlc-5aa596fe3bd84ec6",
    ],
    changes: all(call("DeleteResolverQueryLogConfig"), asking("rqlc-5aa596fe3bd84ec6")),
  },
  {
    ask: ["who changed the lifecycle of bucket sample-cloudtrail-bucket-name"],
    changes: all(call("PutBucketLifecycle"), asking("sample-cloudtrail-bucket-name")),
  },
  {
    ask: ["who shared snapshot exfiltration"],
    changes: all(call("ModifyDBSnapshotAttribute"), asking("exfiltration")),
  },
  {
    ask: [
      "who deleted tmt-0fd4b591901182794",
      "who deleted the traffic mirror target tmt-0fd4b591901182794",
    ],
    changes: all(call("DeleteTrafficMirrorTarget"), asking("tmt-0fd4b591901182794")),
  },
  {
    ask: ["who deleted function basic-node-task"],
    changes: all(call("DeleteFunction"), asking("basic-node-task")),
  },
  {
    ask: ["who deleted guardrail cmy5azq5koeo", "who deleted cmy5azq5koeo"],
    changes: all(call("DeleteGuardrail"), asking("cmy5azq5koeo")),
  },
];

const rds = (text: string) => all(from("rds"), asking(text));

/** The same tests share ids that were made up; each is an event of its own. */
const SHARED_IDS: Derived[] = [
  {
    ask: ["who turned off encryption of important-files-bucket"],
    changes: all(call("DeleteBucketEncryption"), asking("important-files-bucket"), change),
  },
  {
    ask: ["who changed bucket important-files-bucket"],
    changes: all(from("s3"), asking("important-files-bucket"), change),
    attempts: all(from("s3"), asking("important-files-bucket"), attempt),
  },
  {
    ask: ["who changed production-backup-bucket"],
    changes: all(from("s3"), asking("production-backup-bucket"), change),
    attempts: all(from("s3"), asking("production-backup-bucket"), attempt),
  },
  {
    ask: ["who deleted customer-data-db", "who deleted the rds instance customer-data-db"],
    changes: all(call("DeleteDBInstance"), rds('"customer-data-db"')),
  },
  {
    ask: ["who rebooted production-mysql"],
    changes: all(call("RebootDBInstance"), rds('"production-mysql"')),
  },
  {
    ask: ["who opened db security group database-sg"],
    changes: all(call("AuthorizeDBSecurityGroupIngress"), rds('"database-sg"'), change),
  },
  {
    ask: ["who deleted trail example-trail event DeleteTrail"],
    changes: all(call("DeleteTrail"), asking("example-trail"), change),
    attempts: all(call("DeleteTrail"), asking("example-trail"), attempt),
  },
];

/** Event versions 1.0 to 1.11. */
const VERSIONS: Derived[] = [
  {
    ask: ["who changed the policy of key mrk-EXAMPLE", "who changed kms key mrk-EXAMPLE"],
    changes: call("PutKeyPolicy"),
  },
  { ask: ["who created user Richard"], changes: all(call("CreateUser"), asking("Richard")) },
  {
    ask: ["who uploaded my-secure-bucket/uploads/data.parquet", "who wrote uploads/data.parquet"],
    changes: all(call("PutObject"), asking("data.parquet")),
  },
  {
    ask: ["who started trail myTrail", "who turned on logging on myTrail"],
    changes: call("StartLogging"),
  },
  { ask: ["who created role TestRole"], changes: all(call("CreateRole"), asking("TestRole")) },
  { ask: ["who created kms keys", "what changed event kms:CreateKey"], changes: call("CreateKey") },
  {
    ask: ["who read reports/data.csv", "who downloaded my-data-bucket/reports/data.csv"],
    reads: all(call("GetObject"), asking("reports/data.csv")),
  },
];

const FOLDERS: [string, string, Derived[]][] = [
  ["ct-otrf", "an exfiltration", EXFILTRATION],
  ["ct-flaws-subset", "a curious user", LEVELS],
  ["ct-cribl", "a small shop", SHOP],
  ["ct-custodian-cwe", "EventBridge events", EVENTS],
  ["ct-awsdocs", "documented sign-ins", SIGN_INS],
  ["ct-plaso", "LookupEvents output", LOOKED_UP],
  ["ct-traildiscover", "refused calls", REFUSED],
  ["ct-panther", "rule tests", [...RULES, ...SHARED_IDS]],
  ["ct-eventversions", "all event versions", VERSIONS],
];

const YEARS = { from: "2010-01-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };

describe.skipIf(!corpusFolder)("derived questions over records of many shapes", () => {
  for (const [folder, title, questions] of FOLDERS) {
    describe(title, () => judgeEach(folder, YEARS, questions));
  }
});

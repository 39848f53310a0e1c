/** Questions of one hour of an attack (2,900 real records), judged against the raw records: buckets, people and machines. */
import { describe } from "vitest";
import { corpusFolder } from "../support/corpus.ts";
import {
  all,
  answering,
  any,
  asking,
  attempt,
  call,
  change,
  type Derived,
  done,
  failed,
  from,
  judgeEach,
  param,
} from "../support/naive.ts";

const HOUR = { from: "2023-07-10T11:40:00Z", to: "2023-07-10T12:40:00Z" };

const bucket = (name: string) => all(from("s3"), param("bucketName", name));
const user = (name: string) => all(from("iam"), param("userName", name));
const role = (name: string) => all(from("iam"), param("roleName", name));
const BACKDOOR_SG = "sg-04cfb7a4712d75b00";
const STOLEN = "i-0dbc91f429e48eeed";

const BUCKETS: Derived[] = [
  {
    ask: [
      "who changed the policy of bucket stratus-red-team-bdbp-lhfzvgcamn",
      "who changed stratus-red-team-bdbp-lhfzvgcamn event *BucketPolicy",
    ],
    changes: all(
      bucket("stratus-red-team-bdbp-lhfzvgcamn"),
      call("PutBucketPolicy", "DeleteBucketPolicy"),
    ),
  },
  {
    ask: [
      "who deleted bucket stratus-red-team-ctes-bucket-qyxyekjbtk",
      "who the hell deleted s3://stratus-red-team-ctes-bucket-qyxyekjbtk ??",
      "/who-changed stratus-red-team-ctes-bucket-qyxyekjbtk event DeleteBucket",
    ],
    changes: all(bucket("stratus-red-team-ctes-bucket-qyxyekjbtk"), call("DeleteBucket"), done),
    attempts: all(bucket("stratus-red-team-ctes-bucket-qyxyekjbtk"), call("DeleteBucket"), failed),
  },
  {
    ask: [
      "who created the bucket stratus-red-team-olc-bucket-xhfgzaowxc",
      "who changed arn:aws:s3:::stratus-red-team-olc-bucket-xhfgzaowxc event CreateBucket",
    ],
    changes: all(bucket("stratus-red-team-olc-bucket-xhfgzaowxc"), call("CreateBucket")),
  },
  {
    ask: ["who changed stratus-red-team-olc-bucket-xhfgzaowxc"],
    changes: all(bucket("stratus-red-team-olc-bucket-xhfgzaowxc"), change),
  },
  {
    ask: [
      "who touched the lifecycle of stratus-red-team-ctlr-bucket-zqfsvooxqj",
      "who changed stratus-red-team-ctlr-bucket-zqfsvooxqj event *Lifecycle*",
    ],
    changes: all(
      bucket("stratus-red-team-ctlr-bucket-zqfsvooxqj"),
      change,
      call("PutBucketLifecycle", "DeleteBucketLifecycle"),
    ),
  },
  {
    ask: ["what buckets were created", "what changed event CreateBucket"],
    changes: all(from("s3"), call("CreateBucket"), change),
  },
  {
    ask: ["who changed bucket stratus-red-team-olc-bucket"],
    extras: asking("stratus-red-team-olc-bucket"),
    because: "nothing has this name as a whole: the answer says that these begin with it",
  },
];

/** A bare name and a verb: the thing itself is meant, not its policy, its keys or its parts. */
const ITSELF: Derived[] = [
  {
    ask: ["who deleted stratus-red-team-bdbp-lhfzvgcamn"],
    changes: all(bucket("stratus-red-team-bdbp-lhfzvgcamn"), call("DeleteBucket")),
  },
  {
    ask: ["who deleted stratus-red-team-ctlr-bucket-zqfsvooxqj"],
    changes: all(bucket("stratus-red-team-ctlr-bucket-zqfsvooxqj"), call("DeleteBucket"), done),
    attempts: all(bucket("stratus-red-team-ctlr-bucket-zqfsvooxqj"), call("DeleteBucket"), failed),
  },
  {
    ask: ["who created malicious-iam-user", "when was malicious-iam-user created"],
    changes: all(user("malicious-iam-user"), call("CreateUser")),
  },
  {
    ask: ["who deleted stratus-red-team-ec2-steal-credentials-role"],
    changes: all(role("stratus-red-team-ec2-steal-credentials-role"), call("DeleteRole")),
  },
  {
    ask: ["which user deleted stratus-red-team-backdoor-f-func"],
    changes: all(call("DeleteFunction"), asking("stratus-red-team-backdoor-f-func")),
  },
  {
    ask: ["who created vpc-06fe1a64761a0f720"],
    changes: all(call("CreateVpc"), answering("vpc-06fe1a64761a0f720")),
  },
  {
    ask: ["who created vol-0fc2e34e74650e145"],
    changes: all(call("CreateVolume"), answering("vol-0fc2e34e74650e145")),
  },
];

const PEOPLE: Derived[] = [
  {
    ask: ["who created user malicious-iam-user", "who changed malicious-iam-user event CreateUser"],
    changes: all(user("malicious-iam-user"), call("CreateUser")),
  },
  {
    ask: ["who changed malicious-iam-user", "who touched user malicious-iam-user"],
    changes: all(user("malicious-iam-user"), change),
    attempts: all(user("malicious-iam-user"), attempt),
  },
  {
    ask: [
      "who made malicious-iam-user an admin",
      "who attached AdministratorAccess to malicious-iam-user",
      "who attached a policy to user malicious-iam-user",
    ],
    changes: all(user("malicious-iam-user"), call("AttachUserPolicy")),
  },
  {
    ask: [
      "who attached AdministratorAccess",
      'what changed event Attach*Policy containing "AdministratorAccess"',
    ],
    changes: all(
      call("AttachUserPolicy", "AttachRolePolicy"),
      param("policyArn", /AdministratorAccess$/),
    ),
  },
  {
    ask: [
      "who created an access key for malicious-iam-user",
      "who changed malicious-iam-user event CreateAccessKey",
    ],
    changes: all(user("malicious-iam-user"), call("CreateAccessKey")),
  },
  {
    ask: ["who deleted access key AKIATFQR7NSCQLA2F4OD"],
    changes: all(call("DeleteAccessKey"), param("accessKeyId", "AKIATFQR7NSCQLA2F4OD")),
  },
  {
    ask: [
      "who deleted the login profile of stratus-red-team-login-profile-user",
      "who changed stratus-red-team-login-profile-user event DeleteLoginProfile",
    ],
    changes: all(user("stratus-red-team-login-profile-user"), call("DeleteLoginProfile"), done),
    attempts: all(user("stratus-red-team-login-profile-user"), call("DeleteLoginProfile"), failed),
  },
  {
    ask: ["who changed user bert-jan", "who changed arn:aws:iam::123837392027:user/bert-jan"],
    because: "bert-jan acts in 2,500 events and is acted on in none",
  },
  {
    ask: ["who deleted role stratus-red-team-backdoor-r-role"],
    changes: all(role("stratus-red-team-backdoor-r-role"), call("DeleteRole")),
  },
  {
    ask: [
      "who changed the trust policy of stratus-red-team-backdoor-r-role",
      "who changed stratus-red-team-backdoor-r-role event UpdateAssumeRolePolicy",
    ],
    changes: all(role("stratus-red-team-backdoor-r-role"), call("UpdateAssumeRolePolicy")),
  },
  {
    ask: [
      "who changed role stratus-red-team-backdoor-r-role",
      "who changed role/stratus-red-team-backdoor-r-role",
      "who changed arn:aws:iam::123837392027:role/stratus-red-team-backdoor-r-role",
    ],
    changes: all(role("stratus-red-team-backdoor-r-role"), change),
  },
  {
    ask: ["who changed role stratus-red-team-olc-lambda-xhfgzaowxc"],
    changes: all(role("stratus-red-team-olc-lambda-xhfgzaowxc"), change),
    because: "CreateFunction only gives this role to a function",
  },
  {
    ask: ["who deleted policy stratus-red-team-ec2lui-policy-wuzemnoeqa"],
    changes: all(
      call("DeletePolicy"),
      param("policyArn", /stratus-red-team-ec2lui-policy-wuzemnoeqa$/),
    ),
  },
  {
    ask: ["who changed stratus-red-team-usr-data-instance"],
    changes: all(
      from("iam"),
      param("instanceProfileName", "stratus-red-team-usr-data-instance"),
      change,
    ),
  },
];

const MACHINES: Derived[] = [
  {
    ask: [
      `who terminated ${STOLEN}`,
      `who killed instance ${STOLEN}`,
      `who changed ${STOLEN} event TerminateInstances`,
    ],
    changes: all(call("TerminateInstances"), asking(STOLEN)),
  },
  {
    ask: [`who launched ${STOLEN}`, `who created the instance ${STOLEN}`],
    changes: all(call("RunInstances"), done, answering(STOLEN)),
  },
  {
    ask: [
      "who turned off termination protection of i-05c30218156bcc246",
      "who disabled termination protection on i-05c30218156bcc246",
      "who changed i-05c30218156bcc246 event ModifyInstanceAttribute",
    ],
    changes: all(call("ModifyInstanceAttribute"), asking("i-05c30218156bcc246")),
  },
  {
    ask: [
      "who ran a command on i-05c30218156bcc246",
      "who changed i-05c30218156bcc246 event SendCommand",
    ],
    attempts: all(call("SendCommand"), asking("i-05c30218156bcc246"), failed),
  },
  {
    ask: [`who changed security group ${BACKDOOR_SG}`, `who changed ${BACKDOOR_SG}`],
    changes: all(
      from("ec2"),
      change,
      any(asking(BACKDOOR_SG), answering(BACKDOOR_SG)),
      call("CreateSecurityGroup", "Authorize*", "Revoke*", "DeleteSecurityGroup"),
    ),
    attempts: all(from("ec2"), attempt, asking(BACKDOOR_SG)),
  },
  {
    ask: [
      `who closed port 22 on ${BACKDOOR_SG}`,
      `who changed ${BACKDOOR_SG} event RevokeSecurityGroupIngress`,
    ],
    changes: all(call("RevokeSecurityGroupIngress"), asking(BACKDOOR_SG), done),
    extras: all(call("RevokeSecurityGroupEgress"), asking(BACKDOOR_SG)),
    because: "closing may be meant in both directions",
  },
  {
    ask: [`who deleted ${BACKDOOR_SG}`, `who deleted the security group ${BACKDOOR_SG}`],
    changes: all(call("DeleteSecurityGroup"), asking(BACKDOOR_SG)),
  },
  {
    ask: [
      "who shared ami-0aa1d83d0b0985c86",
      "who shared the image ami-0aa1d83d0b0985c86 with another account",
    ],
    changes: all(call("ModifyImageAttribute"), asking("ami-0aa1d83d0b0985c86"), asking('"add"')),
    extras: all(call("ModifyImageAttribute"), asking("ami-0aa1d83d0b0985c86")),
    because: "the same call took it back",
  },
  {
    ask: ["who shared snapshot snap-083d3b857c13988bc"],
    changes: all(
      call("ModifySnapshotAttribute"),
      asking("snap-083d3b857c13988bc"),
      asking('"add"'),
    ),
    extras: all(call("ModifySnapshotAttribute"), asking("snap-083d3b857c13988bc")),
    because: "the same call took it back",
  },
  {
    ask: ["who deleted volume vol-0fc2e34e74650e145"],
    changes: all(call("DeleteVolume"), asking("vol-0fc2e34e74650e145")),
  },
  {
    ask: [
      "who took a snapshot of vol-0fc2e34e74650e145",
      "who changed vol-0fc2e34e74650e145 event CreateSnapshot",
    ],
    changes: all(call("CreateSnapshot"), asking("vol-0fc2e34e74650e145")),
  },
  {
    ask: ["who deleted nat gateway nat-0dd264ee104155137", "who deleted nat-0dd264ee104155137"],
    changes: all(call("DeleteNatGateway"), asking("nat-0dd264ee104155137")),
  },
  {
    ask: ["who created nat-03575abbac42080d9", "who created the nat gateway nat-03575abbac42080d9"],
    changes: all(call("CreateNatGateway"), answering("nat-03575abbac42080d9")),
  },
  {
    ask: ["who deleted vpc-06fe1a64761a0f720", "who deleted the vpc vpc-06fe1a64761a0f720"],
    changes: all(call("DeleteVpc"), asking("vpc-06fe1a64761a0f720")),
  },
  {
    ask: ["who changed route table rtb-0c7c2f4aff3677054"],
    changes: all(
      from("ec2"),
      change,
      any(
        param("routeTableId", "rtb-0c7c2f4aff3677054"),
        all(call("CreateRouteTable"), answering("rtb-0c7c2f4aff3677054")),
      ),
    ),
  },
  {
    ask: [
      "who released the elastic ip eipalloc-08a083beb7e83dbc0",
      "who changed eipalloc-08a083beb7e83dbc0 event ReleaseAddress",
    ],
    changes: all(call("ReleaseAddress"), asking("eipalloc-08a083beb7e83dbc0")),
  },
  {
    ask: [
      "who turned off flow logs of vpc-0255d384b4b458b46",
      "who deleted flow log fl-064ed3a785e4a37ef",
    ].slice(1),
    changes: all(call("DeleteFlowLogs"), asking("fl-064ed3a785e4a37ef")),
  },
  {
    ask: [
      "who deleted log group /stratus-red-team/vpc-flow-logs",
      "who deleted /stratus-red-team/vpc-flow-logs",
    ],
    changes: all(call("DeleteLogGroup"), param("logGroupName", "/stratus-red-team/vpc-flow-logs")),
  },
];

describe.skipIf(!corpusFolder)(
  "derived questions over an hour of an attack: what was touched",
  () => {
    judgeEach("ct-invictus", HOUR, [...BUCKETS, ...ITSELF, ...PEOPLE, ...MACHINES]);
  },
);

/** Questions of one hour of an attack (2,900 real records), judged against the raw records: data, trails and who did what. */
import { describe } from "vitest";
import { corpusFolder } from "../support/corpus.ts";
import {
  all,
  answering,
  any,
  asking,
  at,
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
  param,
  type Raw,
  with_,
  writing,
} from "../support/naive.ts";

const HOUR = { from: "2023-07-10T11:40:00Z", to: "2023-07-10T12:40:00Z" };

const secret = (name: string) => (record: Raw) =>
  at(record, "requestParameters.name") === name ||
  new RegExp(`^(arn:.*:secret:)?${name}(-[A-Za-z0-9]{6})?$`).test(
    at(record, "requestParameters.secretId"),
  );

const DATA: Derived[] = [
  {
    ask: ["who shared the rds snapshot exfiltration", "who shared snapshot exfiltration"],
    changes: all(
      call("ModifyDBSnapshotAttribute"),
      param("dBSnapshotIdentifier", "exfiltration"),
      asking("valuesToAdd"),
    ),
    extras: all(call("ModifyDBSnapshotAttribute"), param("dBSnapshotIdentifier", "exfiltration")),
    because: "the same call took it back",
  },
  {
    ask: ["who deleted db snapshot exfiltration", "who deleted exfiltration"],
    changes: all(call("DeleteDBSnapshot"), param("dBSnapshotIdentifier", "exfiltration")),
  },
  {
    ask: [
      "who created the database terraform-20230710121504061500000001",
      "who created rds instance terraform-20230710121504061500000001",
    ],
    changes: all(call("CreateDBInstance"), asking("terraform-20230710121504061500000001")),
  },
  {
    ask: ["what changed in rds", "what changed service rds"],
    changes: all(from("rds"), change),
    attempts: all(from("rds"), attempt),
  },
  {
    ask: [
      "who created secret stratus-red-team-retrieve-secret-1",
      "who changed stratus-red-team-retrieve-secret-1 event CreateSecret",
    ],
    changes: all(call("CreateSecret"), secret("stratus-red-team-retrieve-secret-1")),
    because: "secret-10 to secret-19 only begin so",
  },
  {
    ask: [
      "who deleted secret stratus-red-team-retrieve-secret-7",
      "who deleted stratus-red-team-retrieve-secret-7",
    ],
    changes: all(call("DeleteSecret"), secret("stratus-red-team-retrieve-secret-7")),
    extras: call("StartSecretVersionDelete", "EndSecretVersionDelete"),
    because: "the service's own events of the same deletion",
  },
  {
    ask: [
      "who read the secret stratus-red-team-retrieve-secret-7",
      "who read stratus-red-team-retrieve-secret-7 event GetSecretValue",
    ],
    reads: all(call("GetSecretValue"), secret("stratus-red-team-retrieve-secret-7")),
    extras: all(
      call("DescribeSecret", "GetResourcePolicy"),
      secret("stratus-red-team-retrieve-secret-7"),
    ),
    because: "reads of the secret's description",
  },
  {
    ask: [
      "who deleted parameter /credentials/stratus-red-team/credentials-4",
      "who deleted credentials-4",
    ],
    changes: all(
      call("DeleteParameter"),
      param("name", "/credentials/stratus-red-team/credentials-4"),
      done,
    ),
    because: "credentials-40 and credentials-41 only begin so",
  },
  {
    ask: [
      "who updated the code of stratus-red-team-olc-func-xhfgzaowxc",
      "who deployed stratus-red-team-olc-func-xhfgzaowxc",
    ],
    changes: all(call("UpdateFunctionCode"), asking("stratus-red-team-olc-func-xhfgzaowxc")),
    extras: all(call("CreateFunction"), asking("stratus-red-team-olc-func-xhfgzaowxc")),
    because: "code comes with the function, too",
  },
  {
    ask: [
      "who deleted lambda stratus-red-team-backdoor-f-func",
      "who deleted function:stratus-red-team-backdoor-f-func",
    ],
    changes: all(call("DeleteFunction"), asking("stratus-red-team-backdoor-f-func")),
  },
];

const TRAILS: Derived[] = [
  {
    ask: [
      "who stopped the trail stratus-red-team-ct-stop-trail-qzbgnfqisx",
      "who stopped logging on stratus-red-team-ct-stop-trail-qzbgnfqisx",
    ],
    attempts: all(call("StopLogging"), param("name", "stratus-red-team-ct-stop-trail-qzbgnfqisx")),
    because: "all three attempts failed",
  },
  {
    ask: [
      "who deleted trail stratus-red-team-ctes-trail-qyxyekjbtk",
      "who deleted stratus-red-team-ctes-trail-qyxyekjbtk",
    ],
    changes: all(call("DeleteTrail"), param("name", "stratus-red-team-ctes-trail-qyxyekjbtk")),
  },
  {
    ask: ["what changed in cloudtrail", "/what-changed service cloudtrail"],
    changes: all(from("cloudtrail"), change),
    attempts: all(from("cloudtrail"), attempt),
  },
  {
    ask: ["what changed in rolesanywhere", "what changed in iam roles anywhere"],
    changes: all(from("rolesanywhere"), change),
  },
  {
    ask: [
      "what was deleted in ec2 between 12:12 and 12:13",
      "what changed in ec2 event Delete* between 12:12 and 12:13",
    ],
    during: ["", "2023-07-10T12:12:00Z", "2023-07-10T12:13:00Z"],
    changes: all(from("ec2"), call("Delete*"), done),
    extras: all(
      from("ec2"),
      call("DeregisterImage", "Detach*", "Disassociate*", "Revoke*", "ReleaseAddress"),
    ),
    because: "these take something away as well",
  },
  {
    ask: [
      "what changed in the minute before 12:24:30",
      "what changed between 12:23:30 and 12:24:30",
    ],
    during: ["", "2023-07-10T12:23:30Z", "2023-07-10T12:24:30Z"],
    changes: change,
    attempts: attempt,
  },
];

const ACTORS: Derived[] = [
  {
    ask: ["who called GetSecretValue"],
    reads: all(call("GetSecretValue"), done),
    attempts: all(call("GetSecretValue"), failed),
  },
  {
    ask: ["who changed 49e25ec3-bdfe-4150-8683-b4ea4ee85cfd"],
    changes: all(
      call("CreateTrustAnchor", "DeleteTrustAnchor"),
      any(
        asking("49e25ec3-bdfe-4150-8683-b4ea4ee85cfd"),
        answering("49e25ec3-bdfe-4150-8683-b4ea4ee85cfd"),
      ),
    ),
    because: "what has the form of an event's id may be a resource's",
  },
  {
    ask: ["what did benjamin change", "did benjamin change anything", "what changed by benjamin"],
    because: "benjamin only looked",
  },
  {
    ask: ["what did benjamin do including reads", "/what-did benjamin including reads"],
    reads: all(byUser("benjamin"), not(writing), done),
    attempts: all(byUser("benjamin"), failed),
  },
  {
    ask: ["what was denied for benjamin", "denied by benjamin"],
    because: "what failed for benjamin was missing, and not denied",
  },
  {
    ask: [
      "what did role stratus-red-team-ec2-get-password-data-role do",
      "what has stratus-red-team-ec2-get-password-data-role done",
      "/what-did arn:aws:iam::123837392027:role/stratus-red-team-ec2-get-password-data-role",
    ],
    attempts: all(inRole("stratus-red-team-ec2-get-password-data-role"), failed),
  },
  {
    ask: [
      "what was refused for role stratus-red-team-get-usr-data-role",
      "why does role stratus-red-team-get-usr-data-role get AccessDenied",
      "/denied role stratus-red-team-get-usr-data-role",
    ],
    attempts: all(inRole("stratus-red-team-get-usr-data-role"), denied),
  },
  {
    ask: ["why does role stratus-red-team-ec2lui-role-pcccexdthk get AccessDenied"],
    because: "its call failed for a limit and was not denied",
  },
  {
    ask: [
      "what failed for role stratus-red-team-ec2lui-role-pcccexdthk",
      "what did role stratus-red-team-ec2lui-role-pcccexdthk do only failed",
    ],
    attempts: all(inRole("stratus-red-team-ec2lui-role-pcccexdthk"), failed),
  },
  {
    ask: ["what did 3.225.16.109 do", "what changed by 3.225.16.109"],
    changes: all(with_("sourceIPAddress", "3.225.16.109"), change),
    attempts: all(with_("sourceIPAddress", "3.225.16.109"), failed),
  },
  {
    ask: ["who signed in without mfa", "any console logins without MFA?"],
    changes: all(call("ConsoleLogin"), with_("additionalEventData.MFAUsed", "No")),
  },
  { ask: ["root sign-ins", "did root sign in", "who logged in as root"] },
  {
    ask: ["who tried to leave the org", "what changed in organizations"],
    attempts: all(from("organizations"), failed, writing),
  },
  {
    ask: ["what changed in dynamodb", "who changed table orders", "who deleted bucket root"],
    because: "nothing of the kind is in the trail",
  },
];

describe.skipIf(!corpusFolder)(
  "derived questions over an hour of an attack: data, trails and actors",
  () => {
    judgeEach("ct-invictus", HOUR, [...DATA, ...TRAILS, ...ACTORS]);
  },
);

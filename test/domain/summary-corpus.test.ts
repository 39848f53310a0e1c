import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isObject, type JsonObject } from "../../src/domain/json.ts";
import { parseDocument } from "../../src/domain/record-shapes.ts";
import { summarize } from "../../src/domain/summary.ts";
import { toTrailEvent } from "../../src/domain/trail-event.ts";
import { corpusFolder, unpackedCorpus } from "../support/corpus.ts";

function recordsBelow(folder: string): JsonObject[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.(?:json|jsonl)(?:\.gz)?$/.test(file))
    .flatMap((file) => {
      const bytes = readFileSync(join(folder, file));
      return parseDocument((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"))
        .records;
    });
}

describe.skipIf(!corpusFolder)("real records", () => {
  const events = corpusFolder
    ? recordsBelow(unpackedCorpus()).flatMap((record) => toTrailEvent(record) ?? [])
    : [];
  const linesOf = (name: string) =>
    events.filter((event) => event.name === name).map((event) => summarize(event));

  it("are many", () => {
    expect(events.length).toBeGreaterThan(3000);
  });

  it("all have one clean line", () => {
    const bad = events
      .map((event) => summarize(event))
      .filter(
        (line) =>
          line === "" || line.length > 300 || /[\p{Cc}]|undefined|\[object| {2}|: $/u.test(line),
      );

    expect(bad).toEqual([]);
  });

  it("say of an attempt that it was one, and of nothing else", () => {
    const wrong = events.filter((event) => {
      const isTold = /^(?:tried to|failed) /.test(summarize(event));
      return isTold !== (event.result !== "done");
    });

    expect(wrong.map(({ id, name }) => `${id} ${name}`)).toEqual([]);
  });

  it("contain no session token and no password", () => {
    // Some records were made anonymous with tokens such as 1111, which any number may contain.
    const secrets = events.flatMap(({ raw }) => {
      const token = isObject(raw.responseElements) && raw.responseElements.credentials;
      return isObject(token) &&
        typeof token.sessionToken === "string" &&
        token.sessionToken.length > 20
        ? [token.sessionToken]
        : [];
    });
    const text = events.map((event) => summarize(event)).join("\n");

    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it.each([
    [
      "AddPermission",
      "let anyone invoke function stratus-red-team-backdoor-f-func (AddPermission, principal *)",
    ],
    ["AttachUserPolicy", "attached policy AdministratorAccess to user malicious-iam-user"],
    [
      "AuthorizeSecurityGroupIngress",
      "opened port 443/tcp of sg-04cfb7a4712d75b00 to the whole internet (0.0.0.0/0)",
    ],
    [
      "RevokeSecurityGroupIngress",
      "closed port 22/tcp of sg-04cfb7a4712d75b00 to the whole internet (0.0.0.0/0)",
    ],
    [
      "UpdateAssumeRolePolicy",
      "changed the trust policy of role stratus-red-team-backdoor-r-role: ec2.amazonaws.com, arn:aws:iam::193672423079:root may assume it",
    ],
    ["ModifySnapshotAttribute", "shared snapshot snap-083d3b857c13988bc with account 012345678912"],
    [
      "ModifyInstanceAttribute",
      "turned off termination protection of instance i-0dbc91f429e48eeed",
    ],
    ["CreateFlowLogs", "turned on flow logs of vpc-0255d384b4b458b46"],
    ["DeleteFlowLogs", "deleted flow logs fl-064ed3a785e4a37ef"],
    ["CreateNatGateway", "created NAT gateway nat-03575abbac42080d9: in subnet-01ed430875cff578d"],
    [
      "PutBucketLifecycle",
      "set the lifecycle rules of bucket stratus-red-team-ctlr-bucket-zqfsvooxqj: expire after 1 day",
    ],
    [
      "PutEventSelectors",
      "changed which events trail stratus-red-team-ctes-trail-qyxyekjbtk logs: management events are left out",
    ],
    ["DeleteDBInstance", "deleted RDS instance mydbinstance without a final snapshot"],
    ["ModifyDBInstance", "changed RDS instance mydbinstance: storage 30 GiB"],
    ["ModifyDBSnapshotAttribute", "shared RDS snapshot exfiltration with account 193672423079"],
    [
      "UpdateFunctionCode",
      "deployed new code to function stratus-red-team-olc-func-xhfgzaowxc: published as version 1",
    ],
    [
      "CreateAccessKey",
      "created access key AKIATFQR7NSC3ZO6PKAZ for user stratus-red-team-backdoor-u-user",
    ],
    [
      "DeleteSecret",
      "deleted secret stratus-red-team-retrieve-secret-7 at once, without a way back",
    ],
    ["ConsoleLogin", "failed to sign in (Failed authentication)"],
    ["ConsoleLogin", "signed in to the console without MFA"],
    ["AssumeRole", "assumed role CrossAccountRole as session MarySession"],
    [
      "CreateNetworkAclEntry",
      "tried to add inbound rule 100 to network ACL acl-5fb85d36 (allow port 53/udp from the whole internet (0.0.0.0/0)): denied (Client.UnauthorizedOperation)",
    ],
    ["SendCommand", "ran AWS-RunShellScript on i-0123456789abcdef0"],
    ["DisassociateRouteTable", "ended the use of a route table: rtbassoc-06c42ea03f0967f18"],
  ])("%s: %s", (name, line) => {
    expect(linesOf(name)).toContain(line);
  });
});

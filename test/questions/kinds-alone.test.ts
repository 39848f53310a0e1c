/** Questions that name only a kind of thing: which calls they take, and which they leave out. */
import { describe, expect, it } from "vitest";
import { matchesEventName } from "../../src/domain/event-name.ts";
import { parseInstant } from "../../src/domain/time.ts";
import { understand } from "../../src/questions/understand.ts";
import { auditIn } from "../support/understood.ts";

const CONTEXT = { now: parseInstant("2026-11-22T16:40:00Z") ?? 0, zone: "UTC", accountNames: {} };

function asked(text: string) {
  return auditIn(understand(text, CONTEXT)).asked;
}

function takes(text: string, call: string): boolean {
  const { names, services } = asked(text);
  const [service = "", name = ""] = call.split(":");
  const named = !names || matchesEventName({ service, name, raw: {} }, names);
  return named && (!services || services.includes(service));
}

/** Question; calls that it takes; calls that it leaves out. */
const ROWS: [string, string[], string[]][] = [
  ["any new access keys?", ["iam:CreateAccessKey"], ["iam:DeleteAccessKey", "iam:CreateUser"]],
  ["are there new roles", ["iam:CreateRole"], ["iam:DeleteRole", "iam:CreateUser"]],
  [
    "who got secret values",
    ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
    ["secretsmanager:DescribeSecret", "s3:GetObject"],
  ],
  [
    "who read the value of secret db-password",
    ["secretsmanager:GetSecretValue"],
    ["secretsmanager:DescribeSecret"],
  ],
  [
    "who deleted all the parameters",
    ["ssm:DeleteParameter", "ssm:DeleteParameters"],
    ["s3:DeleteBucket", "ssm:PutParameter", "config:DeleteDeliveryChannel"],
  ],
  [
    "who launched instances",
    ["ec2:RunInstances"],
    ["rds:CreateDBInstance", "ec2:StartInstances", "ec2:RestoreImageFromRecycleBin"],
  ],
  ["who launched a db instance", ["rds:CreateDBInstance"], ["ec2:RunInstances"]],
  [
    "who removed the flow logs",
    ["ec2:DeleteFlowLogs"],
    ["ec2:RevokeSecurityGroupIngress", "ec2:DetachVolume", "ec2:DeleteTags"],
  ],
  ["who removed users", ["iam:DeleteUser", "iam:RemoveUserFromGroup"], ["iam:DeleteRole"]],
  [
    "who added a lambda layer",
    ["lambda:PublishLayerVersion"],
    ["lambda:CreateFunction", "lambda:AddPermission", "lambda:TagResource"],
  ],
  ["who added users", ["iam:CreateUser", "iam:AddUserToGroup"], ["iam:CreateRole"]],
  [
    "when was the exfiltration snapshot shared",
    ["ec2:ModifySnapshotAttribute", "rds:ModifyDBSnapshotAttribute"],
    ["ec2:CreateSnapshot", "ec2:DeleteSnapshot"],
  ],
  ["who rotated the access keys of jane", ["iam:CreateAccessKey"], ["iam:DeleteSSHPublicKey"]],
  ["who ran ssm commands", ["ssm:SendCommand"], ["ec2:RunInstances"]],
  ["who sent a shell script", ["ssm:SendCommand"], ["ses:SendEmail"]],
  ["who turned off mfa", ["iam:DeactivateMFADevice"], ["iam:EnableMFADevice"]],
];

describe("a kind of thing without a name", () => {
  it.each(ROWS)("%s", (text, taken, left) => {
    const wrong = [
      ...taken.filter((call) => !takes(text, call)),
      ...left.filter((call) => takes(text, call)),
    ];

    expect(wrong).toEqual([]);
  });

  it("says what was turned off in the words of the question", () => {
    const { narrowedBy } = asked("who turned off mfa");

    expect(narrowedBy).toBe("turned off MFA");
  });

  it("keeps every call of a removal that names the thing itself", () => {
    const { names } = asked("who removed the security group sg-04cfb7a4712d75b00");

    expect(names).toContain("Revoke*");
  });

  it("take the name after a service's kind for the thing, though AWS has a service of that name", () => {
    const { subject, services } = asked("who changed the ECS service payments");

    expect(subject).toMatchObject({ name: "payments", services: ["ecs"] });
    expect(services).toBeUndefined();
    expect(asked("changes in service payments").services).toEqual(["payments"]);
  });
});

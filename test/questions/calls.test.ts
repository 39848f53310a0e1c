/** Verbs and settings: which calls they mean, and which they must not. */
import { describe, expect, it } from "vitest";
import { matchesEventName } from "../../src/domain/event-name.ts";
import { understand } from "../../src/questions/understand.ts";
import { auditIn } from "../support/understood.ts";

const CONTEXT = { now: 1_795_000_000_000, zone: "UTC", accountNames: {} };

/** True when the question would list a call of this name; `service:Name`. */
function lists(question: string, call: string): boolean {
  const understood = auditIn(understand(question, CONTEXT));
  const [service = "", name = ""] = call.split(":");
  const { names, services } = understood.asked;
  if (services && !services.includes(service)) return false;
  return !names || matchesEventName({ service, name, raw: { eventName: name } }, names);
}

const MEANT: [string, string, string][] = [
  [
    "who deleted the bucket x",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy s3:PutBucketPolicy s3:CreateBucket s3:DeleteObject",
  ],
  [
    "who deleted x",
    "s3:DeleteBucket ec2:TerminateInstances rds:DeleteDBInstance kms:ScheduleKeyDeletion ec2:DeregisterImage",
    "s3:CreateBucket ec2:StopInstances",
  ],
  ["who deleted the kms key x", "kms:ScheduleKeyDeletion", "kms:DisableKey kms:DeleteAlias"],
  [
    "who deleted the user x",
    "iam:DeleteUser",
    "iam:DeleteUserPolicy iam:DeleteAccessKey iam:DeleteLoginProfile",
  ],
  [
    "who created the user x",
    "iam:CreateUser",
    "iam:CreateAccessKey iam:CreateLoginProfile iam:PutUserPolicy",
  ],
  [
    "who created the parameter x",
    "ssm:PutParameter",
    "ssm:DeleteParameter ssm:LabelParameterVersion",
  ],
  ["who created the alarm x", "monitoring:PutMetricAlarm", "monitoring:DeleteAlarms"],
  [
    "who created the ec2 instance x",
    "ec2:RunInstances",
    "ec2:StartInstances ec2:TerminateInstances",
  ],
  ["who restored the snapshot x", "rds:RestoreDBInstanceFromDBSnapshot", "rds:DeleteDBSnapshot"],
  ["who terminated the instance x", "ec2:TerminateInstances", "ec2:StopInstances"],
  [
    "who stopped the instance x",
    "ec2:StopInstances rds:StopDBInstance",
    "ec2:TerminateInstances ec2:StartInstances",
  ],
  [
    "who shut down the RDS server x",
    "rds:StopDBInstance rds:StopDBCluster",
    "rds:StartDBInstance rds:RebootDBInstance rds:ModifyDBInstance",
  ],
  ["who started the instance x", "ec2:StartInstances", "ec2:StopInstances"],
  ["who rebooted the database x", "rds:RebootDBInstance", "rds:ModifyDBInstance"],
  [
    "who opened port 22 on sg-1",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:RevokeSecurityGroupIngress ec2:CreateSecurityGroup",
  ],
  [
    "who closed port 22 on sg-1",
    "ec2:RevokeSecurityGroupIngress",
    "ec2:AuthorizeSecurityGroupIngress",
  ],
  [
    "who opened sg-1 to the internet, and was it closed again?",
    "ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupIngress",
    "ec2:CreateTags",
  ],
  [
    "who removed the rule from security group sg-1",
    "ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress",
    "ec2:AuthorizeSecurityGroupIngress ec2:DeleteSecurityGroup",
  ],
  [
    "who made the bucket x public",
    "s3:PutBucketPolicy s3:PutBucketAcl s3:PutBucketPublicAccessBlock s3:DeleteBucketPublicAccessBlock",
    "s3:PutBucketVersioning s3:DeleteBucket s3:PutBucketTagging",
  ],
  [
    "who made the snapshot x public",
    "ec2:ModifySnapshotAttribute rds:ModifyDBSnapshotAttribute",
    "ec2:CreateSnapshot ec2:DeleteSnapshot",
  ],
  ["who shared the ami x", "ec2:ModifyImageAttribute", "ec2:CreateImage ec2:DeregisterImage"],
  [
    "who let anyone invoke the function x",
    "lambda:AddPermission lambda:CreateFunctionUrlConfig",
    "lambda:RemovePermission lambda:UpdateFunctionCode",
  ],
  [
    "who let anyone invoke the function x, and was it taken back?",
    "lambda:AddPermission lambda:RemovePermission",
    "lambda:UpdateFunctionCode",
  ],
  [
    "who gave role x admin permissions",
    "iam:AttachRolePolicy iam:PutRolePolicy",
    "iam:DetachRolePolicy iam:CreateRole",
  ],
  [
    "who revoked the permissions of role x",
    "iam:DetachRolePolicy iam:DeleteRolePolicy",
    "iam:AttachRolePolicy",
  ],
  [
    "who attached a policy to role x",
    "iam:AttachRolePolicy iam:PutRolePolicy",
    "iam:DetachRolePolicy iam:UpdateAssumeRolePolicy",
  ],
  ["who detached the policy P from role x", "iam:DetachRolePolicy", "iam:AttachRolePolicy"],
  [
    "who changed the trust policy of role x",
    "iam:UpdateAssumeRolePolicy",
    "iam:AttachRolePolicy iam:PutRolePolicy",
  ],
  [
    "who changed the policy of bucket x",
    "s3:PutBucketPolicy s3:DeleteBucketPolicy",
    "s3:PutBucketAcl s3:PutBucketTagging",
  ],
  [
    "who removed the policy of bucket x",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketPolicy s3:DeleteBucket",
  ],
  [
    "who changed the concurrency of x",
    "lambda:PutFunctionConcurrency lambda:DeleteFunctionConcurrency",
    "lambda:UpdateFunctionCode",
  ],
  [
    "who changed the code of function x",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
  ],
  [
    "who changed the memory of function x",
    "lambda:UpdateFunctionConfiguration",
    "lambda:UpdateFunctionCode",
  ],
  ["who disabled versioning on x", "s3:PutBucketVersioning", "s3:PutBucketPolicy"],
  [
    "who changed the encryption of x",
    "s3:PutBucketEncryption s3:DeleteBucketEncryption",
    "s3:PutBucketPolicy",
  ],
  [
    "who changed the lifecycle of x",
    "s3:PutBucketLifecycle s3:DeleteBucketLifecycle",
    "s3:PutBucketPolicy",
  ],
  [
    "who changed the tags of x",
    "s3:PutBucketTagging ec2:CreateTags lambda:TagResource",
    "apigateway:UpdateStage",
  ],
  [
    "who created an access key for user x",
    "iam:CreateAccessKey",
    "iam:DeleteAccessKey iam:UpdateAccessKey iam:CreateUser",
  ],
  [
    "who disabled the access key AKIAIOSFODNN7EXAMPLE",
    "iam:UpdateAccessKey",
    "iam:DeleteAccessKey iam:CreateAccessKey",
  ],
  ["who disabled mfa of user x", "iam:DeactivateMFADevice", "iam:DeleteUser"],
  [
    "who stopped the trail x",
    "cloudtrail:StopLogging",
    "cloudtrail:StartLogging cloudtrail:DeleteTrail",
  ],
  [
    "who turned off cloudtrail",
    "cloudtrail:StopLogging cloudtrail:DeleteTrail",
    "cloudtrail:StartLogging cloudtrail:CreateTrail",
  ],
  [
    "who turned off guardduty",
    "guardduty:DeleteDetector guardduty:UpdateDetector",
    "guardduty:CreateDetector",
  ],
  ["who disabled the kms key x", "kms:DisableKey", "kms:EnableKey kms:ScheduleKeyDeletion"],
  [
    "who rotated the secret x",
    "secretsmanager:RotateSecret secretsmanager:PutSecretValue",
    "secretsmanager:DeleteSecret",
  ],
  [
    "who read the secret x",
    "secretsmanager:GetSecretValue secretsmanager:BatchGetSecretValue",
    "secretsmanager:DescribeSecret secretsmanager:PutSecretValue",
  ],
  [
    "who read a.txt out of the bucket x",
    "s3:GetObject",
    "s3:GetObjectAcl s3:HeadObject s3:PutObject",
  ],
  [
    "who deleted a.txt from the bucket x",
    "s3:DeleteObject s3:DeleteObjects",
    "s3:PutObject s3:DeleteBucket",
  ],
  [
    "who took the account out of the organisation",
    "organizations:LeaveOrganization",
    "organizations:DeleteOrganization",
  ],
  [
    "who changed the DNS record x",
    "route53:ChangeResourceRecordSets",
    "route53:ChangeTagsForResource",
  ],
  ["who scaled the service x", "ecs:UpdateService", "ecs:DeleteService"],
  [
    "who changed the desired capacity of x",
    "autoscaling:SetDesiredCapacity autoscaling:UpdateAutoScalingGroup",
    "autoscaling:DeleteAutoScalingGroup",
  ],
  ["who changed the threshold of alarm x", "monitoring:PutMetricAlarm", "monitoring:DeleteAlarms"],
  [
    "who changed the instance class of x",
    "rds:ModifyDBInstance ec2:ModifyInstanceAttribute",
    "rds:RebootDBInstance",
  ],
  [
    "who changed the password of user x",
    "iam:CreateLoginProfile iam:UpdateLoginProfile iam:ChangePassword",
    "iam:CreateAccessKey",
  ],
  [
    "who changed the password policy of the account",
    "iam:UpdateAccountPasswordPolicy iam:DeleteAccountPasswordPolicy",
    "iam:PutRolePolicy",
  ],
  ["who ran commands on i-1", "ssm:SendCommand", "ssm:PutParameter"],
  [
    "who deployed x",
    "lambda:UpdateFunctionCode ecs:UpdateService cloudformation:UpdateStack",
    "lambda:DeleteFunction",
  ],
  ["who changed x", "s3:PutBucketPolicy rds:StopDBInstance iam:DeleteUser", ""],
  ["who touched x", "s3:PutBucketPolicy lambda:Invoke", ""],
  ["who called DeleteBucket on x", "s3:DeleteBucket", "s3:DeleteBucketPolicy"],
  ["who stopped logging on the trail x", "cloudtrail:StopLogging", "cloudtrail:StartLogging"],
  ["who turned on key rotation of kms key x", "kms:EnableKeyRotation", "kms:DisableKeyRotation"],
  ["who killed x", "ec2:TerminateInstances", "ec2:StopInstances"],
  ["who released the elastic ip x", "ec2:ReleaseAddress", "ec2:AllocateAddress"],
  [
    "who changed x event lambda:Update*",
    "lambda:UpdateFunctionCode",
    "iam:UpdateRole lambda:DeleteFunction",
  ],
];

describe("calls that a question means", () => {
  it.each(MEANT)("%s", (question, meant, others) => {
    const missed = meant.split(" ").filter((call) => !lists(question, call));
    const wrong = others.split(" ").filter((call) => call !== "" && lists(question, call));

    expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
  });
});

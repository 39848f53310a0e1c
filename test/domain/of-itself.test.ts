import { describe, expect, it } from "vitest";
import { isOfItself } from "../../src/domain/of-itself.ts";
import { parseSubject } from "../../src/domain/subject.ts";

const subject = parseSubject("orders");

function call(name: string, type: string) {
  return { name, touched: [{ text: "orders", role: "target" as const, type }] };
}

describe("the thing itself is made or ended", () => {
  it.each([
    ["DeleteBucket", "bucketName"],
    ["CreateUser", "userName"],
    ["DeleteDBInstance", "dBInstanceIdentifier"],
    ["TerminateInstances", "instanceId"],
    ["DeleteSecurityGroup", "groupId"],
    ["DeleteTrail", "name"],
    ["DeleteQueue", "queueUrl"],
    ["ScheduleKeyDeletion", "keyId"],
    ["DeletePolicy", "policyArn"],
    ["DeleteBucket", "AWS::S3::Bucket"],
  ])("by %s in %s", (name, type) => {
    expect(isOfItself(call(name, type), subject)).toBe(true);
  });

  it.each([
    ["DeleteBucketPolicy", "bucketName"],
    ["CreateAccessKey", "userName"],
    ["DeleteRolePolicy", "roleName"],
    ["DeleteLoginProfile", "userName"],
    ["DeletePolicyVersion", "policyArn"],
    ["DeleteFunctionConcurrency", "functionName"],
    ["CreateSnapshot", "volumeId"],
    ["DeleteBucketLifecycle", "AWS::S3::Bucket"],
  ])("not by %s in %s", (name, type) => {
    expect(isOfItself(call(name, type), subject)).toBe(false);
  });
});

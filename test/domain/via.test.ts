import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { toTrailEvent } from "../../src/domain/trail-event.ts";
import { viaWords } from "../../src/domain/via.ts";
import { eventOf, recordWithout, roleIdentity } from "./record-of.ts";

const TERRAFORM =
  "APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io) terraform-provider-aws/5.1 aws-sdk-go/1.44";

const VIAS: [JsonObject, string, string][] = [
  [{ userAgent: "aws-cli/2.15.30 Python/3.11.8 exe/x86_64" }, "cli", "AWS CLI 2.15"],
  [{ userAgent: "[aws-cli/1.18.136 Python/3.8.5 botocore/1.17.59]" }, "cli", "AWS CLI 1.18"],
  [
    { userAgent: "aws-cli/2.13.5 exec-env/CloudShell", sessionCredentialFromConsole: "true" },
    "cli",
    "AWS CLI 2.13 in CloudShell",
  ],
  [{ userAgent: TERRAFORM }, "terraform", "Terraform 1.5.7"],
  [{ userAgent: `[${TERRAFORM}]` }, "terraform", "Terraform 1.5.7"],
  [
    { userAgent: "APN/1.0 OpenTofu/1.8.2 opentofu/1.8.2 aws-sdk-go-v2/1.30" },
    "terraform",
    "OpenTofu 1.8.2",
  ],
  [{ userAgent: "Boto3/1.26.165 Python/3.10.6 Botocore/1.29.165" }, "sdk", "Boto3"],
  [{ userAgent: "aws-sdk-go-v2/1.17.0 os/linux lang/go/1.18.10" }, "sdk", "AWS SDK for Go"],
  [{ userAgent: "aws-sdk-js/3.400.0 ua/2.0 lang/js" }, "sdk", "AWS SDK for JavaScript"],
  [{ userAgent: "Mozilla/5.0 (X11; Ubuntu; Linux x86_64)" }, "console", "console"],
  [{ userAgent: "console.ec2.amazonaws.com" }, "console", "console"],
  [{ userAgent: "[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488]" }, "console", "console"],
  [{ userAgent: "AWS Internal" }, "console", "console"],
  [
    { userAgent: "aws-internal/3 aws-sdk-java/1.12", sessionCredentialFromConsole: "true" },
    "console",
    "console",
  ],
  [{ userAgent: "anything", eventType: "AwsConsoleSignIn" }, "console", "console"],
  [
    { userIdentity: { ...roleIdentity("r", "s"), invokedBy: "cloudformation.amazonaws.com" } },
    "cloudformation",
    "CloudFormation",
  ],
  [
    { userIdentity: { type: "AWSService", invokedBy: "autoscaling.amazonaws.com" } },
    "service",
    "service autoscaling",
  ],
  [{ userAgent: "pulumi/3.90.0 aws-sdk-go" }, "pulumi", "Pulumi 3.90.0"],
  [{ userAgent: "aws-cdk/2.100.0 exec-env/x" }, "cdk", "CDK"],
  [
    { userAgent: "kubernetes/v1.28 cluster-autoscaler aws-sdk-go/1.44" },
    "kubernetes",
    "kubernetes",
  ],
  [{ userAgent: "stratus-red-team_39f95f43" }, "unknown", "stratus-red-team_39f95f43"],
  [{ userAgent: "- <script>" }, "unknown", "unknown"],
];

describe("via", () => {
  it.each(VIAS)("%j comes through %s: %s", (overrides, via, words) => {
    const event = eventOf(overrides);

    expect(event.via).toBe(via);
    expect(viaWords(event)).toBe(words);
  });

  it("is unknown where the record does not say", () => {
    const event = toTrailEvent(recordWithout(["userAgent", "eventType"]));

    expect(event?.via).toBe("unknown");
    expect(event && viaWords(event)).toBe("unknown");
  });
});

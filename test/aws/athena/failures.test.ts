import { describe, expect, it } from "vitest";
import { failureProblem, refusalProblem } from "../../../src/aws/athena/failures.ts";
import { sdkError } from "./fake-athena.ts";

const PLACE = { region: "eu-west-1", database: "audit", table: "cloudtrail_logs" };

describe("why a query of Athena failed", () => {
  it.each([
    [
      "TABLE_NOT_FOUND: line 1:10: Table 'awsdatacatalog.audit.cloudtrail_logs' does not exist",
      "athena.no-table",
      "trailwatch trail ddl",
    ],
    [
      "SCHEMA_NOT_FOUND: line 1:15: Schema 'audit' does not exist",
      "athena.no-table",
      "trailwatch trail ddl",
    ],
    [
      "COLUMN_NOT_FOUND: line 1:80: Column 'account' cannot be resolved or requester is not authorized to access requested resources",
      "athena.other-table",
      "trailwatch trail ddl",
    ],
    [
      "CONSTRAINT_VIOLATION: For the injected projected partition column account, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.",
      "athena.injected",
      "Name the account",
    ],
    [
      "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.",
      "athena.no-output",
      "aws.athena.output",
    ],
    [
      "Unable to verify/create output bucket acme-results",
      "athena.output-refused",
      "s3:GetBucketLocation",
    ],
    ["Query exhausted resources at this scale factor", "athena.too-much", "shorter window"],
    ["Bytes scanned limit was exceeded", "athena.cutoff", "workgroup's limit"],
    ["WorkGroup audit is not found.", "athena.no-workgroup", "aws.athena.workgroup"],
    ["HIVE_BAD_DATA: Error reading field value", "athena.bad-data", "location of the table"],
  ])("is told with the next step: %s", (reason, code, next) => {
    const problem = failureProblem(reason, PLACE);

    expect(problem.code).toBe(code);
    expect(problem.next).toContain(next);
  });

  it("names the action that is missing, and what it is missing for", () => {
    const reason =
      "PERMISSION_DENIED: User is not authorized to perform: s3:GetObject on s3://acme-logs/AWSLogs/1/x.json.gz (Status Code: 403)";

    const problem = failureProblem(reason, PLACE);

    expect(problem.code).toBe("athena.denied");
    expect(problem.message).toContain("AWS names s3:GetObject, s3://acme-logs.");
  });

  it("says what Athena said where it is new to us, without secrets and without end", () => {
    const secret = "AKIAIOSFODNN7EXAMPLE/wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const problem = failureProblem(
      `Something new\n\n aws_secret_access_key=${secret} ${"x".repeat(900)}`,
      PLACE,
    );

    expect(problem.code).toBe("athena.failed");
    expect(problem.message).toMatch(/^Athena failed the query: Something new /);
    expect(problem.message).not.toContain("wJalrXUtnFEMI");
    expect(problem.message.length).toBeLessThan(260);
  });

  it("is told of calls that are refused, and of nothing else", () => {
    const refused = refusalProblem(
      sdkError("InvalidRequestException", "No output location provided"),
      PLACE,
    );
    const other = refusalProblem(sdkError("ThrottlingException", "Rate exceeded"), PLACE);

    expect(refused?.code).toBe("athena.no-output");
    expect(other).toBeUndefined();
  });
});

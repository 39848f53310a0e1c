import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sessionName } from "../../src/aws/credentials.ts";
import { deploy, policyDocument, readTemplate, type Template } from "./template.ts";

const templates = readdirSync(deploy).filter((name) => name.endsWith(".yml"));

/** What CloudFormation wants of each type that is used: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ */
const REQUIRED: Record<string, string[]> = {
  "AWS::IAM::Role": ["AssumeRolePolicyDocument"],
  "AWS::IAM::RolePolicy": ["PolicyName", "PolicyDocument", "RoleName"],
  "AWS::IAM::InstanceProfile": ["Roles"],
};

/** Everything that a value names by `Ref`, `GetAtt` and inside `Sub`. */
function namesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([key, part]) => {
    if (typeof part !== "string") return namesIn(part);
    if (key === "Ref") return [part];
    if (key === "GetAtt") return [part.split(".")[0] ?? ""];
    return key === "Sub" ? [...part.matchAll(/\$\{([^}]+)\}/g)].map(([, name = ""]) => name) : [];
  });
}

function documentsIn(template: Template): unknown[] {
  return Object.values(template.Resources).flatMap(({ Properties }) => {
    const { PolicyDocument, AssumeRolePolicyDocument, Policies } = Properties;
    const inline: unknown[] = Array.isArray(Policies) ? Policies : [];
    const named = inline.map((one) =>
      typeof one === "object" && one !== null && "PolicyDocument" in one ? one.PolicyDocument : one,
    );
    return [PolicyDocument, AssumeRolePolicyDocument, ...named].filter((one) => one !== undefined);
  });
}

describe.each(templates)("%s", (name) => {
  const template = readTemplate(name);

  it("gives each resource what its type needs", () => {
    const missing = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      (REQUIRED[Type] ?? [`a type that is known here, not ${Type}`]).filter(
        (key) => !(key in Properties),
      ),
    );

    expect(missing).toEqual([]);
  });

  it("names nothing that is not there, and declares nothing that is not named", () => {
    const { Parameters, Conditions, Resources, Outputs } = template;
    const known = [...Object.keys(Parameters), ...Object.keys(Resources)];
    const used = namesIn([Conditions, Resources, Outputs]).filter(
      (one) => !one.startsWith("AWS::"),
    );
    const conditions = Object.values(Resources).flatMap(({ Condition }) => Condition ?? []);

    expect(used.filter((one) => !known.includes(one))).toEqual([]);
    expect(Object.keys(Parameters).filter((one) => !used.includes(one))).toEqual([]);
    expect(new Set(conditions)).toEqual(new Set(Object.keys(Conditions)));
  });

  it("allows only what is spelt out", () => {
    const documents = documentsIn(template).map((one) => policyDocument.parse(one));

    const statements = documents.flatMap(({ Statement }) => Statement);
    const wide = statements
      .flatMap(({ Action }) => Action)
      .filter((action) => action.includes("*"));

    expect(statements.length).toBeGreaterThan(1);
    expect(wide).toEqual([]);
    expect(statements.filter((one) => !("Resource" in one) && !("Principal" in one))).toEqual([]);
  });
});

describe("the reader's trust", () => {
  const { Reader } = readTemplate("reader-role.yml").Resources;
  const [trust] = policyDocument.parse(Reader?.Properties.AssumeRolePolicyDocument).Statement;

  it("is in one principal, with an external id", () => {
    expect(trust?.Principal).toEqual({ AWS: { Ref: "TrustedPrincipalArn" } });
    expect(trust?.Condition).toMatchObject({
      StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } },
    });
  });

  it("takes the names under which the bot opens sessions", () => {
    const pattern = /"sts:RoleSessionName":"([^"]+)"/.exec(JSON.stringify(trust))?.[1] ?? "";
    const shape = new RegExp(`^${pattern.replace("*", ".*")}$`);

    expect(pattern).not.toBe("");
    expect([sessionName(undefined), sessionName("doctor"), sessionName("U0123ABCD")]).toEqual([
      expect.stringMatching(shape),
      expect.stringMatching(shape),
      expect.stringMatching(shape),
    ]);
  });
});

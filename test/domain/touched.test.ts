import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject, type JsonObject, type JsonValue } from "../../src/domain/json.ts";
import { parseSubject, touches } from "../../src/domain/subject.ts";
import { readTouched, type TouchRole } from "../../src/domain/touched.ts";

const ALL: TouchRole[] = ["target", "container", "mention"];

function rolesIn(service: string, name: string, record: JsonObject): Record<string, TouchRole> {
  const touched = readTouched(record, { service, name });
  return Object.fromEntries(touched.map(({ text, role }) => [text, role]));
}

describe("what an event touches", () => {
  it("is nothing in tokens, descriptions, states, Regions and secrets", () => {
    const roles = rolesIn("lambda", "UpdateFunctionConfiguration", {
      requestParameters: {
        functionName: "checkout",
        description: "a function",
        clientToken: "5f0a6d1c-0b7e-4e0f-9a43-0d6f0c1f2a01",
        runtime: "nodejs20.x",
        environment: { variables: { TABLE_NAME: "orders" } },
        requestId: "abc",
        availabilityZone: "eu-west-1a",
        instanceType: "t3.micro",
        state: { name: "Active" },
        nextToken: "x",
        masterUserPassword: "HIDDEN_DUE_TO_SECURITY_REASONS",
      },
    });

    expect(roles).toEqual({ checkout: "target" });
  });

  it("has the object as target and its bucket around it", () => {
    const roles = rolesIn("s3", "PutObject", {
      requestParameters: { bucketName: "orders", key: "in/a.csv" },
      resources: [
        { type: "AWS::S3::Object", ARN: "arn:aws:s3:::orders/in/a.csv" },
        { type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::orders" },
      ],
    });

    expect(roles).toEqual({
      "orders/in/a.csv": "target",
      "arn:aws:s3:::orders/in/a.csv": "target",
      orders: "container",
      "arn:aws:s3:::orders": "container",
    });
  });

  it("is a container in data events of services that have no list of their own", () => {
    const roles = rolesIn("cognito-idp", "AnyNewCall", {
      managementEvent: false,
      requestParameters: { userPoolId: "eu-west-1_abc" },
    });

    expect(roles).toEqual({ "eu-west-1_abc": "container" });
  });

  it("mentions the principals and resources of a policy, as object or as encoded text", () => {
    const policy = '{"Statement":[{"Resource":"arn:aws:s3:::logs/*"}]}';
    const asText = rolesIn("iam", "PutRolePolicy", {
      requestParameters: { roleName: "r", policyName: "p", policyDocument: policy },
    });
    const encoded = rolesIn("iam", "CreateRole", {
      requestParameters: { roleName: "r", assumeRolePolicyDocument: encodeURIComponent(policy) },
    });

    expect(asText).toEqual({ r: "target", p: "target", "arn:aws:s3:::logs/*": "mention" });
    expect(encoded).toEqual({ r: "target", "arn:aws:s3:::logs/*": "mention" });
  });

  it("has the Name tag of what EC2 makes, and no other tag", () => {
    const tags = [
      { key: "Name", value: "web-1" },
      { key: "team", value: "shop" },
    ];
    const roles = rolesIn("ec2", "RunInstances", {
      requestParameters: { tagSpecificationSet: { items: [{ resourceType: "instance", tags }] } },
    });

    expect(roles).toEqual({ "web-1": "target" });
  });

  it("is what the call refers to where it names nothing else", () => {
    const roles = rolesIn("ecs", "PutAccountSettingLike", {
      requestParameters: { cluster: "shop" },
    });

    expect(roles).toEqual({ shop: "target" });
  });

  it("is read from the outer resources of LookupEvents, other services' only as mentions", () => {
    const roles = rolesIn("cloudtrail", "CreateTrail", {
      resources: [
        { ResourceType: "AWS::CloudTrail::Trail", ResourceName: "audit" },
        { ResourceType: "AWS::S3::Bucket", ResourceName: "audit-logs" },
      ],
    });

    expect(roles).toEqual({ audit: "target", "audit-logs": "mention" });
  });

  it("stays bounded for a huge record", () => {
    const items = Array.from({ length: 50_000 }, (_, at) => ({
      instanceId: `i-${at.toString(16).padStart(17, "0")}`,
    }));
    const touched = readTouched(
      { requestParameters: { instancesSet: { items } } },
      { service: "ec2", name: "StopInstances" },
    );

    expect(touched.length).toBe(2000);
  });

  it("never throws on any JSON", () => {
    const facts = { service: "s3", name: "PutObject" };
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (one, two, three) => {
        const record = {
          requestParameters: one,
          responseElements: two,
          resources: three,
          serviceEventDetails: one,
        } as JsonObject;

        expect(Array.isArray(readTouched(record, facts))).toBe(true);
      }),
    );
  });
});

const NAMING = [
  "bucketName",
  "functionName",
  "instanceId",
  "dBInstanceIdentifier",
  "topicArn",
  "policyNames",
];
const SPEAKING = [
  "description",
  "clientToken",
  "requestId",
  "message",
  "availabilityZone",
  "engineVersion",
];
const WORDS = ["orders", "Orders", "orders-logs", "logs", "my-orders"];

const leaf = fc.constantFrom<JsonValue>(...WORDS, true, 7, null);
const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMING, ...SPEAKING, "items", "config"), tie("tree"), {
      maxKeys: 4,
    }),
  ),
}));

/** Walks everything and compares the slow, obvious way. */
function stands(value: JsonValue | undefined, key: string, name: string): boolean {
  if (typeof value === "string") return NAMING.includes(key) && value.toLowerCase() === name;
  if (Array.isArray(value)) return value.some((item) => stands(item, key, name));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([inner, item]) => {
    if (SPEAKING.includes(inner)) return false;
    return stands(item, inner === "items" ? key : inner, name);
  });
}

describe("touching", () => {
  it("agrees with walking everything", () => {
    fc.assert(
      fc.property(
        tree,
        tree,
        fc.constantFrom("orders", "logs", "orders-logs"),
        (request, response, name) => {
          const record: JsonObject = { requestParameters: request, responseElements: response };
          const facts = { service: "s3", name: "PutBucketPolicy" };
          const event = {
            touched: readTouched(record, facts),
            service: "s3",
            account: "",
            region: "",
          };

          const found = touches(event, parseSubject(name), ALL) === "exact";

          const sections = [request, response].filter(isObject);
          expect(found).toBe(sections.some((section) => stands(section, "", name)));
        },
      ),
      { numRuns: 500 },
    );
  });
});

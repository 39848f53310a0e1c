import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { redact, redactText } from "../../src/domain/redact.ts";

/** Shapes of secrets; put together here so that no scanner takes this file for a leak. */
const JWT = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "c2lnbmF0dXJl-_x"].join(".");
const PEM = [
  "-----BEGIN RSA PRIVATE",
  " KEY-----\nMIIEpAIB\nAAKC\n-----END RSA PRIVATE",
  " KEY-----",
].join("");
const SECRET_KEY = ["wJalrXUtnFEMI/K7MDENG", "/bPxRfiCYEXAMPLEKEY"].join("");
const SESSION = `IQoJb3JpZ2luX2VjEC0a${"CXVzLWVhc3QtMSJG".repeat(6)}`;
const GITHUB = ["ghp", "0123456789abcdefABCDEF0123456789abcd"].join("_");
const SLACK = ["xoxb", "123456789012", "abcdefghijkl"].join("-");

const TEXTS: [string, string][] = [
  [
    "postgres://app:hunter2pw@db.example.com/orders",
    "postgres://app:[redacted]@db.example.com/orders",
  ],
  ["Server=db;User Id=app;Password=hunter2pw;", "Server=db;User Id=app;Password=[redacted];"],
  ["AccountName=a;AccountKey=aGVsbG8=;x=1", "AccountName=a;AccountKey=[redacted];x=1"],
  ["mysqldump --password hunter2pw --host db", "mysqldump --password [redacted] --host db"],
  ["mysqldump --password=hunter2pw -h db", "mysqldump --password=[redacted] -h db"],
  ["export DB_PASSWORD='hunter2 pw' && run", "export DB_PASSWORD='[redacted]' && run"],
  ["Authorization: Bearer abcdef123456", "Authorization: [redacted]"],
  ["Authorization: Basic YWJjOmRlZg==", "Authorization: [redacted]"],
  ["sent Bearer abcdef123456 to it", "sent Bearer [redacted] to it"],
  [
    "https://x/?X-Amz-Signature=deadbeef&X-Amz-Date=2026",
    "https://x/?X-Amz-Signature=[redacted]&X-Amz-Date=2026",
  ],
  [
    "https://x/?X-Amz-Security-Token=IQoabc%2F&b=1",
    "https://x/?X-Amz-Security-Token=[redacted]&b=1",
  ],
  [`key ${SECRET_KEY} leaked`, "key [redacted] leaked"],
  [`token ${JWT} end`, "token [redacted] end"],
  [`a ${PEM} b`, "a [redacted] b"],
  [`git clone https://${GITHUB}@github.com/a/b`, "git clone https://[redacted]@github.com/a/b"],
  [`curl -d ${SLACK} x`, "curl -d [redacted] x"],
  ["https://hooks.slack.com/services/T00/B00/XXXX", "https://hooks.slack.com/services/[redacted]"],
  [`{"password":"hunter2pw","user":"app"}`, `{"password":"[redacted]","user":"app"}`],
  [`torn {"password":"hunter2pw","us`, `torn {"password":"[redacted]","us`],
  [
    String.raw`torn {\"secret_key\":\"hunter2pw\",\"a\":1`,
    String.raw`torn {\"secret_key\":\"[redacted]\",\"a\":1`,
  ],
];

const KEPT = [
  "AKIAIOSFODNN7EXAMPLE",
  "ASIAEXAMPLESESSION00",
  "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app-wizard/prod/api-key-AbCdEf",
  "arn:aws:iam::111122223333:role/token-service",
  "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jane@example.com",
  "i-0123456789abcdef0",
  "10.0.0.0/8",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "HIDDEN_DUE_TO_SECURITY_REASONS",
  "The security token included in the request is invalid.",
  "User: arn:aws:iam::111122223333:user/jane is not authorized to perform: secretsmanager:GetSecretValue on resource: app-wizard",
  "s3://bucket-x/secrets/readme.txt",
  "secret: true",
  "2026-11-20T14:03:07Z",
];

describe("redactText", () => {
  it.each(TEXTS)("%j → %j", (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each(KEPT)("keeps %j", (text) => {
    expect(redactText(text)).toBe(text);
  });

  it("changes nothing more when it is asked again", () => {
    fc.assert(
      fc.property(
        fc.subarray(
          TEXTS.map(([text]) => text),
          { minLength: 1 },
        ),
        (texts) => {
          const once = redactText(texts.join("\n"));

          expect(redactText(once)).toBe(once);
        },
      ),
    );
  });

  it("takes long hostile text in its stride", () => {
    const hostile = [
      "password".repeat(20_000),
      'password="'.repeat(20_000),
      `a${"://b".repeat(40_000)}`,
      `${"\\".repeat(100_000)}"password`,
      "-----BEGIN PRIVATE KEY-----".repeat(5_000),
      "a.".repeat(80_000),
    ];

    const lengths = hostile.map((text) => redactText(text).length);

    expect(lengths).toHaveLength(hostile.length);
  }, 5_000);
});

const PLACES: [string, JsonObject, JsonObject][] = [
  [
    "credentials",
    {
      credentials: {
        accessKeyId: "ASIAX",
        secretAccessKey: "s",
        sessionToken: SESSION,
        expiration: "e",
      },
    },
    {
      credentials: {
        accessKeyId: "ASIAX",
        secretAccessKey: "[redacted]",
        sessionToken: "[redacted]",
        expiration: "e",
      },
    },
  ],
  [
    "the environment of a function",
    { environment: { variables: { STAGE: "prod", type: "x" }, error: { message: "m" } } },
    {
      environment: {
        variables: { STAGE: "[redacted]", type: "[redacted]" },
        error: { message: "m" },
      },
    },
  ],
  [
    "the environment of a container, and not the references to its secrets",
    {
      environment: [{ name: "DB", value: "x" }],
      secrets: [{ name: "A", valueFrom: "arn:aws:ssm:x:1:parameter/a" }],
    },
    {
      environment: [{ name: "DB", value: "[redacted]" }],
      secrets: [{ name: "A", valueFrom: "arn:aws:ssm:x:1:parameter/a" }],
    },
  ],
  [
    "the environment of a build, and not its settings",
    {
      environment: {
        type: "LINUX",
        image: "aws/x",
        computeType: "S",
        environmentVariables: [{ name: "A", value: "x", type: "PLAINTEXT" }],
      },
    },
    {
      environment: {
        type: "LINUX",
        image: "aws/x",
        computeType: "S",
        environmentVariables: [{ name: "A", value: "[redacted]", type: "PLAINTEXT" }],
      },
    },
  ],
  [
    "options of Elastic Beanstalk",
    {
      optionSettings: [
        { namespace: "aws:elasticbeanstalk:application:environment", optionName: "A", value: "x" },
        { namespace: "aws:autoscaling:asg", optionName: "MinSize", value: "2" },
      ],
    },
    {
      optionSettings: [
        {
          namespace: "aws:elasticbeanstalk:application:environment",
          optionName: "A",
          value: "[redacted]",
        },
        { namespace: "aws:autoscaling:asg", optionName: "MinSize", value: "2" },
      ],
    },
  ],
  [
    "parameters of a stack",
    {
      parameters: [
        { parameterKey: "DBPassword", parameterValue: "x" },
        { parameterKey: "Size", parameterValue: "2" },
      ],
    },
    {
      parameters: [
        { parameterKey: "DBPassword", parameterValue: "[redacted]" },
        { parameterKey: "Size", parameterValue: "2" },
      ],
    },
  ],
  [
    "a SecureString and not a String",
    {
      a: { name: "/p", value: "x", type: "SecureString" },
      b: { name: "/p", value: "x", type: "String" },
    },
    {
      a: { name: "/p", value: "[redacted]", type: "SecureString" },
      b: { name: "/p", value: "x", type: "String" },
    },
  ],
  [
    "user data",
    { userData: "IyEvYmluL2Jhc2g=", attribute: { userData: { value: "x" } } },
    { userData: "[redacted]", attribute: { userData: { value: "[redacted]" } } },
  ],
  [
    "a list of passwords",
    { passwords: ["a", "b"], password: { value: ["x", { y: "z" }] } },
    {
      passwords: ["[redacted]", "[redacted]"],
      password: { value: ["[redacted]", { y: "[redacted]" }] },
    },
  ],
  [
    "JSON as text within JSON as text",
    { body: JSON.stringify({ inner: JSON.stringify({ password: "x", a: 1 }) }) },
    { body: JSON.stringify({ inner: JSON.stringify({ password: "[redacted]", a: 1 }) }) },
  ],
];

describe("redact", () => {
  it.each(PLACES)("takes out %s", (_place, value, expected) => {
    expect(redact(value)).toEqual(expected);
  });

  it.each<JsonObject>([
    { secretId: "app-wizard", secretName: "app-wizard", secretArn: "arn:aws:secretsmanager:x" },
    { nextToken: "abc", clientToken: "abc", clientRequestToken: "abc" },
    { minimumPasswordLength: 14, passwordResetRequired: true, passwordReusePrevention: 5 },
    { masterUserSecret: { secretArn: "arn:aws:secretsmanager:x", secretStatus: "active" } },
    { keyId: "1234abcd", publicKey: "ssh-rsa AAAA", tokenType: "Bearer" },
    { environment: "prod", variables: null, tags: [{ key: "team", value: "shop" }] },
    { accessKey: { accessKeyId: "AKIAX", status: "Active" }, accessKeyId: "AKIAX" },
    { masterUserPassword: "****", password: "HIDDEN_DUE_TO_SECURITY_REASONS" },
    { httpTokens: "required", responseElements: { ConsoleLogin: "Success" } },
  ])("keeps %j", (value) => {
    expect(redact(value)).toEqual(value);
  });

  it("leaves no planted secret, at any depth, in any order, in JSON within text", () => {
    const secret = "PLANTEDq7Zx";
    const names = [
      "password",
      "masterUserPassword",
      "SecretString",
      "session_token",
      "X-Amz-Security-Token",
      "privateKey",
      "DB_PASSWORD",
      "apiKey",
      "clientSecret",
      "Authorization",
      "userData",
      "authToken",
    ];
    const planted = fc.oneof<fc.Arbitrary<JsonValue>[]>(
      fc.constantFrom(...names).map((name) => ({ a: 1, [name]: secret, z: "y" })),
      fc.constantFrom(...names).map((name) => ({ value: secret, name })),
      fc.constantFrom(...names).map((name) => `call --${name}=${secret} now`),
      fc
        .constantFrom("environment", "variables", "environmentVariables")
        .map((key) => ({ [key]: { FOO: secret } })),
      fc.constant<JsonValue>({ environment: [{ value: secret, name: "FOO" }, `A=${secret}`] }),
      fc.constantFrom(`mysql://u:${secret}@h/d`, `Bearer ${secret}`, `Pwd=${secret};`),
    );
    const wrapped = fc.letrec<{ node: JsonValue }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        planted,
        fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 8 }), tie("node"), { minKeys: 1, maxKeys: 3 }),
        tie("node").map((inner) => JSON.stringify(inner)),
        fc.tuple(fc.lorem(), tie("node")).map(([word, inner]) => ({ [word]: { deep: [inner] } })),
      ),
    })).node;

    fc.assert(
      fc.property(wrapped, (value) => {
        const shown = JSON.stringify(redact(value));

        expect(shown).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws, and keeps the shape of what holds no secret", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const shown = redact(value as JsonValue);

        expect(Array.isArray(shown)).toBe(Array.isArray(value));
      }),
    );
  });

  it("survives nesting that no reader follows", () => {
    let value: JsonValue = { password: "x" };
    for (let depth = 0; depth < 50_000; depth++) value = [value];

    const shown = redact(value);

    expect(Array.isArray(shown)).toBe(true);
  });

  it("is not led astray by keys of the language itself", () => {
    const value = JSON.parse('{"__proto__":{"password":"x"},"constructor":"y"}') as JsonObject;

    const shown = JSON.stringify(redact(value));

    expect(shown).toBe('{"__proto__":{"password":"[redacted]"},"constructor":"y"}');
  });
});

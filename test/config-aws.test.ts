import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig, readSettings } from "../src/config.ts";
import { configText } from "../src/config-check.ts";
import { parseFile } from "../src/config-file.ts";

const folder = mkdtempSync(join(tmpdir(), "trailwatch-config-aws-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

function fileOf(text: string): string {
  const path = join(folder, `${++files}.yml`);
  writeFileSync(path, text);
  return path;
}

function problemsOf(text: string): string[] {
  return parseFile(text, "t.yml").problems.map(({ where, text: words }) => `${where} ${words}`);
}

const NAMES = 'accounts: { prod: "111122223333", staging: "222233334444" }\n';
const ROLE = "arn:aws:iam::222233334444:role/trailwatch-reader";

const WHOLE = `${NAMES}
aws:
  accounts:
    - account: prod
    - account: staging
      role: ${ROLE}
      externalId: a-secret-of-both
    - role: arn:aws:iam::333344445555:role/audit/reader
  regions: [eu-west-1, us-east-1, eu-west-1]
  lookupEvents: false
  athena:
    region: eu-west-1
    account: "333344445555"
    database: audit
    table: cloudtrail_logs
    workgroup: trailwatch
    output: s3://acme-athena/results
    usdPerTb: 6.5
    queryUsd: "$0.25"
    channelDayUsd: 2
    reuseMinutes: 0
  logs:
    bucket: acme-trail-logs
    prefix: /trails/
    region: eu-west-1
    account: staging
    organization: o-a1b2c3d4e5
    queueUrl: https://sqs.eu-west-1.amazonaws.com/222233334444/trail-objects
    days: 14
    maxSize: 1.5 GiB
`;

describe("what is asked on AWS", () => {
  it("is read with names for accounts, dollars and sizes", async () => {
    const path = fileOf(WHOLE);

    const { aws } = await readConfig({ TRAILWATCH_CONFIG: path, TRAILWATCH_CACHE_DIR: "/cache" });

    expect(aws).toEqual({
      kind: "live",
      setup: {
        accounts: [
          { id: "111122223333" },
          { id: "222233334444", role: { arn: ROLE, externalId: "a-secret-of-both" } },
          { id: "333344445555", role: { arn: "arn:aws:iam::333344445555:role/audit/reader" } },
        ],
        regions: ["eu-west-1", "us-east-1"],
        lookupEvents: false,
        athena: {
          region: "eu-west-1",
          account: "333344445555",
          database: "audit",
          table: "cloudtrail_logs",
          workgroup: "trailwatch",
          output: "s3://acme-athena/results/",
          usdPerTb: 6.5,
          queryUsd: 0.25,
          channelDayUsd: 2,
          reuseMinutes: 0,
        },
        logs: {
          bucket: "acme-trail-logs",
          prefix: "trails",
          region: "eu-west-1",
          account: "222233334444",
          organization: "o-a1b2c3d4e5",
          queueUrl: "https://sqs.eu-west-1.amazonaws.com/222233334444/trail-objects",
          dir: "/cache/log-files",
          days: 14,
          maxBytes: 1.5 * 2 ** 30,
        },
      },
    });
  });

  it("is the account of the credentials in the Region of the environment where nothing more is said", async () => {
    const { aws } = await readConfig({ TRAILWATCH_AWS_MODE: "live", AWS_REGION: "eu-north-1" });

    expect(aws).toEqual({
      kind: "live",
      setup: { accounts: [], regions: ["eu-north-1"], lookupEvents: true },
    });
  });

  it("takes the Region that other AWS tools take, and the file's before it", async () => {
    const of = async (text: string) => {
      const environment = { TRAILWATCH_CONFIG: fileOf(text), AWS_DEFAULT_REGION: "eu-north-1" };
      const { aws } = await readConfig(environment);
      return aws.kind === "live" ? aws.setup.regions : undefined;
    };

    expect(await of("aws: {}")).toEqual(["eu-north-1"]);
    expect(await of("aws: { regions: [us-east-1] }")).toEqual(["us-east-1"]);
  });
});

describe("log files that were copied", () => {
  it("are asked without being named a second time, once there are any", async () => {
    const copies = join(folder, "copies");
    const logs = `logs: { bucket: acme-trail, region: eu-west-1, dir: ${copies} }`;
    const path = fileOf(`aws: { regions: [eu-west-1], ${logs} }`);

    const before = await readConfig({ TRAILWATCH_CONFIG: path });
    mkdirSync(copies);
    const after = await readSettings({ TRAILWATCH_CONFIG: path });
    const named = await readConfig({ TRAILWATCH_CONFIG: path, TRAILWATCH_TRAIL: "/logs" });

    expect([before.trail, after.config.trail, named.trail]).toEqual([undefined, copies, "/logs"]);
    expect(after.rows).toContainEqual({ name: "trail", value: copies, from: "aws.logs.dir" });
  });
});

describe("which AWS is asked", () => {
  const slack = { SLACK_BOT_TOKEN: "xoxb-1-x", SLACK_APP_TOKEN: "xapp-1-x" };
  const trail = { TRAILWATCH_TRAIL: "/logs" };
  const region = { AWS_REGION: "eu-west-1" };

  it.each<[string, Record<string, string>, string]>([
    ["the local one where nothing is set", {}, "sandbox"],
    ["none where a folder of log files is", trail, "off"],
    ["none where Slack is live and nothing else is set", slack, "off"],
    ["the real one by name", { ...region, TRAILWATCH_AWS_MODE: "LIVE" }, "live"],
    [
      "the local one by name, whatever Slack is",
      { ...slack, TRAILWATCH_AWS_MODE: "sandbox" },
      "sandbox",
    ],
    ["none by name", { TRAILWATCH_AWS_MODE: "off" }, "off"],
    [
      "none where credentials alone are there, which other tools use too",
      { ...region, ...slack, AWS_PROFILE: "x" },
      "off",
    ],
  ])("is %s", async (_, environment, kind) => {
    const config = await readConfig(environment);

    expect(config.aws.kind).toBe(kind);
  });

  it("is the real one where the file has the key, unless the environment says no", async () => {
    const path = fileOf("aws: { regions: [eu-west-1] }");

    const live = await readConfig({ TRAILWATCH_CONFIG: path });
    const both = await readConfig({ TRAILWATCH_CONFIG: path, ...trail });
    const off = await readConfig({ TRAILWATCH_CONFIG: path, TRAILWATCH_AWS_MODE: "off" });

    expect([live.aws.kind, both.aws.kind, off.aws.kind]).toEqual(["live", "live", "off"]);
    expect(both.trail).toBe("/logs");
  });

  it("is never the made-up company in the terminal unless that is asked for", async () => {
    expect((await readConfig({}, "terminal")).aws.kind).toBe("off");
  });

  it("warns people of a live workspace that answers are made up, and of nothing once AWS is asked", async () => {
    const path = fileOf("aws: { regions: [eu-west-1] }\naccess: open\n");

    const made = await readConfig({
      ...slack,
      TRAILWATCH_AWS_MODE: "sandbox",
      TRAILWATCH_CONFIG: path,
    });
    const live = await readConfig({ ...slack, TRAILWATCH_CONFIG: path });

    expect(made.warnings.join()).toMatch(/made-up company; set it to live/);
    expect(live.warnings).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      "a mode that is none",
      { TRAILWATCH_AWS_MODE: "real" },
      /^TRAILWATCH_AWS_MODE is none of live, sandbox, off; an example: live/,
    ],
    ["no Region", { TRAILWATCH_AWS_MODE: "live" }, /^AWS_REGION is not set; an example: eu-west-1/],
    [
      "a Region that is none",
      { TRAILWATCH_AWS_MODE: "live", AWS_REGION: "eu-west1" },
      /^AWS_REGION is no Region; did you mean eu-west-1\?/,
    ],
  ])("tells of %s", async (_, environment, words) => {
    await expect(readConfig(environment)).rejects.toThrow(words);
  });

  it("tells of a file without Regions where the environment has none", async () => {
    const path = fileOf("zone: UTC\naws: {}\n");

    const { problems } = await readSettings({ TRAILWATCH_CONFIG: path });

    expect(problems).toEqual([
      { where: `${path}:2 aws.regions`, text: "is not set; an example: [eu-west-1, us-east-1]" },
    ]);
  });
});

describe("config check", () => {
  it("shows what of AWS is asked, and where that is said", async () => {
    const path = fileOf(WHOLE);

    const text = configText(await readSettings({ TRAILWATCH_CONFIG: path })).replaceAll(
      path,
      "t.yml",
    );

    expect(text).toMatch(/aws +live +\(t\.yml:3\)/);
    expect(text).toMatch(/aws accounts +111122223333 \(own credentials\), 222233334444/);
    expect(text).toMatch(/athena +audit\.cloudtrail_logs in eu-west-1 +\(t\.yml:3\)/);
    expect(text).not.toContain("a-secret-of-both");
  });

  it("tells what is wrong with AWS once, and does not miss what is there", async () => {
    const path = fileOf("aws: { regions: [Ireland], lookupEvent: true }");

    const text = configText(await readSettings({ TRAILWATCH_CONFIG: path }));

    expect(text).toMatch(/2 problems\.\n$/);
    expect(text).toMatch(/aws accounts +wrong, see below/);
  });
});

describe("what is wrong under aws", () => {
  it.each<[string, string, RegExp[]]>([
    ["a word", "aws: live", [/^t\.yml:1 aws is no table of settings; an example: aws: \{ regions/]],
    ["nothing", "aws:", [/^t\.yml:1 aws is no table of settings/]],
    [
      "an unknown key",
      "aws:\n  region: [eu-west-1]",
      [/^t\.yml:2 aws\.region is not a setting; did you mean regions\?/],
    ],
    [
      "unknown keys of its parts",
      "aws:\n  accounts: [{ acount: prod, role: 'arn:aws:iam::111122223333:role/x' }]\n  athena: { region: eu-west-1, database: d, table: t, output_location: x }\n  logs:\n    bucket: abc\n    region: eu-west-1\n    maxBytes: 1",
      [
        /2 aws\.accounts\[0\]\.acount is.*did you mean account\?/,
        /3 aws\.athena\.output_location is not a setting; there are region, account, catalog/,
        /7 aws\.logs\.maxBytes is not a setting/,
      ],
    ],
    [
      "no list of accounts",
      "aws: { accounts: prod }",
      [/aws\.accounts is no list of accounts; an example: - account: prod/],
    ],
    [
      "an empty list of accounts",
      "aws: { accounts: [] }",
      [/is an empty list; remove the key to mean the account of the credentials/],
    ],
    [
      "an account without anything",
      "aws: { accounts: [{}] }",
      [/accounts\[0\] names neither an account nor a role/],
    ],
    [
      "an account that is a number",
      "aws: { accounts: [{ account: 111122223333 }] }",
      [/names neither/, /accounts\[0\]\.account is no account; an example: prod.*in quotes/],
    ],
    [
      "an account's name that is none",
      `${NAMES}aws: { accounts: [{ account: prd }] }`,
      [/^t\.yml:2 aws\.accounts\[0\]\.account prd is no name under accounts; did you mean prod\?/],
    ],
    [
      "a name that every object has",
      "aws: { accounts: [{ account: toString }] }",
      [/toString is no name under accounts; known are none/],
    ],
    [
      "a role that is none",
      "aws: { accounts: [{ role: trailwatch-reader }] }",
      [/accounts\[0\]\.role is no ARN of a role; an example: arn:aws:iam::/],
    ],
    [
      "a user's ARN",
      "aws: { accounts: [{ role: 'arn:aws:iam::111122223333:user/x' }] }",
      [/role is no ARN of a role/],
    ],
    [
      "a role of another account",
      `${NAMES}aws:\n  accounts:\n    - account: prod\n      role: ${ROLE}`,
      [
        /^t\.yml:5 aws\.accounts\[0\]\.role belongs to account 222233334444, not to prod \(111122223333\)/,
      ],
    ],
    [
      "an account twice",
      `${NAMES}aws: { accounts: [{ account: prod }, { account: "111122223333", role: 'arn:aws:iam::111122223333:role/x' }] }`,
      [/accounts\[1\] names account 111122223333 a second time/],
    ],
    [
      "two accounts without a role",
      `${NAMES}aws: { accounts: [{ account: prod }, { account: staging }] }`,
      [/accounts\[1\] has no role, and neither has prod.*credentials belong to one account/],
    ],
    [
      "an external id that is too short",
      `aws: { accounts: [{ role: '${ROLE}', externalId: x }] }`,
      [/externalId is no external id/],
    ],
    [
      "a Region with a slip",
      "aws: { regions: [eu-west-1, eu_central_1] }",
      [/regions\[1\] is no Region; did you mean eu-central-1\?/],
    ],
    [
      "a Region like nothing known",
      "aws: { regions: [Ireland] }",
      [/regions\[0\] is no Region; an example: eu-west-1/],
    ],
    [
      "no list of Regions",
      "aws: { regions: eu-west-1 }",
      [/regions is no list of Regions; an example: \[eu-west-1/],
    ],
    ["an empty list of Regions", "aws: { regions: [] }", [/regions is an empty list/]],
    [
      "a switch that is a word",
      "aws: { lookupEvents: 'yes' }",
      [/lookupEvents is neither true nor false/],
    ],
    [
      "Athena without its table",
      "aws:\n  athena:\n    region: eu-west-1\n    database: default",
      [/^t\.yml:2 aws\.athena\.table is not set; an example: cloudtrail_logs/],
    ],
    [
      "a table with letters that SQL would take for its own",
      "aws: { athena: { region: eu-west-1, database: d, table: 'x\"; drop' } }",
      [/table is no table \(small letters/],
    ],
    [
      "prices and limits that are none",
      "aws: { athena: { region: eu-west-1, database: d, table: t, usdPerTb: 0, queryUsd: ten, channelDayUsd: -1, reuseMinutes: 99999 } }",
      [
        /usdPerTb is no price/,
        /queryUsd is no amount in dollars; an example: 0\.10/,
        /channelDayUsd is no amount/,
        /reuseMinutes is no whole number from 0 to 10080/,
      ],
    ],
    [
      "a place for results that is none",
      "aws: { athena: { region: eu-west-1, database: d, table: t, output: acme-results } }",
      [/output is no place in S3; an example: s3:\/\//],
    ],
    [
      "an account of Athena that is not asked",
      `${NAMES}aws: { accounts: [{ account: prod }], athena: { region: eu-west-1, account: staging, database: d, table: t } }`,
      [/athena\.account staging is none of aws\.accounts/],
    ],
    [
      "an address in place of a bucket",
      "aws: { logs: { bucket: 's3://acme-trail/AWSLogs', region: eu-west-1 } }",
      [/bucket is an address, and the name alone is wanted; here: acme-trail/],
    ],
    [
      "a bucket that cannot be",
      "aws: { logs: { bucket: Acme_Trail, region: eu-west-1 } }",
      [/bucket is no name of a bucket; an example: acme-trail-logs/],
    ],
    [
      "sizes without a unit, and too small ones",
      "aws: { logs: { bucket: abc, region: eu-west-1, maxSize: 20 } }",
      [/maxSize is no size with a unit, of 100 MB at least; an example: 20 GiB/],
    ],
    [
      "a size that would drop everything",
      "aws: { logs: { bucket: abc, region: eu-west-1, maxSize: 20 MB } }",
      [/maxSize is no size/],
    ],
    [
      "a queue, days and an organization that are none",
      "aws: { logs: { bucket: abc, region: eu-west-1, queueUrl: trail-objects, days: 0, organization: acme } }",
      [
        /organization is no id of an organization; an example: o-/,
        /queueUrl is no address of an SQS queue/,
        /days is no whole number from 1/,
      ],
    ],
  ])("is told with its line: %s", (_, text, expected) => {
    const problems = problemsOf(text);

    expect(problems).toHaveLength(expected.length);
    for (const words of expected)
      expect(problems.filter((each) => words.test(each))).toHaveLength(1);
  });

  it("leaves the names alone where they are wrong themselves, and says so once", () => {
    const problems = problemsOf("accounts: [prod]\naws: { accounts: [{ account: prod }] }");

    expect(problems).toEqual([expect.stringMatching(/^t\.yml:1 accounts is no table of names/)]);
  });
});

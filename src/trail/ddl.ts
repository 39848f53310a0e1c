/**
 * The statement that makes the table of a trail in Athena, with its partitions worked out from the folders' names, so that
 * nothing has to be added when a day begins. Columns: https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html,
 * and such as AWS's own statement lacks: who stood behind a session, and what a role was lent to.
 */
import { Problem } from "../domain/problem.ts";
import { utcDay } from "../domain/time.ts";

export type TrailLayout = {
  /** `organization`: below the bucket's `AWSLogs/o-…/`; `account` and `accounts`: right below `AWSLogs/`. */
  kind: "account" | "accounts" | "organization";
  bucket: string;
  /** What stands before `AWSLogs/`. */
  prefix?: string;
  accounts: readonly string[];
  /** us-east-1 is added, where AWS logs its global services. */
  regions: readonly string[];
  /** `o-…`, for an organization's trail. */
  organizationId?: string;
  database: string;
  table: string;
  /** Nothing older is looked for, epoch milliseconds. */
  since: number;
};

/** The CREATE EXTERNAL TABLE, with comments that say what to do with it. Throws a Problem for names that AWS does not give. */
export function tableDdl(layout: TrailLayout): string {
  const checked = check(layout);
  const root = rootOf(checked);
  const accounts = distinct(checked.accounts);
  const regions = withGlobal(checked.regions);
  return `-- The table of the trail in s3://${checked.bucket}: ${accounts.length} account${accounts.length === 1 ? "" : "s"}, ${regions.length} Region${regions.length === 1 ? "" : "s"}.
-- 1. Open Athena in the Region of the bucket; make the database once, in a query of its own: CREATE DATABASE IF NOT EXISTS \`${checked.database}\`
-- 2. Run the statement below. It reads nothing and costs nothing. To change accounts or Regions, DROP TABLE and run it anew.
-- 3. Name the database and the table in the configuration (aws.athena), and run: trailwatch doctor
CREATE EXTERNAL TABLE IF NOT EXISTS \`${checked.database}\`.\`${checked.table}\` (
${COLUMNS}
)
PARTITIONED BY (\`account\` STRING, \`region\` STRING, \`timestamp\` STRING)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION '${root}'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.account.type' = 'enum',
  'projection.account.values' = '${accounts.join(",")}',
  'projection.region.type' = 'enum',
  'projection.region.values' = '${regions.join(",")}',
  'projection.timestamp.type' = 'date',
  'projection.timestamp.format' = 'yyyy/MM/dd',
  'projection.timestamp.interval' = '1',
  'projection.timestamp.interval.unit' = 'DAYS',
  'projection.timestamp.range' = '${utcDay(checked.since).replaceAll("-", "/")},NOW',
  'storage.location.template' = '${root}\${account}/CloudTrail/\${region}/\${timestamp}'
);
`;
}

/** `AWSLogs/` of the trail, or of the organization in it. */
function rootOf({ bucket, prefix, kind, organizationId }: TrailLayout): string {
  const before = prefix === undefined || prefix === "" ? "" : `${prefix}/`;
  const organization = kind === "organization" ? `${organizationId}/` : "";
  return `s3://${bucket}/${before}AWSLogs/${organization}`;
}

const COLUMNS = `  eventversion STRING,
  useridentity STRUCT<
    type: STRING,
    principalid: STRING,
    arn: STRING,
    accountid: STRING,
    invokedby: STRING,
    accesskeyid: STRING,
    username: STRING,
    identityprovider: STRING,
    onbehalfof: STRUCT<userid: STRING, identitystorearn: STRING>,
    inscopeof: STRUCT<sourcearn: STRING, sourceaccount: STRING, issuertype: STRING, credentialsissuedto: STRING>,
    sessioncontext: STRUCT<
      attributes: STRUCT<mfaauthenticated: STRING, creationdate: STRING>,
      sessionissuer: STRUCT<type: STRING, principalid: STRING, arn: STRING, accountid: STRING, username: STRING>,
      ec2roledelivery: STRING,
      webidfederationdata: STRUCT<federatedprovider: STRING, attributes: MAP<STRING, STRING>>,
      sourceidentity: STRING>>,
  eventtime STRING,
  eventsource STRING,
  eventname STRING,
  awsregion STRING,
  sourceipaddress STRING,
  useragent STRING,
  errorcode STRING,
  errormessage STRING,
  requestparameters STRING,
  responseelements STRING,
  additionaleventdata STRING,
  requestid STRING,
  eventid STRING,
  readonly STRING,
  resources ARRAY<STRUCT<arn: STRING, accountid: STRING, type: STRING>>,
  eventtype STRING,
  apiversion STRING,
  managementevent STRING,
  recipientaccountid STRING,
  serviceeventdetails STRING,
  sharedeventid STRING,
  vpcendpointid STRING,
  vpcendpointaccountid STRING,
  eventcategory STRING,
  addendum STRUCT<reason: STRING, updatedfields: STRING, originalrequestid: STRING, originaleventid: STRING>,
  sessioncredentialfromconsole STRING,
  edgedevicedetails STRING,
  tlsdetails STRUCT<tlsversion: STRING, ciphersuite: STRING, clientprovidedhostheader: STRING>`;

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** No quotes, no spaces, no `$`, which begins a partition's place. */
const PREFIX = /^[\w!.()=+-]+(?:\/[\w!.()=+-]+)*$/;
const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2,3}(?:-[a-z]+)+-\d{1,2}$/;
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
const NAME = /^[a-z0-9_]{1,128}$/;

function check(layout: TrailLayout): TrailLayout {
  const { kind, accounts, regions, organizationId = "" } = layout;
  demand("bucket", layout.bucket, BUCKET, "the bucket's name alone, such as acme-cloudtrail");
  demand("database", layout.database, NAME, "lower-case letters, digits and _, such as trailwatch");
  demand("table", layout.table, NAME, "lower-case letters, digits and _, such as cloudtrail_logs");
  for (const account of accounts) {
    demand("account", account, ACCOUNT, "twelve digits, such as 111122223333");
  }
  for (const region of regions) demand("Region", region, REGION, "a Region, such as eu-west-1");
  if (accounts.length === 0)
    throw missing("account", "Name the accounts whose events the trail logs.");
  if (kind === "account" && accounts.length > 1) {
    throw missing("single account", "Name one account, or ask for the table of several accounts.");
  }
  if (regions.length === 0) throw missing("Region", "Name the Regions in which the trail logs.");
  if (kind === "organization") {
    demand("organization", organizationId, ORGANIZATION, "its id, such as o-a1b2c3d4e5");
  }
  if (!(layout.since > 0 && layout.since < 4_102_444_800_000)) {
    throw missing("first day", "Say from which day on the bucket holds log files: 2024-01-01.");
  }
  return withPrefix(layout);
}

function withPrefix(layout: TrailLayout): TrailLayout {
  const prefix = layout.prefix?.replace(/^\/+|\/+$/g, "");
  if (prefix === undefined || prefix === "") return { ...layout, prefix: "" };
  demand("prefix", prefix, PREFIX, "what stands before AWSLogs/, without quotes and spaces");
  return { ...layout, prefix };
}

function demand(what: string, value: string, shape: RegExp, example: string): void {
  if (shape.test(value)) return;
  throw new Problem(
    `ddl.${what.toLowerCase()}`,
    `${JSON.stringify(value.slice(0, 80))} is no ${what} that a table can be made with.`,
    `Write ${example}.`,
  );
}

function missing(what: string, next: string): Problem {
  return new Problem("ddl.missing", `The table needs to know its ${what}.`, next);
}

/** Other partitions of AWS log their global services elsewhere. */
function withGlobal(regions: readonly string[]): string[] {
  const isOther = regions.some((region) =>
    /^(?:cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.test(region),
  );
  return distinct(isOther ? regions : [...regions, "us-east-1"]);
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

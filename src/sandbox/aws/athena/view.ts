/** The table of the trail as a view over log files: the same columns, all lower case, and the same texts as in Athena. */

/** Functions of Trino that DuckDB has under another name. */
export const MACROS = [
  "CREATE MACRO json_format(j) AS CAST(j AS VARCHAR)",
  "CREATE MACRO json_extract_scalar(j, p) AS json_extract_string(j, p)",
  "CREATE MACRO from_iso8601_timestamp(t) AS CAST(t AS TIMESTAMPTZ)",
];

const IDENTITY = {
  type: "VARCHAR",
  principalId: "VARCHAR",
  arn: "VARCHAR",
  accountId: "VARCHAR",
  invokedBy: "VARCHAR",
  accessKeyId: "VARCHAR",
  userName: "VARCHAR",
  identityProvider: "VARCHAR",
  onBehalfOf: { userId: "VARCHAR", identityStoreArn: "VARCHAR" },
  inScopeOf: {
    sourceArn: "VARCHAR",
    sourceAccount: "VARCHAR",
    issuerType: "VARCHAR",
    credentialsIssuedTo: "VARCHAR",
  },
  sessionContext: {
    attributes: { mfaAuthenticated: "VARCHAR", creationDate: "VARCHAR" },
    sessionIssuer: {
      type: "VARCHAR",
      principalId: "VARCHAR",
      arn: "VARCHAR",
      accountId: "VARCHAR",
      userName: "VARCHAR",
    },
    ec2RoleDelivery: "VARCHAR",
    webIdFederationData: { federatedProvider: "VARCHAR" },
    sourceIdentity: "VARCHAR",
  },
};

/** Objects under these are text, as in Athena. */
const TEXTS = [
  "eventVersion",
  "eventTime",
  "eventSource",
  "eventName",
  "awsRegion",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "requestID",
  "eventID",
  "readOnly",
  "eventType",
  "apiVersion",
  "managementEvent",
  "recipientAccountId",
  "serviceEventDetails",
  "sharedEventID",
  "vpcEndpointId",
  "vpcEndpointAccountId",
  "eventCategory",
  "sessionCredentialFromConsole",
  "edgeDeviceDetails",
];

const SHAPE = JSON.stringify({
  ...Object.fromEntries(TEXTS.map((name) => [name, "VARCHAR"])),
  userIdentity: IDENTITY,
  resources: ["JSON"],
  addendum: {
    reason: "VARCHAR",
    updatedFields: "VARCHAR",
    originalRequestID: "VARCHAR",
    originalEventID: "VARCHAR",
  },
  tlsDetails: {
    tlsVersion: "VARCHAR",
    cipherSuite: "VARCHAR",
    clientProvidedHostHeader: "VARCHAR",
  },
});

const STRUCTURES = ["userIdentity", "addendum", "tlsDetails"];
/** Records spell the key in both ways; the table's reader takes either. */
const RESOURCES = `list_transform(r.resources, lambda x: {
  'arn': coalesce(x->>'$.ARN', x->>'$.arn'),
  'accountid': coalesce(x->>'$.accountId', x->>'$.accountid'),
  'type': x->>'$.type' })`;
const FOLDER = "CloudTrail/([^/]+)/(\\d{4}/\\d\\d/\\d\\d)/[^/]+$";

/** `SELECT` of all records in the files; an empty list gives an empty table with the same columns. */
export function viewSql(files: readonly string[], largestBytes: number): string {
  const columns = [
    ...[...TEXTS, ...STRUCTURES].map((name) => `r.${name} AS ${name.toLowerCase()}`),
    `${RESOURCES} AS resources`,
    `regexp_extract(filename, '/(\\d{12})/${FOLDER}', 1) AS account`,
    `regexp_extract(filename, '${FOLDER}', 1) AS region`,
    `regexp_extract(filename, '${FOLDER}', 2) AS "timestamp"`,
  ];
  return `SELECT ${columns.join(", ")} FROM (
    SELECT json_transform(unnest(Records), '${SHAPE}') AS r, filename FROM ${sourceSql(files, largestBytes)})`;
}

const MIB = 1 << 20;

function sourceSql(files: readonly string[], largestBytes: number): string {
  if (files.length === 0) {
    return "(SELECT CAST([] AS JSON[]) AS Records, '' AS filename WHERE false)";
  }
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(", ");
  // DuckDB sets aside twice this size; records shrink to a twentieth at most.
  const largest = Math.min(512 * MIB, Math.max(16 * MIB, largestBytes * 30));
  return `read_json([${list}], columns = { Records: 'JSON[]' }, format = 'unstructured', records = true,
    filename = true, maximum_object_size = ${largest})`;
}

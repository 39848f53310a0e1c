/** The columns that are read from the table of the trail, and where each stands in a record. */

export type Column = {
  /** Name in the header of the result. */
  name: string;
  /** Expression over the table's columns. */
  sql: string;
  /** Where the value stands in CloudTrail's record. */
  path: readonly string[];
  /** `json`: text of any JSON value. `resources`: a JSON list of resources. */
  form: "text" | "json" | "truth" | "resources";
};

/** Added by our table to AWS's own: tables that AWS's documentation makes lack them. */
const ADDED = new Set([
  "useridentity.identityprovider",
  "useridentity.inscopeof.sourcearn",
  "useridentity.inscopeof.sourceaccount",
  "useridentity.inscopeof.issuertype",
  "useridentity.inscopeof.credentialsissuedto",
  "useridentity.sessioncontext.sourceidentity",
  "managementevent",
]);

/** Paths of plain text; the column is the same in lower case. */
const TEXTS = [
  "eventVersion",
  "userIdentity.type",
  "userIdentity.principalId",
  "userIdentity.arn",
  "userIdentity.accountId",
  "userIdentity.accessKeyId",
  "userIdentity.userName",
  "userIdentity.invokedBy",
  "userIdentity.identityProvider",
  "userIdentity.onBehalfOf.userId",
  "userIdentity.onBehalfOf.identityStoreArn",
  "userIdentity.inScopeOf.sourceArn",
  "userIdentity.inScopeOf.sourceAccount",
  "userIdentity.inScopeOf.issuerType",
  "userIdentity.inScopeOf.credentialsIssuedTo",
  "userIdentity.sessionContext.attributes.mfaAuthenticated",
  "userIdentity.sessionContext.attributes.creationDate",
  "userIdentity.sessionContext.sessionIssuer.type",
  "userIdentity.sessionContext.sessionIssuer.principalId",
  "userIdentity.sessionContext.sessionIssuer.arn",
  "userIdentity.sessionContext.sessionIssuer.accountId",
  "userIdentity.sessionContext.sessionIssuer.userName",
  "userIdentity.sessionContext.ec2RoleDelivery",
  "userIdentity.sessionContext.webIdFederationData.federatedProvider",
  "userIdentity.sessionContext.sourceIdentity",
  "eventTime",
  "eventSource",
  "eventName",
  "awsRegion",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
  "requestID",
  "eventID",
  "eventType",
  "apiVersion",
  "recipientAccountId",
  "sharedEventID",
  "vpcEndpointId",
  "vpcEndpointAccountId",
  "eventCategory",
  "sessionCredentialFromConsole",
  "addendum.reason",
  "addendum.updatedFields",
  "addendum.originalRequestID",
  "addendum.originalEventID",
  "tlsDetails.tlsVersion",
  "tlsDetails.cipherSuite",
  "tlsDetails.clientProvidedHostHeader",
];
const JSONS = [
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "serviceEventDetails",
  "edgeDeviceDetails",
];
const TRUTHS = ["readOnly", "managementEvent"];

/** The list of structures as text, with the names of its fields: `[{"arn":"…","accountid":"…","type":"…"}]`. */
export const RESOURCES_SQL = "json_format(CAST(resources AS JSON))";

/** `aws`: the table of AWS's documentation; `ours`: that of `trailwatch trail ddl`. */
export type Dialect = "aws" | "ours";

const ALL: readonly Column[] = [
  ...TEXTS.map((path) => column(path, "text")),
  ...JSONS.map((path) => column(path, "json")),
  ...TRUTHS.map((path) => column(path, "truth")),
  { name: "resources", sql: RESOURCES_SQL, path: ["resources"], form: "resources" },
];

function column(path: string, form: Column["form"]): Column {
  const sql = path.toLowerCase();
  return { name: sql.replaceAll(".", "_"), sql, path: path.split("."), form };
}

/** Columns that a table of this kind has. */
export function columnsOf(dialect: Dialect): readonly Column[] {
  return dialect === "ours" ? ALL : ALL.filter(({ sql }) => !ADDED.has(sql));
}

/** The column of a header, whatever the table. */
export const COLUMN_OF_NAME: ReadonlyMap<string, Column> = new Map(
  ALL.map((each) => [each.name, each]),
);

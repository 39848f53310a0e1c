/** What the keys of requestParameters and responseElements say about the strings under them. */

export type KeyKind =
  /** The string under it names something. */
  | "name"
  /** Says only that a name follows; what kind of thing it is stands further up (`arn`, `id`, `name`). */
  | "generic"
  /** Says nothing of its own: lists and wrappers of EC2's and other XML interfaces. */
  | "wrapper"
  /** Only ARNs, ids and queue URLs count. */
  | "plain"
  /** Neither it nor anything below counts. */
  | "ignored"
  /** Tags and filters: names of other things, save EC2's Name tag. */
  | "tags"
  /** A policy, template or definition: whatever it names is only referred to. */
  | "document";

const words = (text: string) => new Set(text.split(" "));

const GENERIC = words(
  "arn id name identifier arns ids names identifiers resourcearn resourceid resourcename resource resources resourcearns " +
    "resourcearnlist resourceids resourceidlist resourcelist",
);
const WRAPPERS = words("items item member entry entries content set list metadata meta values");
const NAMES = words(
  "bucket key table alias role user group policy queue topic function cluster service stack trail domain repository " +
    "stream volume snapshot instances subnets securitygroups instanceprofile iaminstanceprofile queueurl " +
    "family taskdefinition workgroup detector layer layers hostedzone secret parameter alarm alarms dashboard " +
    "publicip allocationid loadbalancer targetgroup targets services displayname tasks task project pipeline destination source " +
    "sourcearn endpoint topics accesskey database db rule rules nodegroup tables functions users roles groups " +
    "buckets secretlist cacheclusterid restapi stage vpczoneidentifier dimensions kmskey datakey groupset",
);
const IGNORED = words(
  "requestid clienttoken clientrequesttoken creatorrequestid callerreference idempotencytoken nexttoken marker token " +
    "sessiontoken secretaccesskey password masteruserpassword secretstring secretbinary description comment message " +
    "availabilityzone availabilityzones availabilityzoneid regionname region enginename ownerid ownername groupownerid groupdescription " +
    "versionid etag contenthash eventid messageid operationid correlationid activityid attributename attributenames " +
    "keyschema attributedefinitions metricname namespace host hostname privatednsname dnsname publicdnsname " +
    "typename schemaname eventname engineversion uniqueid uid fieldname streamurl tokenvalue " +
    "masterusername dbname caidentifier cacertificateidentifier registryid revisionid runtimeversionarn statementid devicename rootdevicename featurename certificatechain certificatebody privatekey x509certificate xmlns environment nextsequencetoken " +
    "displaystring reservedname platformname computername agentname productname zonename zoneid subnetmapping " +
    "requesterid tagid sequencetoken changetoken locktoken nextforwardtoken vpcownerid accountname useragent " +
    "md5ofmessagebody messagebody messageattributes sourceidentity sourceipaddress " +
    "creatorname creatorid availablezone availabilityzoneids awsaccountid",
);
const DOCUMENTS = words(
  "ippermissions useridgrouppairs referencedgroupinfo policydocument assumerolepolicydocument bucketpolicy resourcepolicy keypolicy policytext templatebody definition " +
    "eventpattern containerdefinitions attributes conditions condition buildspec detail input " +
    "pipelinedefinition statement querystring parameters configuration details spec",
);
const TAGS = words(
  "tags tag tagset tagslist taglist tagspecification tagspecificationset tagging filters filter filterset tagfilters labels tagkeys",
);

const NAME_END =
  /(?:names?|ids?|arns?|identifiers?|url|key|bucket|namelist|idlist|arnlist|idset|identifierlist)$/;
const NO_NAME_END =
  /(?:client|request|next|session|security|continuation|pagination)token$|requestid$|versionid$|^x-amz-(?!copy-source|bucket)|ownerid$|accountids?$|secretkey$|publickey$|authkey$|idempot|callerref|hostname$|dnsname$|regionname|schemaname|typename$|attributename|metricname|algorithm|zonename$|zoneids?$/;

/** The kind of a key in lower case, without hyphens and underscores. */
export function keyKind(key: string): KeyKind {
  if (GENERIC.has(key)) return "generic";
  if (WRAPPERS.has(key)) return "wrapper";
  if (TAGS.has(key)) return "tags";
  if (IGNORED.has(key)) return "ignored";
  if (DOCUMENTS.has(key)) return "document";
  if (NAMES.has(key)) return "name";
  if (/(?:state|status)$/.test(key)) return "ignored";
  if (NO_NAME_END.test(key) && key !== "hostedzoneid") return "plain";
  return NAME_END.test(key) ? "name" : "plain";
}

const STEM_ENDS =
  /(?:namelist|idlist|arnlist|idset|identifierlist|identifiers?|names?|arns?|ids?|url|set|s|list)$/;

/** The thing that a key speaks of: `dBInstanceIdentifier` → `dbinstance`, `instancesSet` → `instance`. */
export function keyStem(key: string): string {
  const stem = key.replace(STEM_ENDS, "");
  return singular(stem === "" ? key : stem);
}

export function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/.test(word) || word.length < 4) return word;
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

/** What is asked on AWS, and with what: the part of the configuration that adapters read. */

export type AwsSetup = {
  /** Accounts that are asked, the first is the one that the credentials of this process belong to unless it has a role. */
  accounts: AwsAccount[];
  /** Regions that are asked; us-east-1 is asked besides, since global services log there. */
  regions: string[];
  /** Event history of the last 90 days is asked with LookupEvents. */
  lookupEvents: boolean;
  athena?: AthenaSetup;
  logs?: LogBucket;
  /** All services at one address, as the sandbox has them; AWS's own, or AWS_ENDPOINT_URL's, unless set. */
  endpoint?: string;
  /** Keys that never change; the default chain of the SDK unless set. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
};

export type AwsAccount = {
  /** Twelve digits. */
  id: string;
  /** The role to assume there; this process's own credentials are used without one. */
  role?: { arn: string; externalId?: string };
};

/** The table that `trailwatch trail ddl` writes. */
export type AthenaSetup = {
  region: string;
  /** The account in which queries run; the first of `accounts` unless set. */
  account?: string;
  catalog?: string;
  database: string;
  table: string;
  /** `primary` unless set. */
  workgroup?: string;
  /** `s3://bucket/prefix/` for results; the workgroup's own unless set. */
  output?: string;
  /** Dollars for each terabyte read; 5 unless set. */
  usdPerTb?: number;
  /** Dollars that one query may cost before the asker is asked; 0.10 unless set. */
  queryUsd?: number;
  /** Dollars that the questions of one channel may cost on one day (UTC); 5 unless set. */
  channelDayUsd?: number;
  /** Results so old at most are taken again instead of a new query; 60 unless set, 0 never. */
  reuseMinutes?: number;
};

/** Where the trail delivers its log files. */
export type LogBucket = {
  bucket: string;
  /** What stands before `AWSLogs/` in its keys, without slashes at its ends; nothing unless set. */
  prefix?: string;
  /** Region of the bucket. */
  region: string;
  /** The account whose credentials may read it; the first of `accounts` unless set. */
  account?: string;
  /** Id of the organization (`o-…`) when the trail is an organization's. */
  organization?: string;
  /** SQS queue that S3 notifies of new objects; the bucket is listed by day without one. */
  queueUrl?: string;
  /** Folder in which copies are kept. */
  dir: string;
  /** Days that are copied at the first time; 30 unless set. */
  days?: number;
  /** Most that the copies may take; the oldest days are dropped first. 20 GiB unless set. */
  maxBytes?: number;
};

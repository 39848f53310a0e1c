/** What a told story is, and the calls that several stories share. */
import { HOUR } from "../../domain/time.ts";
import { ACCOUNTS, type AccountName, HOME, type Region } from "./company.ts";
import type { Caller } from "./identity.ts";
import { BASE64, exampleId, letters } from "./random.ts";
import { type Call, type FiledRecord, recordDate, type Stage } from "./record.ts";

/** A question that the story answers, and the events that a right answer holds. */
export type SuggestedQuestion = {
  text: string;
  /** Changes (or sign-ins, where they are asked for), newest first. */
  eventIds: string[];
  /** Refused or failed calls, newest first: never among the changes. */
  attemptIds: string[];
  /** True when nothing else belongs into the answer; false when the background may add to it. */
  exact: boolean;
};

export type Told = { records: FiledRecord[]; questions: SuggestedQuestion[] };

export type Story = {
  name: string;
  /** One sentence for the reader of the sandbox. */
  title: string;
  tell(stage: Stage): Told;
};

/** A suggested question; the ids are put in the order of the answer, newest first. */
export function question(
  text: string,
  changes: FiledRecord[],
  options: { attempts?: FiledRecord[]; exact?: boolean } = {},
): SuggestedQuestion {
  return {
    text,
    eventIds: newestFirst(changes),
    attemptIds: newestFirst(options.attempts ?? []),
    exact: options.exact ?? true,
  };
}

function newestFirst(records: FiledRecord[]): string[] {
  return records.toSorted((a, b) => b.at - a.at).map(({ record }) => record.eventID);
}

export type Assumption = {
  at: number;
  /** Account of the role. */
  account: AccountName;
  role: string;
  session: string;
  caller: Caller;
  /** What AssumeRole gives out: later calls carry it. */
  accessKeyId: string;
  region?: Region;
};

/** `responseElements` of AssumeRole and its like. Session tokens of the sandbox open nothing. */
export function issuedCredentials(stage: Stage, assumption: Omit<Assumption, "caller">) {
  const { account, role, session, accessKeyId, at } = assumption;
  return {
    credentials: {
      accessKeyId,
      sessionToken: `IQoJb3JpZ2luX2VjE${letters(stage.random, 120, BASE64)}EXAMPLE==`,
      expiration: recordDate(at + HOUR),
    },
    assumedRoleUser: {
      assumedRoleId: `${exampleId("AROA", `${account}/${role}`)}:${session}`,
      arn: `arn:aws:sts::${ACCOUNTS[account].id}:assumed-role/${role}/${session}`,
    },
  };
}

/** The AssumeRole call as the account of the role records it. */
export function assumeRole(stage: Stage, assumption: Assumption): Call {
  const arn = `arn:aws:iam::${ACCOUNTS[assumption.account].id}:role/${assumption.role}`;
  return {
    at: assumption.at,
    account: assumption.account,
    region: assumption.region ?? HOME,
    source: "sts",
    name: "AssumeRole",
    caller: assumption.caller,
    request: { roleArn: arn, roleSessionName: assumption.session, durationSeconds: 3600 },
    response: issuedCredentials(stage, assumption),
    readOnly: true,
    resources: [{ accountId: ACCOUNTS[assumption.account].id, type: "AWS::IAM::Role", ARN: arn }],
  };
}

/** `resources` entry of a bucket. */
export function bucketResource(bucket: string, account: AccountName) {
  return {
    accountId: ACCOUNTS[account].id,
    type: "AWS::S3::Bucket",
    ARN: `arn:aws:s3:::${bucket}`,
  };
}

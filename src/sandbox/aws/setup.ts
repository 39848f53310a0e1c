/** How Acme Shop's AWS is asked: what `aws` in trailwatch.yml would say there. */
import type { AthenaSetup, AwsSetup, LogBucket } from "../../aws/setup.ts";
import { ACCOUNTS, BUCKETS, HOME, REGIONS } from "../scenario/company.ts";

export type SandboxSetup = AwsSetup & { athena: AthenaSetup; logs: LogBucket };

/** The name of the role that may read, in each account but the first, whose own credentials are used. */
const READER_ROLE = "trailwatch-reader";

/** `dir` holds the log files that play the trail's bucket; copies of it would lie beside. */
export function sandboxSetup(dir: string): SandboxSetup {
  const ids = Object.values(ACCOUNTS).map(({ id }) => id);
  return {
    accounts: ids.map((id, at) =>
      at === 0 ? { id } : { id, role: { arn: `arn:aws:iam::${id}:role/${READER_ROLE}` } },
    ),
    regions: [...REGIONS],
    lookupEvents: true,
    athena: { region: HOME, database: "audit", table: "cloudtrail_logs" },
    // Nothing is copied: the local AWS itself shall be asked.
    logs: { bucket: BUCKETS.logs, region: HOME, dir: `${dir}-copies` },
  };
}

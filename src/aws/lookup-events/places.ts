/** Where event history is asked: each account and Region of its own. */
import type { TrailQuery } from "../../sources/trail.ts";
import type { AwsSetup } from "../setup.ts";
import { type Place, partitionOf } from "./candidates.ts";

/** IAM, STS's global address, CloudFront, Route 53 and most sign-ins are logged there, whatever the Regions in use. */
const GLOBAL_REGION: Record<string, string> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

export function allPlaces({ accounts, regions }: Pick<AwsSetup, "accounts" | "regions">): Place[] {
  const all = new Set(regions);
  for (const region of regions) all.add(GLOBAL_REGION[partitionOf(region)] ?? "us-east-1");
  if (all.size === 0) all.add("us-east-1");
  return accounts.flatMap(({ id }) => [...all].map((region) => ({ account: id, region })));
}

/** Those in which the query may find something; an ARN names its own account and Region. */
export function placesOf(places: readonly Place[], query: TrailQuery): Place[] {
  const { accounts, regions, subject } = query;
  const isAmong = (value: string, asked: string[] | undefined) =>
    !asked || asked.length === 0 || asked.includes(value);
  const asked = places.filter(
    ({ account, region }) => isAmong(account, accounts) && isAmong(region, regions),
  );
  const own = asked.filter(
    ({ account, region }) =>
      (subject?.account ?? account) === account && (subject?.region ?? region) === region,
  );
  return own.length > 0 ? own : asked;
}

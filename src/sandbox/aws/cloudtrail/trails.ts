/** The one trail of the local AWS: where it delivers, that it logs, and the key of its digests. */
import type { AwsAccount } from "../../../aws/setup.ts";
import { MINUTE } from "../../../domain/time.ts";
import { AwsRefusal, type Operation } from "../service.ts";

export type TrailParts = {
  accounts: readonly AwsAccount[];
  now(): number;
  trail: { name: string; bucket: string; region: string };
};

/** A trail of all Regions belongs to its home Region and shows in the others as a shadow. */
export function createTrails(parts: TrailParts): Record<string, Operation> {
  const owner = parts.accounts[0]?.id ?? "";
  const { name, bucket, region } = parts.trail;
  const arn = `arn:aws:cloudtrail:${region}:${owner}:trail/${name}`;
  const trail = {
    Name: name,
    S3BucketName: bucket,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    HomeRegion: region,
    TrailARN: arn,
    LogFileValidationEnabled: true,
    HasCustomEventSelectors: true,
    HasInsightSelectors: false,
    IsOrganizationTrail: false,
  };
  const find = (input: Record<string, unknown>, key: string) => {
    const asked = input[key];
    if (asked === name || asked === arn) return;
    throw new AwsRefusal("TrailNotFoundException", `Unknown trail: ${String(asked)}`);
  };
  return {
    DescribeTrails: async (input, caller) => {
      const names = Array.isArray(input.trailNameList) ? input.trailNameList : [];
      const isNamed = names.length === 0 || names.includes(name) || names.includes(arn);
      const isShown = caller.region === region || input.includeShadowTrails !== false;
      return { trailList: isNamed && isShown ? [trail] : [] };
    },
    GetTrailStatus: async (input) => {
      find(input, "Name");
      const delivered = new Date(Math.floor((parts.now() - 5 * MINUTE) / 1000) * 1000);
      return {
        IsLogging: true,
        LatestDeliveryTime: delivered,
        LatestDigestDeliveryTime: delivered,
        TimeLoggingStarted: delivered.toISOString(),
        LatestDeliveryAttemptTime: delivered.toISOString(),
        LatestDeliveryAttemptSucceeded: delivered.toISOString(),
      };
    },
    GetEventSelectors: async (input) => {
      find(input, "TrailName");
      return {
        TrailARN: arn,
        EventSelectors: [
          {
            ReadWriteType: "All",
            IncludeManagementEvents: true,
            DataResources: [
              { Type: "AWS::S3::Object", Values: ["arn:aws:s3:::acme-shop-assets/"] },
            ],
            ExcludeManagementEventSources: [],
          },
        ],
      };
    },
  };
}

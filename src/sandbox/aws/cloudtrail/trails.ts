/** The trail that each account has: where it delivers, that it logs, and the key of its digests. */
import { DAY, MINUTE, SECOND } from "../../../domain/time.ts";
import { TRAIL } from "../../scenario/digests.ts";
import type { PublicKey } from "../s3/signatures.ts";
import { AwsRefusal, type Caller, type Operation } from "../service.ts";

export type TrailParts = { now(): number; publicKeys(): Promise<PublicKey[]> };

/** Records of these objects are in the scenario. */
const LOGGED_OBJECTS = "arn:aws:s3:::acme-shop-assets/";

/** A trail of all Regions belongs to its home Region and shows in the others as a shadow. */
export function createTrails(parts: TrailParts): Record<string, Operation> {
  return {
    DescribeTrails: async (input, caller) => ({ trailList: listed(input, caller) }),
    GetTrailStatus: async (input, caller) => {
      checkName(input.Name, caller);
      const minutes = Math.floor((parts.now() - 5 * MINUTE) / MINUTE);
      const delivered = new Date(minutes * MINUTE);
      const text = formatSecond(delivered);
      return {
        IsLogging: true,
        LatestDeliveryTime: delivered,
        LatestDigestDeliveryTime: delivered,
        StartLoggingTime: new Date(parts.now() - 400 * DAY),
        LatestDeliveryAttemptTime: text,
        LatestNotificationAttemptTime: "",
        LatestNotificationAttemptSucceeded: "",
        LatestDeliveryAttemptSucceeded: text,
        TimeLoggingStarted: formatSecond(new Date(parts.now() - 400 * DAY)),
        TimeLoggingStopped: "",
      };
    },
    GetEventSelectors: async (input, caller) => {
      checkName(input.TrailName, caller);
      return {
        TrailARN: arnOf(caller),
        EventSelectors: [
          {
            ReadWriteType: "All",
            IncludeManagementEvents: true,
            DataResources: [{ Type: "AWS::S3::Object", Values: [LOGGED_OBJECTS] }],
            ExcludeManagementEventSources: [],
          },
        ],
      };
    },
    ListPublicKeys: async () => ({
      PublicKeyList: (await parts.publicKeys()).map(({ value, fingerprint }) => ({
        Value: value,
        Fingerprint: fingerprint,
        ValidityStartTime: new Date(parts.now() - 400 * DAY),
        ValidityEndTime: new Date(parts.now() + 400 * DAY),
      })),
    }),
  };
}

function arnOf({ account }: Caller): string {
  return `arn:aws:cloudtrail:${TRAIL.home}:${account}:trail/${TRAIL.name}`;
}

function listed(input: Record<string, unknown>, caller: Caller): object[] {
  const names = Array.isArray(input.trailNameList) ? input.trailNameList : [];
  const isNamed = names.length === 0 || names.includes(TRAIL.name) || names.includes(arnOf(caller));
  const isShown = caller.region === TRAIL.home || input.includeShadowTrails !== false;
  if (!isNamed || !isShown) return [];
  const trail = {
    Name: TRAIL.name,
    S3BucketName: TRAIL.bucket,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    HomeRegion: TRAIL.home,
    TrailARN: arnOf(caller),
    LogFileValidationEnabled: true,
    HasCustomEventSelectors: true,
    HasInsightSelectors: false,
    IsOrganizationTrail: false,
  };
  return [trail];
}

function checkName(asked: unknown, caller: Caller): void {
  if (asked === TRAIL.name || asked === arnOf(caller)) return;
  const message = `Unknown trail: ${String(asked)} for the user: ${caller.account}`;
  throw new AwsRefusal("TrailNotFoundException", message);
}

/** To the second, as these fields have it. */
function formatSecond(time: Date): string {
  return new Date(Math.floor(time.getTime() / SECOND) * SECOND).toISOString().replace(".000Z", "Z");
}

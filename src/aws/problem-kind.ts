/** What kind of trouble an error of the AWS SDK is: told by its name, its code and its words. */

export type TroubleKind =
  | "aborted"
  | "denied"
  | "throttled"
  | "expired"
  | "no-credentials"
  | "bad-credentials"
  | "clock"
  | "region-off"
  | "no-region"
  | "no-table"
  | "no-database"
  | "no-workgroup"
  | "no-output"
  | "no-bucket"
  | "no-object"
  | "no-queue"
  | "timeout"
  | "unreachable"
  | "unavailable"
  | "refused";

/** CloudWatch and SQS say `Throttling` where others say `ThrottlingException`. */
const THROTTLED =
  /^(?:Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled|RequestThrottledException|SlowDown|BandwidthLimitExceeded|ProvisionedThroughputExceededException)$/;
const DENIED =
  /^(?:AccessDenied(?:Exception)?|UnauthorizedOperation|UnauthorizedException|NotAuthorized|AuthorizationError(?:Exception)?|Forbidden|403)$/;
const EXPIRED =
  /^(?:ExpiredToken(?:Exception)?|TokenRefreshRequired|RequestExpired|ExpiredTokenError)$/;
const BAD_CREDENTIALS =
  /^(?:UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|AuthFailure|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature(?:Exception)?|MissingAuthenticationToken(?:Exception)?|InvalidToken|NotSignedUp|InvalidIdentityToken)$/;
const CLOCK =
  /^(?:RequestTimeTooSkewed|RequestInTheFuture|PriorRequestNotComplete)$|signature (?:expired|not yet current)/i;
const REGION_OFF =
  /^(?:OptInRequired|RegionDisabledException|OptInRequiredException|SubscriptionRequiredException)$/;
const TIMEOUT =
  /^(?:TimeoutError|RequestTimeout|RequestTimeoutException|ETIMEDOUT|ESOCKETTIMEDOUT)$/;
const UNREACHABLE =
  /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|ENETDOWN|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|NetworkingError)/;
const UNAVAILABLE =
  /^(?:InternalFailure|InternalError|InternalServerError|InternalServerException|InternalServiceException|ServiceUnavailable(?:Exception)?|ServiceException|InternalServiceError|ServiceFailure)$/;

/** Tried in this order on the words of a message. */
const BY_MESSAGE: [RegExp, TroubleKind][] = [
  [
    /could not load credentials|no credentials|credential(?:s)? (?:is|are) missing/i,
    "no-credentials",
  ],
  [/sso (?:session|token).{0,80}expired|token .{0,60}expired|has expired|is expired/i, "expired"],
  [/region is missing/i, "no-region"],
  [/no output location/i, "no-output"],
  [/workgroup\b.{0,120}(?:not found|does not exist)/i, "no-workgroup"],
  [/TABLE_NOT_FOUND|table\b.{0,200}(?:not found|does not exist)/i, "no-table"],
  [/SCHEMA_NOT_FOUND|(?:schema|database)\b.{0,200}(?:not found|does not exist)/i, "no-database"],
];

/** Undefined for an error that did not come from AWS or on the way there. */
export function troubleOf(error: unknown): TroubleKind | undefined {
  if (!(error instanceof Error)) return undefined;
  return byName(error) ?? byMessage(error) ?? byStatus(error);
}

function byName(error: Error): TroubleKind | undefined {
  const names = namesOf(error);
  const is = (shape: RegExp) => names.some((name) => shape.test(name));
  if (is(/^AbortError$/)) return "aborted";
  // "Signature expired" comes as InvalidSignatureException, as a wrong key does.
  if (is(CLOCK) || CLOCK.test(error.message)) return "clock";
  if (is(THROTTLED)) return "throttled";
  if (is(EXPIRED)) return "expired";
  if (is(REGION_OFF)) return "region-off";
  if (is(DENIED)) return "denied";
  if (is(BAD_CREDENTIALS)) return "bad-credentials";
  // The SDK calls a broken connection a timeout too; its code says what it was.
  if (is(UNREACHABLE)) return "unreachable";
  if (is(TIMEOUT)) return "timeout";
  return is(UNAVAILABLE) ? "unavailable" : byResource(is);
}

function byResource(is: (shape: RegExp) => boolean): TroubleKind | undefined {
  if (is(/^NoSuchBucket$/)) return "no-bucket";
  if (is(/^(?:NoSuchKey|NotFound)$/)) return "no-object";
  if (is(/^(?:QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue)$/)) return "no-queue";
  return undefined;
}

function byMessage(error: Error): TroubleKind | undefined {
  if (!isOfAws(error)) return undefined;
  const found = BY_MESSAGE.find(([shape]) => shape.test(error.message))?.[1];
  if (found) return found;
  return error.name === "CredentialsProviderError" || error.name === "TokenProviderError"
    ? "no-credentials"
    : undefined;
}

function byStatus(error: Error): TroubleKind | undefined {
  const status = metadataOf(error).httpStatusCode;
  if (status === 429) return "throttled";
  if (status === 403) return "denied";
  if (status !== undefined && status >= 500) return "unavailable";
  return isOfAws(error) ? "refused" : undefined;
}

function isOfAws(error: Error): boolean {
  return "$metadata" in error || "$fault" in error || /ProviderError$|^Athena/.test(error.name);
}

/** The error's own name, and the codes under which the network's errors and wrapped ones go. */
function namesOf(error: Error): string[] {
  const names = [error.name];
  const more: unknown[] = ["code" in error ? error.code : undefined];
  if ("Code" in error) more.push(error.Code);
  // A host with several addresses fails once for each.
  if (error instanceof AggregateError) {
    for (const inner of error.errors) if (inner instanceof Error) names.push(...namesOf(inner));
  }
  for (const name of more) if (typeof name === "string") names.push(name);
  return names;
}

type Metadata = { httpStatusCode?: number; requestId?: string };

export function metadataOf(error: unknown): Metadata {
  const given = error instanceof Error && "$metadata" in error ? error.$metadata : undefined;
  if (typeof given !== "object" || given === null) return {};
  const metadata: Metadata = {};
  if ("httpStatusCode" in given && typeof given.httpStatusCode === "number") {
    metadata.httpStatusCode = given.httpStatusCode;
  }
  if ("requestId" in given && typeof given.requestId === "string") {
    metadata.requestId = given.requestId;
  }
  return metadata;
}

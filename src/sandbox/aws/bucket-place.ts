/** The trail that delivers to the scenario's bucket, as its digests name it. */
import { HOME, type Region } from "../scenario/company.ts";

export const TRAIL_NAME = "acme-org-trail";
export const AUDIT_BUCKET_REGION: Region = HOME;

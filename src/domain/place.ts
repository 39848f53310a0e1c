/** An account and a Region: where something of AWS lies. */
export type AwsPlace = {
  /** Twelve digits. */
  account: string;
  region: string;
};

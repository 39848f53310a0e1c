/** Where the AWS console shows an alarm. */

/** The console takes a name in a fragment, percent-encoded. Partitions are told by their Regions' names. */
export function consoleAlarmUrl(name: string, region: string): string {
  // Half a surrogate pair cannot stand in an address; an apostrophe ends some readers' links.
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, "\ufffd")).replaceAll("'", "%27");
  return `https://${region}.${domainOf(region)}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encoded}`;
}

function domainOf(region: string): string {
  if (region.startsWith("cn-")) return "console.amazonaws.cn";
  if (region.startsWith("us-gov-")) return "console.amazonaws-us-gov.com";
  return "console.aws.amazon.com";
}

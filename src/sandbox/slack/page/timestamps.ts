/** Slack's message timestamps: seconds and a counter, `1762000000.000100`. */

/** Negative when `a` is older. */
export function compareTs(a: string, b: string): number {
  const [aSeconds = "", aCounter = ""] = a.split(".");
  const [bSeconds = "", bCounter = ""] = b.split(".");
  return (
    Number(aSeconds) - Number(bSeconds) || (aCounter < bCounter ? -1 : aCounter > bCounter ? 1 : 0)
  );
}

/** The moment of a timestamp in epoch milliseconds. */
export function tsToMs(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}

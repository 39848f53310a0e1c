/** What a terminal can show. */

/** A file or a pipe has neither colours nor columns. */
export function screenOf(out: Pick<NodeJS.WriteStream, "isTTY" | "columns">): {
  colour: boolean;
  width?: number;
} {
  if (out.isTTY !== true) return { colour: false };
  return { colour: true, ...(out.columns > 0 && { width: out.columns }) };
}

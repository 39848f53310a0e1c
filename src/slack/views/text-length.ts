/** How much text blocks hold, as Slack counts it for a whole message. */

/** Units of all texts inside, however deep: values of `text`, `fallback` and `alt_text`. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    if (typeof inner === "string") return TEXTS.has(key) ? sum + inner.length : sum;
    return sum + textLength(inner);
  }, 0);
}

const TEXTS = new Set(["text", "fallback", "alt_text"]);

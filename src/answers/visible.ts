/**
 * Foreign text made harmless for any screen: control characters (which steer terminals)
 * and bidirectional overrides (which reorder what is read) become a space.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ");
}

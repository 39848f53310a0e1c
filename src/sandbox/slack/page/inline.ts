/** What stands inside a line of a message, whichever way it was written: mrkdwn, rich text or Markdown. */

export type InlineStyle = "bold" | "italic" | "strike" | "underline";

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "styled"; style: InlineStyle; children: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; url: string; label?: string }
  | { kind: "user"; id: string; label?: string }
  | { kind: "channel"; id: string; label?: string }
  | { kind: "group"; id: string; label?: string }
  | { kind: "broadcast"; name: string; label?: string }
  /** `format` holds Slack's date tokens, such as `{date_short} {time}`. */
  | { kind: "date"; atMs: number; format: string; url?: string; fallback: string }
  | { kind: "emoji"; name: string }
  | { kind: "color"; value: string };

export type TextBlock =
  | { kind: "text"; children: Inline[] }
  | { kind: "quote"; children: Inline[] }
  | { kind: "pre"; text: string };

/** The address if a browser may follow it, else undefined: `javascript:` and its like never become a link. */
export function followable(url: string): string | undefined {
  return /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i.test(url.trim()) ? url.trim() : undefined;
}

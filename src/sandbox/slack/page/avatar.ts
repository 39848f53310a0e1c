/** Pictures of people, made of their initials and a colour of their own. */
import type { ConsoleUser } from "../console-protocol.ts";
import { element, icon } from "./element.ts";

const COLORS = 8;

/** A square with the initials; an app has a sign instead. */
export function avatarView(
  user: ConsoleUser | undefined,
  size: "small" | "large" = "large",
): HTMLElement {
  const name = user?.realName || user?.name || "?";
  const color =
    [...(user?.id ?? "?")].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) %
    COLORS;
  const initials = name
    .split(/\s+/)
    .map((part) => part[0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();
  return element(
    "span",
    {
      class: `avatar avatar-${size} ${user?.isBot ? "avatar-app" : `avatar-${color}`}`,
      "aria-hidden": "true",
    },
    user?.isBot ? icon("eye") : initials,
  );
}

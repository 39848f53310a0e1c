/** The words after `dashboard` → which one, and which of its widgets. */

export type DashboardWords = { name: string; widget?: number };

const WIDGET = /^(.+?)\s+widget\s+#?(\d{1,4})$/is;

/** `platform widget 7`; a dashboard that is really called so wins. */
export function readDashboardWords(words: string, names: readonly string[]): DashboardWords {
  const name = words.trim();
  const found = names.includes(name) ? undefined : WIDGET.exec(name);
  const [, own = "", number = ""] = found ?? [];
  return found ? { name: own, widget: Number(number) } : { name };
}

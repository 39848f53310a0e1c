/** Text as it may stand in XML. */

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Control characters, which XML 1.0 has no way to write, become question marks. */
export function escapeXml(text: string): string {
  return [...text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? "")]
    .map((sign) => (sign < " " && !"\t\n\r".includes(sign) ? "?" : sign))
    .join("");
}

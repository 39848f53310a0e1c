/** Answer → Markdown (GitHub flavour), for files and tickets. Foreign text is escaped. */
import { formatZoned } from "../domain/time.ts";
import type { Answer, ChangeRow, Line, Section } from "./answer.ts";
import { isUnsaid, replacedWords } from "./change-words.ts";
import { chartNotes, chartNumbers } from "./chart-lines.ts";
import { evidenceLine, gapsOf } from "./evidence.ts";
import { visible } from "./visible.ts";

/** The whole answer as a Markdown document; times in `zone`. */
export function toMarkdown(answer: Answer, options: { zone: string }): string {
  const blocks = [`# ${escaped(answer.headline)}`];
  for (const section of answer.sections) blocks.push(sectionBlock(section, options.zone));
  if (answer.searched.length > 0) {
    const lines = answer.searched.map(
      (search) => `- ${inline(evidenceLine(search, options.zone), options.zone)}`,
    );
    const gaps = gapsOf(answer.searched).map((gap) => `- **Missing:** ${escaped(gap)}`);
    blocks.push(["**Searched**", "", ...lines, ...gaps].join("\n"));
  }
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function sectionBlock(section: Section, zone: string): string {
  switch (section.kind) {
    case "facts":
      return titled(
        section.title,
        section.facts.map((fact) => `- **${escaped(fact.label)}:** ${inline(fact.value, zone)}`),
      );
    case "changes":
      return titled(section.title, [
        ...table(
          ["When", "Who", "What", "Before → after", "Call"],
          section.rows.map((row) => changeCells(row, zone)),
        ),
        ...hidden(section.hidden),
      ]);
    case "chart":
      return chartBlock(section, zone);
    case "table":
      return titled(section.title, [
        ...table(
          section.columns,
          section.rows.map((row) => row.map((cell) => inline(cell, zone))),
        ),
        ...hidden(section.hidden),
      ]);
    case "list":
      return titled(section.title, [
        ...section.items.map((item) => `- ${inline(item, zone)}`),
        ...hidden(section.hidden),
      ]);
    case "record":
      return titled(section.title, fenced(section.text));
    case "text":
      return inline(section.line, zone);
    case "callout":
      return `> ${inline(section.line, zone)}`;
  }
}

/** The numbers of a picture as a table: a document of text shows no other. */
function chartBlock(
  { title, chart, caption = [] }: Extract<Section, { kind: "chart" }>,
  zone: string,
): string {
  const rows = chartNumbers(chart).map(({ label, latest = "no data", least = "", most = "" }) =>
    [label, latest, least, most].map(escaped),
  );
  const notes = [
    ...chartNotes(chart, zone, caption.length > 0).map((note) => `- ${escaped(note)}`),
    ...caption.map((line) => `- ${inline(line, zone)}`),
  ];
  const window = `${formatZoned(chart.window.from, zone)} to ${formatZoned(chart.window.to, zone)}`;
  return [
    `**${title ? inline(title, zone) : escaped(chart.title)}** (${escaped(`${window} ${zone}`)})`,
    "",
    ...table(["Series", "Latest", "Least", "Most"], rows),
    ...(notes.length > 0 ? ["", ...notes] : []),
  ].join("\n");
}

function changeCells(row: ChangeRow, zone: string): string[] {
  const who = row.whoDetail ? `${row.who} (${row.whoDetail})` : row.who;
  const what = isUnsaid(row) ? `${row.what} [${row.error ?? row.result}]` : row.what;
  const arrow = replacedWords(row) ?? "";
  const cells = [who, what, arrow, `${row.call} ${row.account} ${row.region}`].map(escaped);
  return [formatZoned(row.at, zone), ...cells];
}

function table(columns: string[], rows: string[][]): string[] {
  const write = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [write(columns.map(escaped)), write(columns.map(() => "---")), ...rows.map(write)];
}

function titled(title: string | undefined, lines: string[]): string {
  return (title ? [`## ${escaped(title)}`, "", ...lines] : lines).join("\n");
}

/** A fence longer than any run of backticks inside cannot be closed by the text. */
function fenced(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return [fence, ...text.split("\n").map(visible), fence];
}

function hidden(amount: number): string[] {
  return amount > 0 ? ["", `${amount} more not shown.`] : [];
}

function inline(line: Line, zone: string): string {
  return line
    .map((span) => {
      if (typeof span === "string") return escaped(span);
      if (span.kind === "time") return formatZoned(span.at, zone);
      if (span.kind === "strong") return `**${escaped(span.text)}**`;
      if (span.kind === "code") return `\`${visible(span.text).replaceAll("`", "'")}\``;
      return `[${escaped(span.text)}](${encodeURI(span.url)})`;
    })
    .join("");
}

function escaped(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>()#+!|~]/g, "\\$&");
}

/** `dashboard`: its widgets as pictures, numbers and text, in their order, a page at a time. */
import type { Answer, FollowUp, Section } from "../../answers/answer.ts";
import { count } from "../../answers/words.ts";
import type { DashboardEntry } from "../../domain/dashboard.ts";
import { HOUR, type Window } from "../../domain/time.ts";
import type { AskContext } from "../question.ts";
import { quotedName } from "../quoted-name.ts";
import type { AnswerMetrics } from "./answering.ts";
import type { MetricsAsked } from "./asked.ts";
import { distinctEntries, findDashboard, inPlace, placeWords } from "./dashboard-found.ts";
import { readDashboardWords } from "./dashboard-name.ts";
import { answerDashboards } from "./dashboards.ts";
import { parseDashboard } from "./widgets/body.ts";
import { dashboardUrl } from "./widgets/console-links.ts";
import { isPicture, toPages } from "./widgets/pages.ts";
import { readPage } from "./widgets/read-page.ts";
import { storedWindow } from "./widgets/spans.ts";
import type { DashboardBody, Widget } from "./widgets/widget.ts";
import { type ShownWidget, showWidget } from "./widgets/widget-sections.ts";

const DEFAULT_MS = 3 * HOUR;

/** Six pictures a page at most; what a widget lacks is told beside it, and the rest is shown. */
export const answerDashboard: AnswerMetrics = async (
  asked,
  text,
  sources,
  context,
  run,
): Promise<Answer> => {
  if (asked.name.trim() === "") return answerDashboards(asked, text, sources, context, run);
  const { dashboards } = sources.cloudwatch;
  const { accounts, regions } = asked;
  const where = { ...(accounts && { accounts }), ...(regions && { regions }) };
  const listed = await dashboards.list(where, run);
  const entries = distinctEntries(listed.dashboards);
  const names = entries.map(({ name }) => name);
  const words = readDashboardWords(asked.name, names);
  const found = findDashboard(words.name, entries, context);
  const base = toBase(asked, text);
  if (found.kind === "none") {
    const { headline, followUps } = found;
    return { ...base, headline, followUps, searched: listed.searched };
  }
  const { entry, others } = found;
  const { body: stored } = await dashboards.read(entry.name, entry.place, run);
  const body = parseDashboard(stored);
  const part = choosePart(body, asked.page ?? 1, words.widget);
  const shown = part.widgets.map((widget) => placed(widget, entry, body, asked, context));
  const read = await readPage({ widgets: shown }, sources.cloudwatch, context.now, run);
  const url = dashboardUrl(entry.name, entry.place);
  const { zone } = asked.window;
  const widgets = shown.map((widget) => showWidget(widget, { read, zone, url }));
  return {
    ...base,
    outcome: body.widgets.length > 0 ? "found" : "nothing",
    headline: headlineOf(entry, body, part),
    sections: [
      ...introduction(entry, body, url, context),
      ...base.sections,
      ...[...part.problems, ...body.problems, ...read.problems].map(warning),
      ...widgets.flatMap(({ sections }) => sections),
    ],
    searched: read.searched.length > 0 ? read.searched : listed.searched,
    followUps: followUpsOf(entry, part, others, context),
    data: {
      dashboard: { name: entry.name, arn: entry.arn, ...entry.place, url },
      page: part.page,
      pages: part.pages,
      problems: [...body.problems, ...read.problems],
      widgets: widgets.map(({ data }) => data),
    },
  };
};

function toBase({ window, notes }: MetricsAsked, text: string): Answer {
  return {
    outcome: "nothing",
    headline: "",
    question: { name: "dashboard", text: text.slice(0, 500), window, zone: window.zone },
    sections: notes.map((note) => ({ kind: "callout", tone: "info", line: [note] })),
    searched: [],
    followUps: [],
    data: {},
  };
}

function warning(text: string): Section {
  return { kind: "callout", tone: "warning", line: [text] };
}

type Part = {
  widgets: Widget[];
  page: number;
  pages: number;
  /** Of one widget alone. */
  widget?: number;
  problems: string[];
};

/** A page or a widget that is not there is told, and the nearest is shown. */
function choosePart({ widgets }: DashboardBody, page: number, widget?: number): Part {
  const pages = toPages(widgets);
  const count = Math.max(1, pages.length);
  const isThere = widget !== undefined && widget >= 1 && widget <= widgets.length;
  if (widget !== undefined && isThere) {
    const at = pages.findIndex((each) => each.some(({ number }) => number === widget));
    const own = widgets.filter(({ number }) => number === widget);
    return { widgets: own, page: at + 1, pages: count, widget, problems: [] };
  }
  const at = Math.min(Math.max(1, page), count);
  const lost = widget === undefined ? [] : [`It has no widget ${widget}, only ${widgets.length}.`];
  const far = page > count ? [`It has no page ${page}: this is the last.`] : [];
  return { widgets: pages[at - 1] ?? [], page: at, pages: count, problems: [...lost, ...far] };
}

function placed(
  widget: Widget,
  { place }: DashboardEntry,
  body: DashboardBody,
  { window: named }: MetricsAsked,
  { now }: AskContext,
): ShownWidget {
  const { account, region } = place;
  const stored = named.byDefault ? storedWindow([widget, body], now) : undefined;
  const window: Window = named.byDefault
    ? (stored ?? { from: now - DEFAULT_MS, to: now })
    : { from: named.from, to: named.to };
  return {
    ...widget,
    place: { account: widget.accountId ?? account, region: widget.region ?? region },
    window,
  };
}

function headlineOf({ name }: DashboardEntry, { widgets }: DashboardBody, part: Part): string {
  const { page, pages, widget } = part;
  if (widget !== undefined) return `Dashboard ${name}, widget ${widget} of ${widgets.length}`;
  const all = widgets.length === 0 ? "no widgets" : count(widgets.length, "widget");
  return `Dashboard ${name}: ${all}${pages > 1 ? `, page ${page} of ${pages}` : ""}`;
}

function introduction(
  { place }: DashboardEntry,
  { variables }: DashboardBody,
  url: string,
  { accountNames }: AskContext,
): Section[] {
  const chosen = variables.map(({ name, value }) => `${name} = ${value ?? "as it is stored"}`);
  const words = chosen.length > 0 ? `  Variables: ${chosen.slice(0, 10).join(", ")}.` : "";
  return [
    {
      kind: "text",
      line: [
        `${placeWords(place, accountNames)}.  `,
        { kind: "link", text: "The dashboard in the console", url },
        words,
      ],
    },
  ];
}

function followUpsOf(
  { name, place }: DashboardEntry,
  { page, pages, widget, widgets }: Part,
  others: readonly DashboardEntry[],
  { accountNames }: AskContext,
): FollowUp[] {
  const own = `dashboard ${quotedName(name)}`;
  const here = others.length > 0 ? ` ${inPlace(place, accountNames)}` : "";
  const next = page < pages && widget === undefined;
  const singles = widget === undefined ? widgets.filter(isPicture).slice(0, 5) : [];
  return [
    ...(next
      ? [{ label: `Page ${page + 1} of ${pages}`, text: `${own} page ${page + 1}${here}` }]
      : []),
    ...(widget === undefined
      ? []
      : [{ label: "The whole page", text: `${own} page ${page}${here}` }]),
    ...others.slice(0, 3).map((each) => ({
      label: `In ${placeWords(each.place, accountNames)}`,
      text: `${own} ${inPlace(each.place, accountNames)}`,
    })),
    ...singles.map((each) => ({
      label: `${each.number}. ${each.title === "" ? each.content.kind : each.title}`,
      text: `${own} widget ${each.number}${here}`,
    })),
    { label: "All dashboards", text: "dashboards" },
  ];
}

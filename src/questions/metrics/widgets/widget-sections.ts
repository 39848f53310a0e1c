/** One widget as sections of an answer, and the same as data. */
import type { Line, Section } from "../../../answers/answer.ts";
import { count } from "../../../answers/words.ts";
import type { Alarm } from "../../../domain/alarm.ts";
import { never } from "../../../domain/never.ts";
import type { AwsPlace } from "../../../domain/place.ts";
import { formatInstant, type Window } from "../../../domain/time.ts";
import { graphUrl, logsUrl } from "./console-links.ts";
import { markdownLines } from "./markdown-lines.ts";
import type { PageRead } from "./read-page.ts";
import { unitOfRow, unitOfWidget } from "./units-of.ts";
import type { AlarmWidget, LogWidget, MetricWidget, Widget } from "./widget.ts";
import { widgetChart } from "./widget-chart.ts";
import { figuresOf, type RowSeries, seriesOf } from "./widget-series.ts";
import { numbersSection } from "./widget-tables.ts";

export type ShownWidget = Widget & { place: AwsPlace; window: Window };

export type WidgetScene = { read: PageRead; zone: string; url: string };

/** As data: docs/answers.md, `widgets`. */
export type WidgetData = { number: number; type: string; title: string; problems: string[] } & {
  [name: string]: unknown;
};

export type WidgetShown = { sections: Section[]; data: WidgetData };

/** Never empty: what cannot be shown is named, with a link to where it can be seen. */
export function showWidget(widget: ShownWidget, scene: WidgetScene): WidgetShown {
  const { content } = widget;
  switch (content.kind) {
    case "metric":
      return showMetric(widget, scene.read.metrics.get(widget.number) ?? content, scene);
    case "text": {
      const { lines, hidden } = markdownLines(content.markdown);
      const items: Section[] =
        lines.length > 0 ? [{ kind: "list", items: lines, hidden }] : [wordsOf("It is empty.")];
      return shown(widget, scene, items, { markdown: content.markdown });
    }
    case "alarm":
      return showAlarms(widget, content, scene);
    case "log":
      return showLog(widget, content, scene);
    case "other": {
      const detail = content.detail === undefined ? "" : ` (${content.detail})`;
      const line = `A widget of type “${content.type}”${detail}: it is drawn by the console alone.`;
      return shown(widget, scene, [wordsOf(line)], {}, content.type);
    }
    default:
      return never(content);
  }
}

function wordsOf(text: string): Section {
  return { kind: "text", line: [text] };
}

function shown(
  widget: ShownWidget,
  { url }: WidgetScene,
  sections: Section[],
  data: Record<string, unknown>,
  type: string = widget.content.kind,
): WidgetShown {
  const { number, title, problems } = widget;
  return {
    sections: [
      {
        kind: "text",
        line: [
          { kind: "strong", text: headingOf(widget) },
          "  ",
          { kind: "link", text: "In the console", url },
        ],
      },
      ...sections,
      ...problemParts(problems),
    ],
    data: { number, type, title, problems, ...data },
  };
}

/** `3. Errors`. */
function headingOf({ number, title, content }: Widget): string {
  return `${number}. ${title === "" ? `${content.kind} widget` : title}`;
}

function problemParts(problems: readonly string[]): Section[] {
  if (problems.length === 0) return [];
  const most = problems.slice(0, 5);
  const more = problems.length > 5 ? [`and ${problems.length - 5} more`] : [];
  return [
    { kind: "callout", tone: "warning", line: [`Missing: ${[...most, ...more].join("; ")}.`] },
  ];
}

function showMetric(widget: ShownWidget, metric: MetricWidget, scene: WidgetScene): WidgetShown {
  const { read, zone, url } = scene;
  const { number, title: given, place, window } = widget;
  const series = seriesOf(number, read.plan, read.found);
  const alarms = alarmsOf(metric.alarmArns, read.alarms);
  const problems = [...widget.problems, ...series.problems, ...lostAlarms(metric.alarmArns, read)];
  const told = { ...widget, problems };
  const name = given === "" ? titleOf(metric) : given;
  const data = {
    view: metric.view,
    from: formatInstant(window.from),
    to: formatInstant(window.to),
    series: series.rows.map(seriesData),
    alarms: alarms.map(alarmData),
  };
  const graph = graphUrl(metric, name, place, window);
  if (metric.view !== "timeSeries") {
    const numbers = numbersSection(metric, series.rows, ({ row }) => unitOfRow(row, metric.stat));
    const none = series.rows.length === 0 ? [wordsOf("No series matches it.")] : [numbers];
    return shown({ ...told, title: name }, { ...scene, url: graph ?? url }, none, data);
  }
  const [unit, rightUnit] = [unitOfWidget(metric), unitOfWidget(metric, "right")];
  const parts = { title: name, metric, series, alarms, window, zone };
  const drawn = widgetChart({
    ...parts,
    ...(unit !== undefined && { unit }),
    ...(rightUnit !== undefined && { rightUnit }),
  });
  const more = drawn.hidden > 0 ? [`${count(drawn.hidden, "series", "series")} not drawn`] : [];
  const link: Line = [{ kind: "link", text: "In the console", url: graph ?? url }];
  const title: Line = [{ kind: "strong", text: headingOf({ ...told, title: name }) }];
  const caption: Line[] = [...drawn.caption, ...alarms.map(alarmLine), link];
  return {
    sections: [
      { kind: "chart", title, chart: drawn.chart, caption },
      ...problemParts([...problems, ...more]),
    ],
    data: { number, type: "metric", title: name, problems, ...data },
  };
}

function seriesData({ label, series }: RowSeries) {
  const { at, ...figures } = figuresOf(series) ?? {};
  return {
    label,
    status: series.status,
    ...figures,
    ...(at !== undefined && { latestTime: formatInstant(at) }),
    points: series.points.map((point) => ({ time: formatInstant(point.at), value: point.value })),
  };
}

/** Names of the metrics, where nobody has named the widget. */
function titleOf({ rows, stat }: MetricWidget): string {
  const names = rows.flatMap((row) => (row.kind === "metric" ? [row.metric.name] : []));
  const [first = "Metrics", ...others] = [...new Set(names)];
  return others.length === 0 ? `${first} (${stat})` : `${first} and ${others.length} more`;
}

function alarmsOf(arns: readonly string[], byArn: Map<string, Alarm>): Alarm[] {
  return arns.flatMap((arn) => byArn.get(arn) ?? []);
}

function lostAlarms(arns: readonly string[], { alarms }: PageRead): string[] {
  const lost = arns.filter((arn) => !alarms.has(arn));
  return lost.slice(0, 5).map((arn) => `alarm ${arn.split(":alarm:").at(-1)} was not found`);
}

function alarmLine({ name, state, stateSince }: Alarm): Line {
  const since: Line = stateSince === undefined ? [] : [" since ", { kind: "time", at: stateSince }];
  return ["Alarm ", { kind: "code", text: name }, ": ", { kind: "strong", text: state }, ...since];
}

function alarmData({ name, arn, state, stateSince }: Alarm) {
  return {
    name,
    arn,
    state,
    ...(stateSince !== undefined && { since: formatInstant(stateSince) }),
  };
}

const SEVERITY = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };

function showAlarms(widget: ShownWidget, content: AlarmWidget, scene: WidgetScene): WidgetShown {
  const { read } = scene;
  const wanted = new Set(content.states);
  const alarms = alarmsOf(content.alarmArns, read.alarms)
    .filter(({ state }) => wanted.size === 0 || wanted.has(state))
    .sort((a, b) => SEVERITY[a.state] - SEVERITY[b.state]);
  const problems = [...widget.problems, ...lostAlarms(content.alarmArns, read)];
  const rows = alarms.map((alarm): Line[] => [
    [{ kind: "strong", text: alarm.state }],
    [{ kind: "code", text: alarm.name }],
    alarm.stateSince === undefined ? [""] : [{ kind: "time", at: alarm.stateSince }],
  ]);
  const table: Section =
    rows.length > 0
      ? { kind: "table", columns: ["State", "Alarm", "Since"], rows, hidden: 0 }
      : wordsOf("No alarm is in a state that it shows.");
  return shown({ ...widget, problems }, scene, [table], { alarms: alarms.map(alarmData) });
}

function showLog(widget: ShownWidget, content: LogWidget, scene: WidgetScene): WidgetShown {
  const { query, groups } = content;
  const from = groups.length > 0 ? `Log groups ${groups.join(", ")}` : "No log group is named";
  const url = logsUrl(content, widget.place, widget.window) ?? scene.url;
  const sections: Section[] = [
    wordsOf(`${from}. The query is not run here: the link runs it in the console.`),
    { kind: "record", text: query === "" ? "(empty)" : query },
  ];
  return shown(widget, { ...scene, url }, sections, { query, groups });
}

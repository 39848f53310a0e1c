/** Series with their thresholds, alarms and changes as a picture. */
import type { Line, Section } from "../../answers/answer.ts";
import { listed } from "../../answers/words.ts";
import type { Chart, ChartSeries } from "../../charts/chart-data.ts";
import { thresholdsOf } from "./metric-alarms.ts";
import { overWords, type Seen, shownOf, subjectOf } from "./metric-seen.ts";
import type { SeenSeries } from "./metric-series.ts";

/** A picture has two axes: what is measured in more than two units is drawn in a picture each. */
const MOST_UNITS = 2;

/** What the lines mean is said once, below the first picture. */
export function chartSections(seen: Seen, drawn: readonly SeenSeries[]): Section[] {
  const units = [...new Set(drawn.map(unitOf))];
  const caption = captionOf(seen, drawn);
  if (units.length <= MOST_UNITS) return [chartSection(seen, drawn, caption)];
  return units.map((unit, index) => {
    const series = drawn.filter((each) => unitOf(each) === unit);
    return chartSection({ ...seen, series }, series, index === 0 ? caption : []);
  });
}

function captionOf(seen: Seen, drawn: readonly SeenSeries[]): Line[] {
  const { alarms, changes, asked, pending } = seen;
  const caption: Line[] = [...changes.caption];
  if (asked.versus && drawn.some(({ earlier }) => earlier && earlier.length > 0)) {
    caption.push([`Dashed: ${asked.versus.words}.`]);
  }
  const inAlarm = [...new Set(alarms.spans.map(({ label }) => label))];
  if (inAlarm.length > 0) caption.push([`Shaded: ${listed(inAlarm)} in ALARM.`]);
  if (pending !== undefined) caption.push([pending]);
  return caption;
}

function chartSection(seen: Seen, drawn: readonly SeenSeries[], caption: Line[]): Section {
  return {
    kind: "chart",
    title: [{ kind: "strong", text: subjectOf(seen) }, ` (${overWords(seen)})`],
    chart: toChart(seen, drawn),
    ...(caption.length > 0 && { caption }),
  };
}

function toChart(seen: Seen, drawn: readonly SeenSeries[]): Chart {
  const { alarms, changes, context, window } = seen;
  const { lines } = thresholdsOf(alarms.alarms, shownOf(seen));
  const units = [...new Set(drawn.map(unitOf))];
  const [unit = "None", right] = units;
  const isTwo = units.length === MOST_UNITS;
  return {
    title: `${subjectOf(seen)} (${overWords(seen)})`,
    window,
    zone: context.zone,
    ...(unit !== "None" && { unit }),
    ...(isTwo && right !== undefined && right !== "None" && { rightUnit: right }),
    series: [...drawn.map(toLine), ...drawn.flatMap((each) => earlierLine(each, seen))].map(
      (line, index) => {
        const of = drawn[index] ?? drawn.find(({ label }) => line.label.startsWith(`${label}, `));
        return isTwo && of && unitOf(of) === right ? { ...line, axis: "right" as const } : line;
      },
    ),
    ...(lines.length > 0 && { thresholds: lines }),
    ...(alarms.spans.length > 0 && { spans: alarms.spans }),
    ...(changes.markers.length > 0 && { markers: changes.markers }),
    ...(drawn.every(({ meant }) => isFromZero(meant?.unit)) && { range: { min: 0 } }),
  };
}

function unitOf({ meant }: SeenSeries): string {
  return meant?.unit ?? "None";
}

/** Counts and shares are read from nothing upwards. */
function isFromZero(unit: string | undefined): boolean {
  return unit === "Count" || unit === "Percent";
}

function toLine({ label, points, periodMs }: SeenSeries): ChartSeries {
  return { label, points, periodMs };
}

function earlierLine({ label, earlier, periodMs }: SeenSeries, { asked }: Seen): ChartSeries[] {
  if (!earlier || earlier.length === 0) return [];
  const words = asked.versus?.words ?? "earlier";
  return [{ label: `${label}, ${words}`, points: earlier, periodMs, look: "earlier" }];
}

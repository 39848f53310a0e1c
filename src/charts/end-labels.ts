/** Names or numbers of series beside their last values, moved apart where they would stand on each other. */
import type { Frame } from "./frame.ts";
import { numberBadge, trackSample } from "./legend.ts";
import { fitText } from "./lettering.ts";
import { stackLayers } from "./marks.ts";
import { INK } from "./palette.ts";
import type { StyledTrack } from "./styles.ts";
import { element, line, textElement } from "./svg.ts";

type End = { track: StyledTrack; from: number; y: number };

export function drawEndLabels(frame: Frame): string {
  const { endLabels, letter, plot, size, scale } = frame;
  if (endLabels === "none") return "";
  const isNamed = endLabels === "names";
  const ends = spreadOut(endsOf(frame), isNamed ? letter * 1.2 : 25 * scale, plot);
  return ends
    .map(({ track, from, y }) => {
      const start = plot.right + 3 * scale;
      const joint = start + 9 * scale;
      const lead = line(start, from, joint, y, {
        stroke: track.colour,
        "stroke-width": 1.2 * scale,
        "stroke-opacity": 0.8,
      });
      if (!isNamed) return lead + numberBadge(track, joint + 13 * scale, y, scale);
      const x = joint + 31 * scale;
      const text = fitText(track.label, size.width - x - 4 * scale, letter * 0.92, {
        keepsEnd: true,
      });
      const look = { size: letter * 0.92, fill: INK };
      return (
        lead +
        sample(track, joint + 2 * scale, y, scale) +
        textElement(text, x, y + letter * 0.33, look)
      );
    })
    .join("");
}

function sample(track: StyledTrack, x: number, y: number, scale: number): string {
  if (!track.isFilled) return trackSample(track, x, y, 24 * scale);
  const box = { x, y: y - 9 * scale, width: 22 * scale, height: 18 * scale };
  return element("rect", {
    ...box,
    fill: `url(#${track.pattern.id})`,
    stroke: track.colour,
    "stroke-width": scale,
  });
}

/** Where each ends; the layers of a stack in their middle. */
function endsOf({ tracks, chart, y, plot }: Frame): End[] {
  const now = tracks.filter(({ look }) => look !== "earlier");
  const layers = chart.isStacked ? stackLayers(now) : [];
  return tracks
    .filter(({ values }) => values.length > 0)
    .map((track) => {
      const last = track.values.length - 1;
      const layer = layers.find((each) => each.track === track);
      const value = layer
        ? ((layer.lower[last] ?? 0) + (layer.upper[last] ?? 0)) / 2
        : (track.values[last] ?? 0);
      const at = Math.min(Math.max(y(value, track.axis), plot.top), plot.bottom);
      return { track, from: at, y: at };
    });
}

/** As near to their values as a distance between them allows: those that touch stand around their common middle. */
function spreadOut(ends: End[], distance: number, plot: Frame["plot"]): End[] {
  const sorted = [...ends].sort((a, b) => a.from - b.from || a.track.number - b.track.number);
  const room = Math.min(distance, (plot.bottom - plot.top) / Math.max(1, sorted.length - 1));
  const groups: { sum: number; count: number }[] = [];
  sorted.forEach(({ from }, index) => {
    groups.push({ sum: from - index * room, count: 1 });
    for (
      let last = groups.length - 1;
      last > 0 && mean(groups[last - 1]) > mean(groups[last]);
      last--
    ) {
      const [above, below] = groups.splice(last - 1, 2);
      groups.push({
        sum: (above?.sum ?? 0) + (below?.sum ?? 0),
        count: (above?.count ?? 0) + (below?.count ?? 0),
      });
    }
  });
  const starts = groups.flatMap((group) => Array.from({ length: group.count }, () => mean(group)));
  const lowest = plot.bottom - (sorted.length - 1) * room;
  return sorted.map((end, index) => {
    const start = Math.min(Math.max(starts[index] ?? plot.top, plot.top), lowest);
    return { ...end, y: start + index * room };
  });
}

function mean(group: { sum: number; count: number } | undefined): number {
  return group ? group.sum / group.count : 0;
}

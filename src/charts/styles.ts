/** How each series looks: its colour, dashes, pattern and number. */
import { colourOf, dashOf, fillOf, type Pattern, REST } from "./palette.ts";
import type { PreparedChart, Track } from "./prepare.ts";

export type StyledTrack = Track & {
  colour: string;
  dash: string | undefined;
  width: number;
  opacity: number;
  /** Counted from 1 in the order of the legend. */
  number: number;
  isFilled: boolean;
  pattern: Pattern;
};

/** In the chart's order. What was earlier is a thinner shade of the series with the same place among its own kind. */
export function styledTracks(chart: PreparedChart, scale: number): StyledTrack[] {
  let [now, before] = [0, 0];
  return chart.tracks.map((track, at) => {
    const isEarlier = track.look === "earlier";
    const rank = isEarlier ? before++ : now++;
    const colour = track.isRest ? REST : colourOf(rank);
    return {
      ...track,
      ...strokeOf(isEarlier, isEarlier ? 2.4 : chart.tracks.length > 6 ? 2.7 : 3.4, rank, scale),
      colour,
      number: at + 1,
      isFilled:
        !isEarlier && (chart.isStacked === true || track.look === "area" || track.look === "bars"),
      pattern: trackPattern(track, at, colour, rank, scale),
    };
  });
}

function strokeOf(isEarlier: boolean, thickness: number, rank: number, scale: number) {
  const width = thickness * scale;
  const dash = isEarlier ? `${2.5 * width} ${2 * width}` : dashOf(rank, width);
  return { width, dash, opacity: isEarlier ? 0.75 : 1 };
}

function trackPattern(
  track: Track,
  at: number,
  colour: string,
  rank: number,
  scale: number,
): Pattern {
  const isSolid = track.look === "bars" && rank === 0;
  return {
    id: `fill-${at}`,
    colour,
    fill: track.isRest ? "plain" : fillOf(rank),
    groundOpacity: isSolid ? 0.85 : 0.26,
    size: 11 * scale,
  };
}

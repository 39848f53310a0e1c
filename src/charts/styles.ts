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
    const width = (isEarlier ? 2.4 : 3.4) * scale;
    const colour = track.isRest ? REST : colourOf(rank);
    const isFilled =
      !isEarlier && (chart.isStacked || track.look === "area" || track.look === "bars");
    const dash = isEarlier
      ? `${2.5 * width} ${2 * width}`
      : isFilled
        ? undefined
        : dashOf(rank, width);
    const pattern = trackPattern(track, at, colour, rank, scale);
    return {
      ...track,
      colour,
      dash,
      width,
      opacity: isEarlier ? 0.6 : 1,
      number: at + 1,
      isFilled,
      pattern,
    };
  });
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

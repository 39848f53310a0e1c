/** How far several sources are, as one line: that of the one that is furthest behind. */
import type { Progress, Run } from "../sources/trail.ts";
import { SOURCE_WORDS } from "./plan-gaps.ts";
import type { SourceName } from "./source.ts";

export type JoinedProgress = {
  /** The run that one step is given; `done` takes its line away. */
  begin(source: SourceName): { run: Run; done(): void };
};

/** Passes on what the steps of one search tell about themselves, and which source it is. */
export function joinProgress(run: Run): JoinedProgress {
  const lines = new Map<number, Progress>();
  let begun = 0;

  function tell(): void {
    const [slowest] = [...lines.values()].sort((a, b) => share(a) - share(b));
    if (slowest) run.progress(slowest);
  }

  return {
    begin(source) {
      const step = begun;
      begun += 1;
      const progress = (line: Progress) => {
        lines.set(step, { ...line, unit: unitWords(line.unit, source) });
        tell();
      };
      const done = () => {
        lines.delete(step);
        tell();
      };
      return { run: { ...run, progress }, done };
    },
  };
}

function share({ done, total }: Progress): number {
  return total > 0 ? done / total : 0;
}

function unitWords(unit: string, source: SourceName): string {
  if (source === "files") return unit;
  const words = SOURCE_WORDS[source];
  if (unit.toLowerCase().includes(words.toLowerCase())) return unit;
  return unit === "" ? words : `${unit} of ${words}`;
}

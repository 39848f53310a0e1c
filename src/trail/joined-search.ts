/** One search over all sources: planned, run together, told as soon as one has something and again when all are in. */
import { Problem } from "../domain/problem.ts";
import type { Search } from "../domain/search.ts";
import { SECOND } from "../domain/time.ts";
import type { Clock } from "../sources/clock.ts";
import type { Run, TrailFound, TrailQuery } from "../sources/trail.ts";
import { mergeFound, type PartFound } from "./merge.ts";
import { type Plan, partsOf, planSearch, type Step } from "./plan.ts";
import type { Offer } from "./plan-cells.ts";
import { SOURCE_WORDS } from "./plan-gaps.ts";
import { withPlanTold } from "./plan-told.ts";
import type { Estimate, SourceName, TrailSource } from "./source.ts";
import { type JoinedProgress, joinProgress } from "./step-progress.ts";

export type JoinParts = {
  sources: readonly TrailSource[];
  clock: Clock;
  /** Errors that are no Problem, and so are not told to whoever asks. */
  failed?: ((source: SourceName, error: unknown) => void) | undefined;
  /** A finding that was paid for before and still holds. */
  recall?: ((step: Step) => TrailFound | undefined) | undefined;
  /** What a step found, for whoever keeps it. */
  found?: ((step: Step, found: TrailFound) => void) | undefined;
};

export type JoinedSearch = {
  /** As soon as one source has events that will stay in the answer, or all are in. */
  first: Promise<{ found: TrailFound; isWhole: boolean }>;
  whole: Promise<TrailFound>;
};

/** So long a plan waits for what a source thinks it will take; what is not known then counts as unknown. */
const ESTIMATE_MS = 3 * SECOND;
/** Taken for a source that cannot say how long it takes. */
const UNKNOWN: Estimate = { ms: 10 * SECOND };

type Failure = { source: SourceName; error: unknown };
/** `isPart`: the source reads on. */
type Outcome = { step: Step; found?: TrailFound; error?: unknown; isPart?: true };

/** Begins a search; both promises reject with the run's reason when it is aborted, or when no source could answer. */
export function startSearch(parts: JoinParts, query: TrailQuery, run: Run): JoinedSearch {
  let tellFirst: (found: TrailFound) => void = () => undefined;
  const early = new Promise<TrailFound>((resolve) => {
    tellFirst = resolve;
  });
  const whole = search(parts, query, run, tellFirst);
  const first = Promise.race([
    whole.then((found) => ({ found, isWhole: true })),
    early.then((found) => ({ found, isWhole: false })),
  ]);
  // Whoever waits is told; one of both may have nobody who waits for it.
  whole.catch(() => undefined);
  first.catch(() => undefined);
  return { first, whole };
}

async function search(
  parts: JoinParts,
  query: TrailQuery,
  run: Run,
  tellFirst: (found: TrailFound) => void,
): Promise<TrailFound> {
  const { plan, failures } = await makePlan(parts, query, run);
  run.signal.throwIfAborted();
  const progress = joinProgress(run);
  const outcomes: Outcome[] = [];
  const tell = (outcome: Outcome): void => {
    const before = outcomes.findIndex(({ step }) => step === outcome.step);
    if (before >= 0) outcomes.splice(before, 1);
    outcomes.push(outcome);
    const pending = plan.steps.filter((step) => !outcomes.some((each) => each.step === step));
    const isWhole = pending.length === 0 && !outcomes.some(({ isPart }) => isPart);
    if (isWhole || !outcome.found) return;
    const found = toFound(query, plan, outcomes, failures);
    if (isTelling(query, found)) {
      tellFirst({ ...found, searched: [...found.searched, ...pending.map(pendingSearch)] });
    }
  };
  await runSteps(
    parts,
    plan.steps.filter(({ ifNothing }) => !ifNothing),
    run,
    progress,
    tell,
  );
  const rest = plan.steps.filter(({ ifNothing }) => ifNothing);
  if (rest.length > 0 && !outcomes.some(({ found }) => found && found.events.length > 0)) {
    await runSteps(parts, rest, run, progress, tell);
  }
  reportUnknown(parts, [...failures, ...failuresOf(outcomes)]);
  throwIfAllFailed(outcomes, failures);
  return toFound(query, plan, outcomes, failures);
}

async function makePlan(
  { sources, clock }: JoinParts,
  query: TrailQuery,
  run: Run,
): Promise<{ plan: Plan; failures: Failure[] }> {
  const failures: Failure[] = [];
  const reached = await Promise.all(
    sources.map(async (source): Promise<Offer[]> => {
      try {
        return [{ source: source.name, reach: await source.reach() }];
      } catch (error) {
        failures.push({ source: source.name, error });
        return [];
      }
    }),
  );
  const now = clock.now();
  const offers = reached.flat();
  const wanted = partsOf(query, offers, now);
  const estimated = await Promise.all(
    offers.map(async (offer) => {
      const queries = wanted.filter(({ source }) => source === offer.source);
      const source = sources.find(({ name }) => name === offer.source);
      const estimates = await Promise.all(queries.map((part) => estimateOf(source, part.query)));
      return { ...offer, estimate: sumOf(estimates) };
    }),
  );
  return { plan: planSearch(query, estimated, { now, spending: run.spending }), failures };
}

async function estimateOf(
  source: TrailSource | undefined,
  query: TrailQuery,
): Promise<Estimate | undefined> {
  if (!source) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Estimate>((resolve) => {
    timer = setTimeout(() => resolve(UNKNOWN), ESTIMATE_MS);
  });
  try {
    return await Promise.race([source.estimate(query), late]);
  } catch {
    // The search itself will say what is wrong, if it comes to that.
    return UNKNOWN;
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined when one part cannot be answered. */
function sumOf(estimates: (Estimate | undefined)[]): Estimate | undefined {
  const [first, ...more] = estimates;
  if (!first) return undefined;
  let sum = first;
  for (const next of more) {
    if (!next) return undefined;
    sum = {
      ms: sum.ms + next.ms,
      ...added("requests", sum, next),
      ...added("scannedBytes", sum, next),
      ...added("costUsd", sum, next),
    };
  }
  return sum;
}

function added(name: "requests" | "scannedBytes" | "costUsd", a: Estimate, b: Estimate) {
  const [left, right] = [a[name], b[name]];
  return left === undefined || right === undefined ? {} : { [name]: left + right };
}

async function runSteps(
  parts: JoinParts,
  steps: readonly Step[],
  run: Run,
  progress: JoinedProgress,
  tell: (outcome: Outcome) => void,
): Promise<void> {
  await Promise.all(
    steps.map(async (step) => {
      const begun = progress.begin(step.source);
      try {
        const sofar = (part: TrailFound) => tell({ step, found: stillReading(part), isPart: true });
        const found = await findStep(parts, step, { ...begun.run, sofar });
        parts.found?.(step, found);
        begun.done();
        tell({ step, found });
      } catch (error) {
        run.signal.throwIfAborted();
        begun.done();
        tell({ step, error });
      }
    }),
  );
}

function stillReading(part: TrailFound): TrailFound {
  return {
    ...part,
    searched: part.searched.map((search) => ({ ...search, complete: false, pending: true })),
  };
}

async function findStep(parts: JoinParts, step: Step, run: Run): Promise<TrailFound> {
  const known = parts.recall?.(step);
  if (known) return known;
  const source = parts.sources.find(({ name }) => name === step.source);
  if (!source) throw new Error(`No source ${step.source}`);
  return source.find(step.query, run);
}

function failuresOf(outcomes: readonly Outcome[]): Failure[] {
  return outcomes.flatMap(({ step, found, error }) =>
    found ? [] : [{ source: step.source, error }],
  );
}

function reportUnknown({ failed }: JoinParts, failures: readonly Failure[]): void {
  for (const { source, error } of failures) {
    if (!(error instanceof Problem)) failed?.(source, error);
  }
}

function throwIfAllFailed(outcomes: readonly Outcome[], failures: readonly Failure[]): void {
  const all = [...failures, ...failuresOf(outcomes)];
  if (all.length === 0 || outcomes.some(({ found }) => found)) return;
  throw (all.find(({ error }) => error instanceof Problem) ?? all[0])?.error;
}

/** True when what was found so far will not be taken back: a weak match may give way to a better one of another source. */
function isTelling(query: TrailQuery, found: TrailFound): boolean {
  const { match } = found;
  if (match && match !== "exact") return false;
  const isDone = query.classes.some((name) => !isRefused(name));
  return found.events.some((event) => !isDone || event.result === "done");
}

function isRefused(name: string): boolean {
  return name === "attempt" || name.startsWith("failed");
}

function toFound(
  query: TrailQuery,
  plan: Plan,
  outcomes: readonly Outcome[],
  failures: readonly Failure[],
): TrailFound {
  const inOrder = plan.steps.flatMap((step) => outcomes.filter((each) => each.step === step));
  const found = inOrder.flatMap(({ step, found: part }): PartFound[] =>
    part ? [{ source: step.source, query: step.query, found: part }] : [],
  );
  const merged = mergeFound(query, found);
  const failed = [
    ...inOrder.flatMap(({ step, found: part, error }) =>
      part ? [] : [failedSearch(step.source, step.query, error)],
    ),
    ...failures.map(({ source, error }) => failedSearch(source, query, error)),
  ];
  return withPlanTold(query, plan, { ...merged, searched: [...merged.searched, ...failed] });
}

function failedSearch(source: SourceName, query: TrailQuery, error: unknown): Search {
  const name = SOURCE_WORDS[source];
  const why =
    error instanceof Problem ? error.message.replace(/\.$/, "") : "it broke off unexpectedly";
  const gap = why.startsWith(name) ? why : `${name}: ${why}`;
  return { ...emptySearch(source, query), complete: false, gaps: [gap] };
}

function pendingSearch({ source, query }: Step): Search {
  return { ...emptySearch(source, query), complete: false, pending: true };
}

function emptySearch(source: SourceName, query: TrailQuery): Search {
  return {
    source: source === "files" ? "index of log files" : SOURCE_WORDS[source],
    accounts: query.accounts ?? [],
    regions: query.regions ?? [],
    window: query.window,
    examined: 0,
    matched: 0,
    complete: true,
    gaps: [],
  };
}

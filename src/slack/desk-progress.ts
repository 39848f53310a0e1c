/** The message of a question that takes its time: shown late, kept honest, and handed over to the answer. */
import type { Progress } from "../sources/trail.ts";
import type { Posted } from "./messenger.ts";
import type { Content } from "./views/blocks.ts";

/** Slack takes about one message a second and channel; edits of progress stay below that. */
const EDIT_MS = 1500;
/** How often the time alone is worth an edit. */
const TICK_MS = 5000;

export type ProgressLine = {
  /** What a long read reports about itself. */
  tell(progress: Progress): void;
  /** Says in words what is being waited for; undefined when it goes on. Shows itself at once. */
  wait(text: string | undefined): void;
  /** Shows what is known so far in place of the progress alone; at once, where nothing is shown yet. */
  show(view: (state: ProgressState) => Content): void;
  /** No more edits from now on; the message, once the last one has arrived. */
  settle(): Promise<Posted | undefined>;
};

export type ProgressState = { elapsedMs: number; progress?: Progress; waiting?: string };

export type ProgressOptions = {
  slowMs: number;
  view(state: ProgressState): Content;
  /** Undefined when the message cannot be edited later. */
  post(content: Content): Promise<Posted | undefined>;
  update(posted: Posted, content: Content): Promise<void>;
  /** Posting or editing did not work; the question goes on. */
  failed(error: unknown): void;
};

/** Starts the clock of a question; nothing is shown before `slowMs`. */
export function startProgress(options: ProgressOptions): ProgressLine {
  const startedAt = performance.now();
  let state: Omit<ProgressState, "elapsedMs"> = {};
  let posted: Posted | undefined;
  let isShown = false;
  let isSettled = false;
  let isChanged = false;
  let draw = options.view;
  let shownAt = 0;
  let last: Promise<void> = Promise.resolve();
  let timer = setTimeout(show, options.slowMs);

  function view(): Content {
    shownAt = performance.now();
    isChanged = false;
    return draw({ ...state, elapsedMs: shownAt - startedAt });
  }

  function show(): void {
    if (isShown || isSettled) return;
    isShown = true;
    clearTimeout(timer);
    last = first();
  }

  async function first(): Promise<void> {
    try {
      posted = await options.post(view());
    } catch (error) {
      options.failed(error);
    }
    if (posted && !isSettled) timer = setTimeout(next, EDIT_MS);
  }

  function next(): void {
    last = edit();
  }

  async function edit(): Promise<void> {
    const isDue = isChanged || performance.now() - shownAt >= TICK_MS;
    try {
      if (posted && isDue) await options.update(posted, view());
    } catch (error) {
      options.failed(error);
    }
    if (!isSettled) timer = setTimeout(next, EDIT_MS);
  }

  return {
    tell(progress) {
      state = { ...state, progress };
      isChanged = true;
    },
    wait(text) {
      state = text === undefined ? {} : { waiting: text };
      isChanged = true;
      if (text !== undefined) show();
    },
    show(view) {
      draw = view;
      isChanged = true;
      if (!isShown) show();
      // What cannot be edited is said again.
      else if (!posted) last = last.then(() => (posted || isSettled ? undefined : first()));
    },
    async settle() {
      isSettled = true;
      clearTimeout(timer);
      await last;
      return posted;
    },
  };
}

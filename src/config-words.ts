/** Words that settings may have, wherever they are set. */

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Whom a refused person is told to ask where `askFor` is not set. */
export const ASK_FOR = "the people who run Trailwatch";

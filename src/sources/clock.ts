/** The time now, in epoch milliseconds. */
export type Clock = { now(): number };

/** Tries one thing at a time limit, and lets nothing but an interruption through. */

export type Tries = {
  /** Ends everything; rejects what is waited for. */
  signal: AbortSignal;
  /** Longest that one call may take, milliseconds. */
  timeoutMs: number;
};

export type Tried<Value> = { ok: true; value: Value } | { ok: false; error: unknown };

/** What the call gives, or what it throws; a call that takes too long is given up with a `TimeoutError`. */
export async function tried<Value>(
  { signal, timeoutMs }: Tries,
  call: (signal: AbortSignal) => Promise<Value>,
): Promise<Tried<Value>> {
  signal.throwIfAborted();
  const limit = AbortSignal.timeout(timeoutMs);
  const both = AbortSignal.any([signal, limit]);
  // Looking for credentials takes no signal: it is left behind when the time is over.
  const over = new Promise<never>((_, reject) => {
    both.addEventListener("abort", () => reject(both.reason), { once: true });
  });
  try {
    return { ok: true, value: await Promise.race([call(both), over]) };
  } catch (error) {
    signal.throwIfAborted();
    // The SDK calls it an abort, which nobody asked for.
    return { ok: false, error: limit.aborted ? limit.reason : error };
  }
}

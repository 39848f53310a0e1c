/** Ends an exhaustive switch: does not compile while a case is missing. */
export function never(value: never): never {
  throw new TypeError(`No case for ${JSON.stringify(value)}`);
}

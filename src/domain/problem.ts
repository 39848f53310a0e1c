/** The only error whose text reaches a person: what is wrong, and what to do next. */
export class Problem extends Error {
  /** `area.reason`, for machines and tests. */
  readonly code: string;
  /** One sentence in the imperative: what the reader can do now. */
  readonly next: string;

  constructor(code: string, text: string, next: string, options?: { cause?: unknown }) {
    super(text, options);
    this.name = "Problem";
    this.code = code;
    this.next = next;
  }
}

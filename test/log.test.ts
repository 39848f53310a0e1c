/** Log lines: structured, on one line each, without secrets. */
import { describe, expect, it } from "vitest";
import { Problem } from "../src/domain/problem.ts";
import { createLog, errorFields, type LogLevel } from "../src/log.ts";

function written(level?: LogLevel) {
  const lines: string[] = [];
  const log = createLog({ ...(level && { level }), write: (line) => lines.push(line) });
  return { log, lines };
}

const TOKEN = ["xoxb", "123456789012", "abcdefghijkl"].join("-");

describe("a log", () => {
  it("writes one line of JSON each, with level, time and fields", () => {
    const { log, lines } = written();

    log.info("a question\nwas answered", { tookMs: 12, outcome: "found" });

    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain("\n");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      msg: "a question\nwas answered",
      tookMs: 12,
      outcome: "found",
    });
  });

  it("leaves out what is below its level", () => {
    const { log, lines } = written("warn");

    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");

    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["c", "d"]);
  });

  it("takes secrets out of texts, fields and errors", () => {
    const { log, lines } = written();

    log.error(`failed with ${TOKEN}`, {
      header: `Bearer ${TOKEN}`,
      ...errorFields(new Error(TOKEN)),
    });

    expect(lines.join("")).not.toContain(TOKEN);
    expect(lines.join("")).toContain("[redacted]");
  });
});

describe("an error in the log", () => {
  it("that is a Problem has its code and what to do next", () => {
    const problem = new Problem("slack.unreachable", "Slack is away.", "Wait.", {
      cause: new Error("ECONNREFUSED"),
    });

    expect(errorFields(problem)).toEqual({
      code: "slack.unreachable",
      error: "Slack is away.: ECONNREFUSED",
      next: "Wait.",
    });
  });

  it("of another kind has its name, causes and stack", () => {
    const error = new TypeError("no", { cause: new Error("because") });

    expect(errorFields(error)).toMatchObject({
      error: "TypeError: no: because",
      stack: expect.stringContaining("log.test.ts"),
    });
  });

  it("that is no error is written out", () => {
    expect(errorFields("gone")).toEqual({ error: "gone" });
  });
});

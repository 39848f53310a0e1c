import { describe, expect, it } from "vitest";
import { parseCommand } from "../src/cli-arguments.ts";
import { Problem } from "../src/domain/problem.ts";

function problemOf(args: string[]): Problem {
  try {
    parseCommand(args);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new TypeError("no Problem was thrown");
}

describe("the command line", () => {
  it("reads a question with its options", () => {
    const command = parseCommand([
      "ask",
      "who changed bucket-x",
      "--trail",
      "logs",
      "--json",
      "--now",
      "2023-07-10T12:40:00Z",
      "--tz",
      "Europe/Berlin",
    ]);

    expect(command).toEqual({
      kind: "ask",
      text: "who changed bucket-x",
      options: {
        trail: "logs",
        sandbox: false,
        json: true,
        markdown: false,
        now: Date.UTC(2023, 6, 10, 12, 40),
        zone: "Europe/Berlin",
        noIndex: false,
      },
    });
  });

  it("joins a question that was not quoted", () => {
    expect(parseCommand(["ask", "who", "changed", "bucket-x"])).toMatchObject({
      text: "who changed bucket-x",
    });
  });

  it("reads what shows the configuration and the manifest", () => {
    expect(parseCommand(["config", "check"])).toEqual({ kind: "config-check" });
    expect(parseCommand(["doctor"])).toEqual({ kind: "doctor", json: false });
    expect(parseCommand(["doctor", "--json"])).toEqual({ kind: "doctor", json: true });
    expect(parseCommand(["manifest"])).toEqual({ kind: "manifest" });
    expect(parseCommand(["manifest", "https://trailwatch.example.com"])).toEqual({
      kind: "manifest",
      url: "https://trailwatch.example.com",
    });
  });

  it("reads how the trail's files are copied, proved and described", () => {
    expect(parseCommand(["trail", "sync"])).toEqual({ kind: "sync", follow: false });
    expect(parseCommand(["trail", "sync", "copies", "--follow", "--since", "12h"])).toEqual({
      kind: "sync",
      dir: "copies",
      follow: true,
      ageMs: 12 * 3_600_000,
    });
    expect(parseCommand(["trail", "sync", "--once", "--since", "2026-11-01"])).toEqual({
      kind: "sync",
      follow: false,
      since: Date.UTC(2026, 10, 1),
    });
    expect(parseCommand(["trail", "verify", "--dir", "copies", "--json"])).toEqual({
      kind: "verify",
      dir: "copies",
      offline: false,
      json: true,
    });
    expect(parseCommand(["trail", "verify", "--from", "2026-11-01", "--bucket"])).toEqual({
      kind: "verify",
      from: Date.UTC(2026, 10, 1),
      offline: false,
      json: false,
    });
    expect(parseCommand(["trail", "ddl", "--since", "30d"])).toEqual({
      kind: "ddl",
      ageMs: 30 * 86_400_000,
    });
  });

  it.each([
    [["trail", "sync", "--once", "--follow"], "cli.arguments"],
    [["trail", "sync", "--since", "soon"], "cli.since"],
    [["trail", "verify", "--dir", "a", "--bucket"], "cli.arguments"],
    [["trail", "verify", "--offline"], "cli.arguments"],
    [["trail", "verify", "--from", "noon"], "cli.time"],
    [["trail", "verify", "--from", "2026-11-02", "--to", "2026-11-01"], "cli.window"],
    [["ask", "x", "--now", "yesterday"], "cli.now"],
    [["ask", "x", "--tz", "Mars/Olympus"], "cli.tz"],
    [["ask", "x", "--jsn"], "cli.option"],
    [["trail", "frobnicate"], "cli.unknown-command"],
    [["who", "changed", "x"], "cli.unknown-command"],
    [["trail", "index", "a", "b"], "cli.arguments"],
    [["config"], "cli.unknown-command"],
    [["doctor", "prod"], "cli.arguments"],
    [["config", "check", "twice"], "cli.unknown-command"],
    [["manifest", "http://trailwatch.example.com"], "cli.arguments"],
    [["manifest", "https://a.example.com", "b"], "cli.arguments"],
  ])("says in one sentence what is wrong with %j", (args, code) => {
    const problem = problemOf(args);

    expect(problem.code).toBe(code);
    expect(problem.message).toMatch(/\.$/);
    expect(problem.next).toMatch(/\.$/);
  });

  it("shows help without words and on --help", () => {
    expect(parseCommand([])).toEqual({ kind: "help" });
    expect(parseCommand(["ask", "--help"])).toEqual({ kind: "help" });
  });
});

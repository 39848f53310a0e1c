/**
 * Structured log lines for the operator. No text of questions or answers, no names of people: ids, kinds, counts and
 * durations. Whatever text gets in all the same loses its secrets first.
 */
import pino from "pino";
import { Problem } from "./domain/problem.ts";
import { withoutSecrets } from "./domain/redact-text.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** What a line says beside its text; units stand in the names. */
export type LogFields = Record<string, string | number | boolean | undefined>;

export type Log = {
  debug(text: string, fields?: LogFields): void;
  info(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  error(text: string, fields?: LogFields): void;
};

export type LogOptions = {
  level?: LogLevel;
  /** Takes each line as JSON with a line break; standard error unless given. */
  write?: (line: string) => void;
};

/** Lines as JSON, one a line: `{"level":"warn","time":"…","msg":"…", …fields}`. */
export function createLog(options: LogOptions = {}): Log {
  const { write } = options;
  const logger = pino(
    {
      level: options.level ?? "info",
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    write ? { write } : pino.destination({ dest: 2, sync: true }),
  );
  return {
    debug: (text, fields) => logger.debug(clean(fields), withoutSecrets(text)),
    info: (text, fields) => logger.info(clean(fields), withoutSecrets(text)),
    warn: (text, fields) => logger.warn(clean(fields), withoutSecrets(text)),
    error: (text, fields) => logger.error(clean(fields), withoutSecrets(text)),
  };
}

function clean(fields: LogFields = {}): LogFields {
  const kept: LogFields = {};
  for (const [name, value] of Object.entries(fields)) {
    kept[name] = typeof value === "string" ? withoutSecrets(value) : value;
  }
  return kept;
}

/** Longest part of a stack trace that a line holds, in characters. */
const STACK_LENGTH = 2000;

/** An error as fields: its message with its causes, and where it arose unless it is a Problem. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) };
  const messages = causes(error).map((one) => one.message || one.name);
  if (error instanceof Problem) {
    return { code: error.code, error: messages.join(": "), next: error.next };
  }
  return {
    error: `${error.name}: ${messages.join(": ")}`,
    ...(error.stack && { stack: error.stack.slice(0, STACK_LENGTH) }),
  };
}

const DEEPEST_CAUSE = 4;

function causes(error: Error): Error[] {
  const found: Error[] = [];
  let here: unknown = error;
  while (here instanceof Error && found.length < DEEPEST_CAUSE) {
    found.push(here);
    here = here.cause;
  }
  return found;
}

/** Environment and trailwatch.yml → Config, or every problem at once. The only reader of process.env. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { Problem } from "./domain/problem.ts";
import { isTimeZone } from "./domain/time.ts";
import { nearest } from "./language/nearest.ts";

export type Config = {
  /** Folder of CloudTrail log files. */
  trail?: string;
  /** Where indexes are kept. */
  cacheDir: string;
  /** Account names: `prod` → 111122223333. */
  accounts: Record<string, string>;
  /** Zone of people who have none of their own. */
  zone?: string;
};

type Environment = Record<string, string | undefined>;

const FILE_NAME = "trailwatch.yml";

const fileSchema = z.strictObject({
  trail: z.string().min(1).optional(),
  cache: z.string().min(1).optional(),
  zone: z
    .string()
    .refine(isTimeZone, { error: "is no IANA time zone; an example: Europe/Berlin" })
    .optional(),
  accounts: z
    .record(
      z.string(),
      z
        .string()
        .regex(/^\d{12}$/, { error: 'is no account id of 12 digits; an example: "111122223333"' }),
    )
    .optional(),
});

type FileConfig = z.infer<typeof fileSchema>;

/** Reads the configuration of this process. Throws one Problem that lists everything that is wrong. */
export function readConfig(environment: Environment = process.env): Config {
  const path = environment.TRAILWATCH_CONFIG ?? FILE_NAME;
  if (environment.TRAILWATCH_CONFIG && !existsSync(path)) {
    throw new Problem(
      "config.missing",
      `TRAILWATCH_CONFIG names ${path}, which is not there.`,
      "Correct the path, or unset TRAILWATCH_CONFIG.",
    );
  }
  const file = existsSync(path) ? parseFile(readFileSync(path, "utf8"), path) : {};
  const trail = environment.TRAILWATCH_TRAIL ?? file.trail;
  const cacheDir = environment.TRAILWATCH_CACHE_DIR ?? file.cache ?? defaultCache(environment);
  return {
    ...(trail && { trail }),
    cacheDir,
    accounts: file.accounts ?? {},
    ...(file.zone && { zone: file.zone }),
  };
}

function defaultCache(environment: Environment): string {
  const home = environment.XDG_CACHE_HOME;
  return join(home || join(homedir(), ".cache"), "trailwatch");
}

/** Checks the text of trailwatch.yml; `path` is named in errors. */
export function parseFile(text: string, path: string): FileConfig {
  let document: unknown;
  try {
    document = parseYaml(text) ?? {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : "unreadable";
    throw new Problem("config.yaml", `${path} is not YAML: ${reason}`, "Correct the line named.", {
      cause,
    });
  }
  const checked = fileSchema.safeParse(document);
  if (checked.success) return checked.data;
  const problems = checked.error.issues.flatMap(issueWords);
  throw new Problem(
    "config.invalid",
    `${path}: ${problems.join("; ")}`,
    "Correct these lines; trailwatch.example.yml shows every setting.",
  );
}

function issueWords(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== "unrecognized_keys") {
    return [`${issue.path.join(".") || "the document"} ${issue.message}`];
  }
  const known = Object.keys(fileSchema.shape);
  return issue.keys.map((key) => {
    const right = nearest(key, known, 3)[0];
    return `${key} is not a setting${right ? `; did you mean ${right}?` : ""}`;
  });
}

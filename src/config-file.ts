/** The text of trailwatch.yml → its settings, or every problem at once. */
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { Problem } from "./domain/problem.ts";
import { isTimeZone } from "./domain/time.ts";
import { nearest } from "./language/nearest.ts";

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

export type FileConfig = z.infer<typeof fileSchema>;

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

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { VARIABLES } from "../src/config.ts";
import { ACCESS_KEYS, QUESTION_NAMES } from "../src/config-access.ts";
import { AWS_KEYS } from "../src/config-aws-file.ts";
import { parseFile } from "../src/config-file.ts";

const docs = resolve(import.meta.dirname, "../docs");
const configuration = readFileSync(join(docs, "configuration.md"), "utf8");
const setUp = readFileSync(join(docs, "live-setup.md"), "utf8");

describe("the documentation of the configuration", () => {
  it("has a row for every variable, and for none that is not read", () => {
    const rows = [...configuration.matchAll(/^\| `([A-Z_]+)` \| /gm)].map(([, name]) => name);

    expect(new Set(rows)).toEqual(new Set(VARIABLES));
  });

  it("has a row for every key of the file", () => {
    const { problems } = parseFile("nothing: 1", "t.yml");
    const keys = problems[0]?.text.replace(/^.*there are /, "").split(", ") ?? [];
    const all = [...keys, ...Object.values({ ...ACCESS_KEYS, ...AWS_KEYS }).flat()];

    const untold = all.filter((key) => !configuration.includes(`\`${key}\``));

    expect(keys.length).toBeGreaterThan(5);
    expect(untold).toEqual([]);
  });

  it("shows every key of AWS in the example that is shipped", () => {
    const example = readFileSync(resolve(docs, "../trailwatch.example.yml"), "utf8");
    const ofAws = example.slice(example.indexOf("\naws:"));

    const unshown = Object.values(AWS_KEYS)
      .flat()
      .filter((key) => !new RegExp(`^[ -]+${key}: `, "m").test(`${ofAws.replace(/:$/gm, ": ")} `));

    expect(unshown).toEqual([]);
  });

  it("names every question that a rule can name", () => {
    expect(configuration).toContain(QUESTION_NAMES.map((name) => `\`${name}\``).join(", "));
  });

  it("sets up with a file that is right", () => {
    const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(setUp) ?? [];

    const { settings, problems } = parseFile(yaml, "t.yml");

    expect(problems).toEqual([]);
    expect(settings.access?.rules).toHaveLength(1);
  });
});

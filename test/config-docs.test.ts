import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { USAGE } from "../src/cli-arguments.ts";
import { VARIABLES } from "../src/config.ts";
import { ACCESS_KEYS, QUESTION_NAMES } from "../src/config-access.ts";
import { AWS_KEYS } from "../src/config-aws-file.ts";
import { parseFile } from "../src/config-file.ts";
import { ORDERS_KEYS } from "../src/config-orders.ts";

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
    const all = [...keys, ...Object.values({ ...ACCESS_KEYS, ...AWS_KEYS, ...ORDERS_KEYS }).flat()];

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

  it("shows orders as they can be written", () => {
    const yaml = /```yaml\n(orders:[\s\S]*?)```/.exec(configuration)?.[1] ?? "";

    const { settings, problems } = parseFile(yaml, "t.yml");

    expect(problems).toEqual([]);
    expect(settings.orders?.["mute-alarm"]).toEqual({
      users: ["U0123ABCD"],
      groups: ["S0123ABCD"],
    });
  });

  it("names every question that a rule can name", () => {
    expect(configuration).toContain(QUESTION_NAMES.map((name) => `\`${name}\``).join(", "));
  });

  it("sets up with files that are right", () => {
    const files = [...setUp.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ""]) => yaml);

    const readings = files.map((yaml) => parseFile(yaml, "t.yml"));

    expect(readings.flatMap(({ problems }) => problems)).toEqual([]);
    expect(readings[0]?.settings.access?.rules).toHaveLength(1);
    expect(readings.filter(({ settings }) => settings.aws)).toHaveLength(3);
  });

  it("names no command of the program that is not there", () => {
    const commands = [
      ...`${setUp}${configuration}`.matchAll(
        /trailwatch (?:-- )?(trail|config|doctor|manifest)\b(?: ([a-z]+))?/g,
      ),
    ];

    const unknown = commands
      .map(([, name = "", what = ""]) =>
        ["trail", "config"].includes(name) ? `${name} ${what}` : name,
      )
      .filter((command) => !USAGE.includes(`trailwatch ${command}`));

    expect(commands.length).toBeGreaterThan(5);
    expect(unknown).toEqual([]);
  });

  it("makes roles with parameters that the templates have", () => {
    const given = [...setUp.matchAll(/\b([A-Z][A-Za-z]+)=/g)].map(([, name]) => name);
    const templates = ["reader-role.yml", "bot-role.yml"].map((name) =>
      readFileSync(join(docs, "../deploy", name), "utf8"),
    );
    const declared = templates.flatMap((text) =>
      [...text.matchAll(/^ {2}([A-Z]\w+):\n {4}Type: (?:String|Comma)/gm)].map(([, name]) => name),
    );

    expect(given.length).toBeGreaterThan(4);
    expect(given.filter((name) => !declared.includes(name))).toEqual([]);
  });
});

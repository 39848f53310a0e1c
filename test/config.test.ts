import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { parseFile } from "../src/config-file.ts";

describe("configuration", () => {
  it("reads the example that is shipped", () => {
    const example = resolve(import.meta.dirname, "../trailwatch.example.yml");

    const config = parseFile(readFileSync(example, "utf8"), "trailwatch.example.yml");

    expect(config.accounts).toEqual({ prod: "111122223333", staging: "222233334444" });
  });

  it("lets the environment win over the file", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "trailwatch-config-")), "trailwatch.yml");
    writeFileSync(path, "trail: /from/file\n");

    const config = await readConfig({ TRAILWATCH_CONFIG: path, TRAILWATCH_TRAIL: "/from/env" });

    expect(config.trail).toBe("/from/env");
  });

  it("tells all problems at once, each with the key and an example", () => {
    const text = "acounts: {}\nzone: Mars\naccounts:\n  prod: 12\n";

    expect(() => parseFile(text, "trailwatch.yml")).toThrow(
      /acounts is not a setting; did you mean accounts\?/,
    );
    expect(() => parseFile(text, "trailwatch.yml")).toThrow(
      /zone is no IANA time zone.*Europe\/Berlin/,
    );
    expect(() => parseFile(text, "trailwatch.yml")).toThrow(/accounts\.prod/);
  });

  it("names the line of broken YAML", () => {
    expect(() => parseFile("a: [1", "trailwatch.yml")).toThrow(
      /trailwatch\.yml is not YAML: .*line 1/,
    );
  });

  it("says which file is missing when one is named", async () => {
    await expect(readConfig({ TRAILWATCH_CONFIG: "/nowhere/t.yml" })).rejects.toThrow(
      /TRAILWATCH_CONFIG names/,
    );
  });
});

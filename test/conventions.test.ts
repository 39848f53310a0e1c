import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const src = join(root, "src");

/** Floors from the ground up; a file imports its own floor's folder and what lies below. */
const FLOORS = [
  ["domain", "store"],
  ["sources", "language", "access", "charts"],
  ["answers", "trail"],
  ["questions", "aws", "delivery"],
  ["alerts"],
  ["slack"],
  ["intake"],
];

function floorOf(folder: string): number {
  return FLOORS.findIndex((floor) => floor.includes(folder));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path));
}

type Import = { from: string; to: string };

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)];
  return found.map(([, path = ""]) => ({
    from: relative(src, file),
    to: relative(src, resolve(dirname(file), path)),
  }));
}

const folderOf = (path: string) => (path.includes("/") ? (path.split("/")[0] ?? "") : "");

describe("the house", () => {
  const imports = sourceFiles(src).flatMap(importsOf);

  it("imports only go down", () => {
    const upward = imports.filter(({ from, to }) => {
      const [here, there] = [floorOf(folderOf(from)), floorOf(folderOf(to))];
      return here >= 0 && there > here;
    });

    expect(imports.length).toBeGreaterThan(50);
    expect(upward).toEqual([]);
  });

  it("nothing on a floor imports the files that stand above all floors", () => {
    const roof = ["main.ts", "cli.ts", "wire.ts", "config.ts", "config-file.ts", "prompt.ts"];
    const upward = imports.filter(
      ({ from, to }) => floorOf(folderOf(from)) >= 0 && roof.includes(to),
    );

    expect(upward).toEqual([]);
  });

  it("live code never imports the sandbox; wire.ts alone chooses", () => {
    const crossing = imports.filter(
      ({ from, to }) =>
        folderOf(to) === "sandbox" && folderOf(from) !== "sandbox" && from !== "wire.ts",
    );

    expect(crossing).toEqual([]);
  });

  it("files are named in kebab-case and stay under 300 lines", () => {
    const odd = sourceFiles(src).filter((file) => {
      const lines = readFileSync(file, "utf8").split("\n").length;
      return lines > 301 || !/\/[a-z0-9-]+\.ts$/.test(file);
    });

    expect(odd).toEqual([]);
  });

  it("the top level holds nothing but what tools and readers expect there", () => {
    const expected = new Set([
      ".ci",
      ".git",
      ".gitignore",
      ".oxlintrc.json",
      "LICENSE",
      "README.md",
      "biome.json",
      "deploy",
      "dist",
      "docs",
      "manifest.yml",
      "node_modules",
      "package-lock.json",
      "package.json",
      "src",
      "test",
      "trailwatch.example.yml",
      "tsconfig.json",
      "vitest.config.ts",
    ]);

    const surplus = readdirSync(root).filter((name) => !expected.has(name));

    expect(surplus).toEqual([]);
  });
});

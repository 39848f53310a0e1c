/**
 * npm run bench -- [100k] [1m] [4m] [--only build,update,warm,cold,scans,aws,chat,cloudwatch,charts] [--rounds N] [--questions N] [--quick] [--write]
 * Rounds are builds and scans, questions are those asked warm of each kind.
 * chat, cloudwatch and charts need no trail of a size; alone and with --write they replace their own sections of the document.
 * Generates trails of these sizes (kept in the temporary folder) and prints what was measured as Markdown.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { measureAws } from "./aws-part.ts";
import { awsTable } from "./aws-table.ts";
import { measureBuilds, measureUpdates } from "./build-part.ts";
import { measureCharts } from "./charts/measure-charts.ts";
import { chartsSection } from "./charts/tables.ts";
import { measureChat } from "./chat/measure-chat.ts";
import { chatSection, withSection } from "./chat/tables.ts";
import { measureAlarms } from "./cloudwatch-part.ts";
import { cloudWatchSection } from "./cloudwatch-table.ts";
import { openEngine, quietRun } from "./engine.ts";
import { cachedTrail, type Generated } from "./generate.ts";
import { questionKinds } from "./kinds.ts";
import { growthTable, limitTable } from "./limits.ts";
import { measureCold, measureWarm } from "./query-part.ts";
import type { SizeResult } from "./results.ts";
import { sampleTrail } from "./sample.ts";
import { measureScans } from "./scan-part.ts";
import { closeStage, freshCache, openStage, type Stage } from "./stage.ts";
import * as tables from "./tables.ts";

const SEED = 1;
const PARTS = [
  "build",
  "update",
  "warm",
  "cold",
  "scans",
  "aws",
  "chat",
  "cloudwatch",
  "charts",
] as const;
type Part = (typeof PARTS)[number];

type Options = {
  sizes: number[];
  parts: ReadonlySet<Part>;
  rounds: number;
  questions: number;
  isQuick: boolean;
  write: boolean;
};

function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(k|m)?$/i.exec(text);
  if (!match) throw new Error(`${text} is no size: write 100k, 1m or a whole number`);
  const factor = { k: 1e3, m: 1e6 }[match[2]?.toLowerCase() ?? ""] ?? 1;
  return Math.round(Number(match[1]) * factor);
}

function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      only: { type: "string" },
      rounds: { type: "string", default: "3" },
      questions: { type: "string", default: "100" },
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const named = values.only?.split(",") ?? PARTS;
  const sizes = positionals.length > 0 ? positionals : values.quick ? ["20k"] : ["100k", "1m"];
  return {
    sizes: sizes.map(parseSize),
    parts: new Set(PARTS.filter((part) => named.includes(part))),
    rounds: values.quick ? 1 : Number(values.rounds),
    questions: values.quick ? 10 : Number(values.questions),
    isQuick: values.quick,
    write: values.write,
  };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function indexOf(stage: Stage): Promise<string> {
  const cacheDir = freshCache(stage);
  const engine = await openEngine(stage.dir, cacheDir);
  await engine.update(quietRun());
  await engine.close();
  return cacheDir;
}

/** The parts in their order: an update adds events, so it comes last. */
async function measureSize(trail: Generated, options: Options): Promise<SizeResult> {
  const stage = openStage(trail);
  const result: SizeResult = { trail };
  const has = (part: Part) => options.parts.has(part);
  const step = (part: Part) => say(`${tables.sizeWords(trail.events)}: ${part}`);
  try {
    let cacheDir: string;
    if (has("build")) {
      step("build");
      const built = await measureBuilds(stage, options.rounds);
      result.builds = built.builds;
      cacheDir = built.cacheDir;
    } else cacheDir = await indexOf(stage);
    const kinds = questionKinds(sampleTrail(stage.dir), options.questions);
    if (has("warm")) {
      step("warm");
      result.warm = await measureWarm(stage.dir, cacheDir, kinds, options.questions);
    }
    if (has("cold")) {
      step("cold");
      result.cold = await measureCold(stage.dir, cacheDir, kinds, options.rounds);
    }
    if (has("scans")) {
      step("scans");
      result.scans = await measureScans(stage, cacheDir, options.rounds, trail.events <= 1e6);
    }
    if (has("aws") && trail.events <= 1e6) {
      step("aws");
      result.aws = await measureAws(trail, options.isQuick ? 1 : 5);
    }
    if (has("update")) {
      step("update");
      result.updates = await measureUpdates(stage, cacheDir);
    }
    return result;
  } finally {
    closeStage(stage);
  }
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1e9);
  return `${cpus().length} × ${cpu?.model.trim() ?? "CPU"}, ${memory} GB, ${type()} ${release()}, Node ${process.version}`;
}

function provenance(command: string): string {
  const day = new Date().toISOString().slice(0, 10);
  return `\`${command}\` on ${day}: ${machine()}.`;
}

function toMarkdown(results: SizeResult[], command: string): string {
  const parts: [title: string, body: string][] = [
    ["Limits", limitTable(results)],
    ["The trails", tables.trailTable(results)],
    ["Building the index", tables.buildTable(results)],
    ["Size and updates", tables.indexTable(results)],
    ["Questions, warm, in one process", tables.warmTable(results)],
    ["Growth", growthTable(results)],
    ["Questions, cold", tables.coldTable(results)],
    ["The same question without an index", tables.scanTable(results)],
    ["Through AWS", awsTable(results)],
  ];
  const shown = parts.filter(([, body]) => body.split("\n").length > 2);
  return [
    `# Benchmarks\n\n${provenance(command)}`,
    "Ways are run in turn and medians stated, so ratios hold on a busy machine. Files are in the page cache; MB are millions of bytes.",
    ...shown.map(([title, body]) => `## ${title}\n\n${body}`),
    "",
  ].join("\n\n");
}

async function measureTrails(options: Options): Promise<SizeResult[]> {
  const results: SizeResult[] = [];
  for (const events of options.sizes) {
    say(`${tables.sizeWords(events)}: events`);
    const trail = await cachedTrail(events, SEED, 2);
    results.push(await measureSize(trail, options));
  }
  return results;
}

/** Parts that stand beside the trails, each a section of its own. */
async function measureSections(options: Options, command: string): Promise<string[]> {
  const told = (section: string) => section.replace("\n\n", `\n\n${provenance(command)}\n\n`);
  const sections: string[] = [];
  if (options.parts.has("chat")) {
    const chat = await measureChat(options.isQuick, (name) => say(`chat: ${name}`));
    sections.push(told(chatSection(chat)));
  }
  if (options.parts.has("cloudwatch")) {
    say("cloudwatch");
    const rounds = options.isQuick ? 1 : 20;
    const many = await measureAlarms(2_000, 4, rounds);
    const more = options.isQuick ? [] : [await measureAlarms(10_000, 4, 3)];
    sections.push(told(cloudWatchSection([many, ...more])));
  }
  if (options.parts.has("charts")) {
    const charts = await measureCharts(options.isQuick, (name) => say(`charts: ${name}`));
    sections.push(told(chartsSection(charts)));
  }
  return sections;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const options = readOptions(args);
  const shownArgs = args.filter((arg) => arg !== "--write").join(" ");
  const command = `npm run bench -- ${shownArgs}`.replace(/ -- $/, "");
  const path = resolve(import.meta.dirname, "../../docs/benchmarks.md");
  const sections = await measureSections(options, command);
  const isBesideAlone = sections.length > 0 && options.parts.size === sections.length;
  const trails = isBesideAlone ? "" : toMarkdown(await measureTrails(options), command);
  process.stdout.write(sections.reduce(withSection, trails));
  if (!options.write) return;
  const document = isBesideAlone ? readFileSync(path, "utf8") : trails;
  writeFileSync(path, sections.reduce(withSection, document));
  say(`Written to ${path}`);
}

await main();

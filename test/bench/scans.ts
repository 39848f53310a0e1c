/** The same question, "which changes name bucket-x", put to tools that read all files each time. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { endOf, environment, runNode, timed } from "./measure.ts";

export type Scan = {
  name: string;
  /** Milliseconds of one run and how much it found, or why there is none. */
  run: () => Promise<ScanRun | string>;
};

export type ScanRun = { ms: number; found: number };

function isInstalled(program: string): boolean {
  const folders = (environment().PATH ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}

async function shell(script: string, folder: string): Promise<string> {
  const child = spawn("sh", ["-c", script, "sh", folder], { stdio: ["ignore", "pipe", "pipe"] });
  const { stdout, stderr } = await endOf(child);
  if (stdout.trim() === "") throw new Error(`The scan printed nothing: ${stderr.slice(0, 300)}`);
  return stdout.trim();
}

/** A shell pipeline over all files, two processes at a time, that prints how much it found. */
function pipeline(name: string, programs: string[], script: string, folder: string): Scan {
  const missing = programs.filter((program) => !isInstalled(program));
  const run = async () => {
    if (missing.length > 0) return `${missing.join(", ")} not installed`;
    let found = "";
    const ms = await timed(async () => {
      found = await shell(script, folder);
    });
    return { ms, found: Number(found) };
  };
  return { name, run };
}

const FILES = `find "$1" -name '*.json.gz' -print0 | xargs -0 -P 2 -n 64`;
const JQ_FILTER = `.Records[] | select(.readOnly == false and ([.requestParameters, .resources] | tostring | contains("\\"bucket-x\\""))) | .eventID`;

export function outsideScans(folder: string): Scan[] {
  return [
    pipeline(
      "zgrep -c (files that name it, no records)",
      ["zgrep"],
      `${FILES} zgrep -c '"bucket-x"' | grep -vc ':0$'`,
      folder,
    ),
    pipeline(
      "zcat \\| jq",
      ["zcat", "jq"],
      `${FILES} sh -c 'zcat "$@" | jq -r "$JQ"' sh | wc -l`.replace(
        "xargs",
        `env JQ='${JQ_FILTER}' xargs`,
      ),
      folder,
    ),
    { name: "DuckDB read_json", run: () => duckdb(folder) },
  ];
}

async function duckdb(folder: string): Promise<ScanRun | string> {
  const script = join(import.meta.dirname, "duckdb-scan.ts");
  const { code, stdout, stderr } = await runNode(["--import", "tsx", script, folder], {});
  if (code !== 0)
    return stderr.includes("Cannot find package") ? "not installed" : stderr.slice(-200);
  return JSON.parse(stdout) as ScanRun;
}

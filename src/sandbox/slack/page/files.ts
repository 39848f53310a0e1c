/**
 * The files of the console page, for the local Slack to serve. Built, they lie beside this file as JavaScript;
 * from the sources their types are stripped here.
 */
import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { acmeCompany } from "../company.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const isFromSources = import.meta.url.endsWith(".ts");

type PageFiles = Map<string, { type: string; body: string }>;

let files: Promise<PageFiles> | undefined;

/** The page's files by their path on the server: `/`, `/style.css`, `/main.js` …; read once. */
export function pageFiles(): Promise<PageFiles> {
  files ??= readPageFiles();
  return files;
}

async function readPageFiles(): Promise<PageFiles> {
  const folder = new URL("./", import.meta.url);
  const script = isFromSources ? ".ts" : ".js";
  const names = (await readdir(fileURLToPath(folder))).filter(
    (name) =>
      !name.startsWith("files.") && (name.endsWith(script) || /\.(html|css|svg)$/.test(name)),
  );
  const entries = names.map(async (name) => {
    const text = await readFile(new URL(name, folder), "utf8");
    const served = name === "index.html" ? "" : name.replace(/\.ts$/, ".js");
    const body = name.endsWith(".ts") ? await toJavaScript(text) : withFirstPerson(text);
    return [`/${served}`, { type: TYPES[extname(served || name)] ?? "text/plain", body }] as const;
  });
  return new Map(await Promise.all(entries));
}

/** The page opens as the first person of the made-up company, until its address names another one. */
function withFirstPerson(text: string): string {
  return text.replace('data-person=""', `data-person="${acmeCompany().users[0]?.id ?? ""}"`);
}

/** One module without its types, its imports naming the files as they are served. */
async function toJavaScript(source: string): Promise<string> {
  const { transform } = await import("esbuild");
  const { code } = await transform(source, {
    loader: "ts",
    format: "esm",
    target: "es2022",
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return code.replaceAll(/(\bfrom\s*"\.\/[\w-]+)\.ts"/g, '$1.js"');
}

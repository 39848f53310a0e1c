/**
 * `npm run build [-- FOLDER]`: the program as few JavaScript files, which start sooner than its several hundred
 * modules, and the console page beside it. Types are checked by `npm run check`, not here; packages stay packages.
 */
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");
const PAGE = join(ROOT, "src/sandbox/slack/page");

/** Where a module's name in `dist` matters: it is started as a thread, or reads the files beside it. */
const OWN_PLACES: Record<string, string> = {
  worker: "src/trail/files/worker.ts",
  "chart-worker": "src/charts/chart-worker.ts",
  "page/files": "src/sandbox/slack/page/files.ts",
};

const SHARED: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  format: "esm",
  sourcemap: true,
  logLevel: "warning",
};

/** Bundled into a common piece, the page's reader would look for the page's files where that piece lies. */
const pageBeside: Plugin = {
  name: "page-beside",
  setup({ onResolve }) {
    onResolve({ filter: /\/page\/files\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: "./page/files.js", external: true },
    );
  },
};

/**
 * Writes modules (name in `outDir` → source, from the checkout's root) and all that they import. What they share
 * lies in `outDir` itself, with the threads that they start.
 */
export async function buildModules(outDir: string, modules: Record<string, string>): Promise<void> {
  await build({
    ...SHARED,
    entryPoints: { ...modules, ...OWN_PLACES },
    outdir: outDir,
    splitting: true,
    platform: "node",
    target: "node20.19",
    packages: "external",
    chunkNames: "[name]-[hash]",
    plugins: [pageBeside],
  });
}

/** The console page: one script, and its styles, pictures and text as they are. */
async function buildPage(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  await build({
    ...SHARED,
    entryPoints: [join(PAGE, "main.ts")],
    outdir: outDir,
    platform: "browser",
    target: "es2022",
  });
  for (const name of readdirSync(PAGE)) {
    if (/\.(html|css|svg)$/.test(name)) cpSync(join(PAGE, name), join(outDir, name));
  }
}

/** The whole program in place of what the folder holds: `main.js` is what `trailwatch` runs. */
export async function buildProgram(outDir: string): Promise<void> {
  rmSync(outDir, { recursive: true, force: true });
  await buildModules(outDir, { main: "src/main.ts" });
  await buildPage(join(outDir, "page"));
}

const [, script = "", outDir = "dist"] = process.argv;
if (import.meta.url === pathToFileURL(script).href) await buildProgram(resolve(ROOT, outDir));

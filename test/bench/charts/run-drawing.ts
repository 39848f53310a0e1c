/** Builds the drawing program as the whole program is built, and runs it where no font is installed. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildModules } from "../../../deploy/build.ts";
import { environment } from "../measure.ts";
import type { DrawingResult } from "./results.ts";

/** `folder` lies below the checkout, where packages are found. */
export async function runDrawing(folder: string, count: number): Promise<DrawingResult> {
  await buildModules(folder, { drawing: "test/bench/charts/drawing.ts" });
  const home = mkdtempSync(join(tmpdir(), "trailwatch-no-fonts-"));
  try {
    const fonts = join(home, "fonts.conf");
    writeFileSync(fonts, `<?xml version="1.0"?><fontconfig></fontconfig>`);
    const env = {
      PATH: environment().PATH,
      HOME: home,
      FONTCONFIG_FILE: fonts,
      FONTCONFIG_PATH: home,
    };
    const args = ["--expose-gc", join(folder, "drawing.js"), String(count)];
    return JSON.parse(await outputOf(args, env)) as DrawingResult;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function outputOf(args: string[], env: Record<string, string | undefined>): Promise<string> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let [said, troubles] = ["", ""];
    child.stdout.on("data", (chunk) => {
      said += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      troubles += String(chunk);
    });
    child.once("close", (code) => {
      if (code === 0) settle(said);
      else reject(new Error(`the program ended with ${code}: ${troubles}`));
    });
  });
}

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockState } from "../../src/store/state-lock.ts";

describe("the lock of a state folder", () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "trailwatch-lock-"));
  });

  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  it("is held by one alone, and free again when it is released", () => {
    const release = lockState(dir);

    expect(() => lockState(dir)).toThrow(expect.objectContaining({ code: "store.in-use" }));

    release();
    lockState(dir)();
  });

  it("says what is wrong with a folder that cannot be one", () => {
    writeFileSync(join(dir, "file"), "");

    expect(() => lockState(join(dir, "file", "state"))).toThrow(
      expect.objectContaining({ code: "store.no-write" }),
    );
  });

  it("is free at once when its process is killed", async () => {
    const module = new URL("../../src/store/state-lock.ts", import.meta.url).href;
    const code = `import { lockState } from ${JSON.stringify(module)}; lockState(${JSON.stringify(dir)}); console.log("held"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const refused = () => lockState(dir);

    expect(refused).toThrow(expect.objectContaining({ code: "store.in-use" }));

    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    lockState(dir)();
  });
});

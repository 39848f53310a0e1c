import { describe, expect, it } from "vitest";
import { createTurns } from "../src/turns.ts";

describe("turns", () => {
  it("go to one waiter each turn of the event loop, in their order", async () => {
    const turn = createTurns();
    const passed: { name: string; loop: number }[] = [];
    let loop = 0;
    let counting: NodeJS.Immediate | undefined;
    const count = (): void => {
      loop += 1;
      counting = setImmediate(count);
    };
    count();

    const names = ["first", "second", "third"];
    await Promise.all(names.map((name) => turn().then(() => passed.push({ name, loop }))));
    clearImmediate(counting);

    expect(passed.map(({ name }) => name)).toEqual(names);
    expect(new Set(passed.map((each) => each.loop)).size).toBe(3);
  });

  it("come also to whoever waits after a pause", async () => {
    const turn = createTurns();
    await turn();

    const later = turn().then(() => "turned");

    await expect(later).resolves.toBe("turned");
  });
});

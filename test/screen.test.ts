import { describe, expect, it } from "vitest";
import { screenOf } from "../src/screen.ts";

describe("what a terminal can show", () => {
  it("is colours and so many columns", () => {
    expect(screenOf({ isTTY: true, columns: 60 })).toEqual({ colour: true, width: 60 });
  });

  it("is neither where text goes into a file", () => {
    // Whatever Node's types say, a pipe has no columns.
    const pipe = { isTTY: false, columns: 0 };

    expect(screenOf(pipe)).toEqual({ colour: false });
  });

  it("is colours alone where the terminal does not say how wide it is", () => {
    expect(screenOf({ isTTY: true, columns: 0 })).toEqual({ colour: true });
  });
});

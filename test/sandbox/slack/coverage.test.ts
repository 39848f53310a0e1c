import { describe, expect, it } from "vitest";
import { WEB_API } from "../../../src/sandbox/slack/coverage.ts";
import { methodsWith } from "../../../src/sandbox/slack/server.ts";

describe("the list of what is imitated", () => {
  it("names every method that is served, in order, and no other", () => {
    const served = Object.keys(methodsWith(undefined)).sort();

    const listed = WEB_API.map(({ method }) => method);

    expect(listed).toEqual(served);
  });
});

import { expect, it } from "vitest";
import { inThePast, pastTense } from "../../../src/domain/summaries/verbs.ts";

it.each([
  ["delete", "deleted"],
  ["put", "put"],
  ["set", "set"],
  ["run", "ran"],
  ["begin", "began"],
  ["stop", "stopped"],
  ["tag", "tagged"],
  ["untag", "untagged"],
  ["copy", "copied"],
  ["deploy", "deployed"],
  ["modify", "modified"],
  ["submit", "submitted"],
  ["cancel", "cancelled"],
  ["transfer", "transferred"],
  ["attach", "attached"],
  ["add", "added"],
  ["scan", "scanned"],
  ["list", "listed"],
  ["join", "joined"],
  ["view", "viewed"],
  ["send", "sent"],
  ["withdraw", "withdrew"],
  ["restart", "restarted"],
  ["reset", "reset"],
  ["enable", "enabled"],
  ["give", "gave"],
  ["take", "took"],
  ["make", "made"],
  ["let", "let"],
  ["leave", "left"],
])("%s in the past is %s", (verb, past) => {
  expect(pastTense(verb)).toBe(past);
});

it("changes the first word of a phrase alone", () => {
  expect(inThePast("turn off MFA of user bob")).toBe("turned off MFA of user bob");
});

import { describe, expect, it } from "vitest";
import { tokenize } from "../../src/language/tokens.ts";
import { reworded } from "../../src/questions/rewording.ts";

const words = (text: string) =>
  reworded(tokenize(text))
    .map((token) => token.text)
    .join(" ");

describe("another beginning", () => {
  it.each([
    ["which user deleted checkout", "who deleted checkout"],
    ["what role stopped i-0abc", "who stopped i-0abc"],
    ["which iam user changed orders", "who changed orders"],
    ["which person opened sg-1 to the world", "who opened sg-1 to the world"],
    ["history of role deploy", "changes of role deploy"],
    ["changelog for orders", "changes for orders"],
    ["show me the deployments", "what was deployed"],
    ["deployments of orders-api", "who deployed orders-api"],
    ["were there any deletions", "what was deleted"],
  ])("%s: %s", (text, meant) => {
    expect(words(text)).toBe(meant);
  });

  it.each([
    "which users were deleted",
    "which user was deleted",
    "what role did jane assume",
    "which roles deleted",
    "what changed in iam",
    "who changed history",
    "who changed deployments",
    "deployments orders",
    'which user "deleted"',
  ])("is left as it is: %s", (text) => {
    expect(words(text)).toBe(
      tokenize(text)
        .map((token) => token.text)
        .join(" "),
    );
  });
});

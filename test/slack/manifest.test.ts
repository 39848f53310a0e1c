import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { GRAMMAR } from "../../src/questions/grammar.ts";
import { acmeCompany } from "../../src/sandbox/slack/company.ts";
import { AROUND_SHORTCUT } from "../../src/slack/listeners/shortcut.ts";
import { manifestText, toManifest } from "../../src/slack/manifest.ts";
import { SCOPES } from "../../src/slack/scopes.ts";

const root = resolve(import.meta.dirname, "../..");
const facts = resolve(root, "../shared/facts/manifest.schema.json");
const hasSchema = existsSync(facts);

const URL_OF_BOT = "https://trailwatch.example.com/";

describe("the manifest", () => {
  it("in manifest.yml is what the questions make of it", () => {
    const file = readFileSync(join(root, "manifest.yml"), "utf8");

    expect(file, "run: npm run -s trailwatch -- manifest > manifest.yml").toBe(manifestText());
    expect(parse(file)).toEqual(toManifest());
  });

  it("has a command with a hint for every question, within Slack's lengths", () => {
    const manifest = toManifest();

    expect(manifest).toMatchObject({
      features: {
        slash_commands: GRAMMAR.map(({ slash, about, usage }) => ({
          command: slash,
          description: about,
          usage_hint: usage.replace(`${slash} `, ""),
        })),
      },
    });
    const tooLong = GRAMMAR.filter(({ slash, about }) => slash.length > 32 || about.length > 140);
    expect(tooLong).toEqual([]);
  });

  it("declares what the app listens to and what the local Slack offers", () => {
    const { commands, events, messageShortcuts, scopes } = acmeCompany();
    const shortcuts = messageShortcuts.map(({ callbackId }) => ({ callback_id: callbackId }));

    expect(toManifest()).toMatchObject({
      features: {
        slash_commands: commands.map(({ command, usage }) => ({ command, usage_hint: usage })),
        shortcuts,
      },
      settings: { event_subscriptions: { bot_events: [...events].sort() } },
    });
    expect(shortcuts).toEqual([{ callback_id: AROUND_SHORTCUT }]);
    expect(Object.keys(SCOPES).filter((scope) => !scopes.includes(scope))).toEqual([]);
  });

  it("works without an address in Socket Mode, and names one everywhere in HTTP mode", () => {
    const socket = manifestText();
    const http = manifestText(URL_OF_BOT);

    expect(socket).toContain("socket_mode_enabled: true");
    expect(socket).not.toMatch(/^\s+(?:request_)?url:/m);
    expect(http).toContain("socket_mode_enabled: false");
    const addresses = [...http.matchAll(/url: (.*)/g)].map(([, address]) => address);
    expect(addresses).toHaveLength(GRAMMAR.length + 2);
    expect(new Set(addresses)).toEqual(new Set(["https://trailwatch.example.com/slack/events"]));
  });

  it("asks for no scope without a reason that the set-up tells", () => {
    const guide = readFileSync(join(root, "docs/live-setup.md"), "utf8");

    const untold = Object.entries(SCOPES).filter(
      ([scope, reason]) => !guide.includes(`| \`${scope}\` | ${reason} |`),
    );

    expect(untold).toEqual([]);
    expect(toManifest()).toMatchObject({
      oauth_config: { scopes: { bot: Object.keys(SCOPES).sort() } },
    });
  });

  // Slack's own schema is not shipped with the repository: without it beside the checkout this is left out, and said so.
  const reason = hasSchema ? "" : " (left out: ../shared/facts/manifest.schema.json is not there)";

  describe.skipIf(!hasSchema)(`against Slack's schema${reason}`, () => {
    it.each([
      ["Socket Mode", undefined],
      ["HTTP mode", URL_OF_BOT],
    ])("is valid for %s", (_, url) => {
      const schema: object = JSON.parse(readFileSync(facts, "utf8"));
      const ajv = new Ajv({ strict: false, allErrors: true });
      formats.default(ajv);
      const validate = ajv.compile(schema);

      validate(toManifest(url));

      expect(validate.errors ?? []).toEqual([]);
    });
  });
});

import { describe, expect, it } from "vitest";
import { INCIDENTS, JANE, startServer } from "./bolt-app.ts";

const TYPED: [string, string][] = [
  ["who changed a & b < c > d?", "who changed a &amp; b &lt; c &gt; d?"],
  ["see https://acme.example/a?b=1&c=2.", "see <https://acme.example/a?b=1&amp;c=2>."],
  ["ask @omar, @omar.", "ask <@U01OMARHAD0>, <@U01OMARHAD0>."],
  ["@nobody and mail@omar", "@nobody and mail@omar"],
  ["@on-call @here", "<!subteam^S01ONCALL00|@on-call> <!here>"],
  ["in #payments #nowhere", "in <#C01PAYMENTS|payments> #nowhere"],
  ["`@omar & #random`", "`@omar &amp; #random`"],
  ["mail jane@acme.example", "mail <mailto:jane@acme.example|jane@acme.example>"],
  ["s3.amazonaws.com did it", "<http://s3.amazonaws.com|s3.amazonaws.com> did it"],
  [
    "oidc-provider/token.actions.githubusercontent.com",
    "oidc-provider/token.actions.githubusercontent.com",
  ],
  ["main.tf in bucket-x", "main.tf in bucket-x"],
  ["<@U01OMARHAD0> <!channel>", "&lt;@U01OMARHAD0&gt; &lt;!channel&gt;"],
];

describe("what a person types", () => {
  it.each(TYPED)("%s", async (typed, stored) => {
    const server = await startServer();

    await server.act({ user: JANE, act: "say", channel: INCIDENTS, text: typed });

    const message = server.snapshot(JANE).messages.filter(({ channel }) => channel === INCIDENTS);
    expect(message.at(-1)?.text).toBe(stored);
  });

  it("is kept as rich text too, with nothing escaped", async () => {
    const server = await startServer();
    const text = "a < b, @omar: jane@acme.example";

    await server.act({ user: JANE, act: "say", channel: INCIDENTS, text });

    const message = server.snapshot(JANE).messages.filter(({ channel }) => channel === INCIDENTS);
    expect(message.at(-1)?.blocks).toMatchObject([
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [
              { type: "text", text: "a < b, " },
              { type: "user", user_id: "U01OMARHAD0" },
              { type: "text", text: ": " },
              { type: "link", url: "mailto:jane@acme.example", text: "jane@acme.example" },
            ],
          },
        ],
      },
    ]);
  });
});

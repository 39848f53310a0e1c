import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { describe, expect, it } from "vitest";
import { INCIDENTS, JANE, listen, type Mode, startBolt } from "./bolt-app.ts";

const MODAL: ModalView = {
  type: "modal",
  callback_id: "ask",
  title: { type: "plain_text", text: "Ask" },
  submit: { type: "plain_text", text: "Ask" },
  blocks: [
    {
      type: "input",
      block_id: "what",
      label: { type: "plain_text", text: "What" },
      element: { type: "plain_text_input", action_id: "text" },
    },
  ],
};

/** Answers a command with a message that is edited, whose button opens a modal that uploads what was typed. */
function prepare(app: App): void {
  app.command("/who-changed", async ({ ack, client, command }) => {
    await ack();
    const posted = await client.chat.postMessage({ channel: command.channel_id, text: "Looking" });
    await client.chat.update({
      channel: command.channel_id,
      ts: String(posted.ts),
      text: `Jane changed ${command.text}`,
      blocks: [
        { type: "section", text: { type: "mrkdwn", text: `Jane changed *${command.text}*` } },
        {
          type: "actions",
          block_id: "more",
          elements: [
            {
              type: "button",
              action_id: "open",
              value: "v1",
              text: { type: "plain_text", text: "Open" },
            },
          ],
        },
      ],
    });
  });
  app.action("open", async ({ ack, body, client }) => {
    await ack();
    if (!("trigger_id" in body)) throw new Error("no trigger");
    await client.views.open({ trigger_id: body.trigger_id, view: MODAL });
  });
  app.view("ask", async ({ ack, view, client }) => {
    await ack();
    const typed = view.state.values.what?.text?.value ?? "";
    await client.filesUploadV2({
      channel_id: INCIDENTS,
      filename: "answer.csv",
      title: "Answer",
      content: `typed\n${typed}\n`,
    });
  });
}

describe.each<Mode>(["socket", "http"])("a Bolt app over %s", (mode) => {
  it("answers a command, edits, opens a modal on a press and uploads what was submitted", async () => {
    const { server } = await startBolt(mode, prepare);
    const seen = listen(server, JANE);

    const ran = await server.act({
      user: JANE,
      act: "command",
      channel: INCIDENTS,
      command: "/who-changed",
      text: "bucket-x",
    });
    const answer = await seen.message(({ text }) => text.includes("bucket-x"), "changed");
    const pressed = await server.act({
      user: JANE,
      act: "press",
      surface: { kind: "message", channel: INCIDENTS, ts: answer.ts },
      action: { type: "button", block_id: "more", action_id: "open" },
    });
    const modal = await seen.modal();
    const submitted = await server.act({
      user: JANE,
      act: "submit",
      viewId: modal.id,
      values: { what: { text: { type: "plain_text_input", value: "orders-db" } } },
    });
    const upload = await seen.message(({ files }) => files !== undefined);

    expect([ran, pressed, submitted]).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(answer).toMatchObject({ isEdited: true, isEphemeral: false });
    expect(upload.files?.[0]).toMatchObject({ name: "answer.csv", title: "Answer", size: 16 });
    const file = await fetch(new URL(upload.files?.[0]?.url ?? "", server.consoleUrl));
    expect(await file.text()).toBe("typed\norders-db\n");
    expect(server.snapshot(JANE).modal).toBeUndefined();
  });
});

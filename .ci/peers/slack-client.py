"""A bot by Python's slack_bolt on the local Slack: Socket Mode, a command, a button, a modal, a file.

Starts the server, does what a person does, and checks what the person sees. Exit code 0 when all was seen.
"""

import json
import queue
import subprocess
import sys
import threading
import time

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

INCIDENTS = "C01INCIDENT"
DEADLINE_S = 20

server = subprocess.Popen(
    ["npx", "tsx", ".ci/peers/slack-server.ts"],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    text=True,
)
lines = queue.Queue()


def read_lines():
    for line in server.stdout:
        lines.put(json.loads(line))


threading.Thread(target=read_lines, daemon=True).start()


def wait_for(what, fits):
    end = time.monotonic() + DEADLINE_S
    while True:
        try:
            line = lines.get(timeout=max(0.01, end - time.monotonic()))
        except queue.Empty:
            raise SystemExit(f"peer slack_bolt: {what} was not seen") from None
        found = fits(line)
        if found:
            return found


def change(kind, fits):
    def check(line):
        seen = line.get("change") or {}
        value = seen.get("message") or seen.get("view")
        return value if seen.get("kind") == kind and value and fits(value) else None

    return check


def act(**deed):
    server.stdin.write(json.dumps(deed) + "\n")
    server.stdin.flush()


def connect(ready):
    client = WebClient(token=ready["botToken"], base_url=ready["apiUrl"])
    app = App(client=client)

    @app.command("/who-changed")
    def who_changed(ack, command, client):
        ack()
        posted = client.chat_postMessage(channel=command["channel_id"], text="Looking")
        client.chat_update(
            channel=posted["channel"],
            ts=posted["ts"],
            text=f"Nobody changed {command['text']}",
            blocks=[
                {
                    "type": "actions",
                    "block_id": "more",
                    "elements": [
                        {
                            "type": "button",
                            "action_id": "open",
                            "text": {"type": "plain_text", "text": "Open"},
                        }
                    ],
                }
            ],
        )

    @app.action("open")
    def open_modal(ack, body, client):
        ack()
        client.views_open(
            trigger_id=body["trigger_id"],
            view={
                "type": "modal",
                "callback_id": "ask",
                "title": {"type": "plain_text", "text": "Ask"},
                "submit": {"type": "plain_text", "text": "Ask"},
                "blocks": [
                    {
                        "type": "input",
                        "block_id": "what",
                        "label": {"type": "plain_text", "text": "What"},
                        "element": {"type": "plain_text_input", "action_id": "text"},
                    }
                ],
            },
        )

    @app.view("ask")
    def asked(ack, view, client):
        ack()
        typed = view["state"]["values"]["what"]["text"]["value"]
        client.files_upload_v2(channel=INCIDENTS, filename="answer.txt", content=typed)

    @app.event("app_mention")
    def mentioned(event, say):
        say(text="Here", thread_ts=event["ts"])

    handler = SocketModeHandler(app, ready["appToken"])
    handler.client.web_client = WebClient(token=ready["appToken"], base_url=ready["apiUrl"])
    handler.connect()
    return handler


def main():
    ready = wait_for("the server", lambda line: line.get("ready"))
    handler = connect(ready)
    wait_for("the connection", lambda line: (line.get("change") or {}).get("isAppConnected"))
    act(act="command", channel=INCIDENTS, command="/who-changed", text="bucket-x")
    answer = wait_for("the edited answer", change("changed", lambda m: "bucket-x" in m["text"]))
    act(
        act="press",
        surface={"kind": "message", "channel": INCIDENTS, "ts": answer["ts"]},
        action={"type": "button", "block_id": "more", "action_id": "open"},
    )
    modal = wait_for("the modal", change("modal", lambda view: view["type"] == "modal"))
    typed = {"type": "plain_text_input", "value": "orders-db"}
    act(act="submit", viewId=modal["id"], values={"what": {"text": typed}})
    wait_for("the file", change("message", lambda m: m.get("files")))
    act(act="say", channel=INCIDENTS, text="@trailwatch are you there?")
    wait_for("the reply in the thread", change("message", lambda m: m["text"] == "Here"))
    handler.close()


try:
    main()
    print("peer slack_bolt: ran")
finally:
    server.stdin.close()
    try:
        server.wait(timeout=5)
    except subprocess.TimeoutExpired:
        server.kill()
sys.exit(0)

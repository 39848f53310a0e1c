import { describe, expect, it } from "vitest";
import type { ConsoleChange } from "../../../src/sandbox/slack/console-protocol.ts";
import { type State, step, toState, unreadOf } from "../../../src/sandbox/slack/page/state.ts";
import { channelRows, threadRows } from "../../../src/sandbox/slack/page/timeline.ts";
import { MODAL, message, START_S, workspace } from "./workspace.ts";

const NOW_MS = (START_S + 3600) * 1000;
const start = () => toState(workspace("U1"));
const told = (state: State, ...changes: ConsoleChange[]) => changes.reduce(step, state);
const said = (minutes: number, more = {}): ConsoleChange => ({
  kind: "message",
  message: message(minutes, "U2", `said ${minutes}`, more),
});
const texts = (state: State, channelId: string) =>
  state.messages[channelId]?.map(({ text }) => text);

describe("step", () => {
  it("starts in the first channel with everything read", () => {
    const state = start();

    expect(state.place).toEqual({ kind: "channel", channelId: "C1" });
    expect(unreadOf(state, "C1")).toEqual({ count: 0, calls: 0 });
  });

  it("goes where the address says, unless there is no such place", () => {
    const known = toState(workspace("U1"), { place: { kind: "channel", channelId: "C2" } });
    const unknown = toState(workspace("U1"), {
      place: { kind: "channel", channelId: "C404" },
      threadTs: "1.1",
    });

    expect(known.place).toEqual({ kind: "channel", channelId: "C2" });
    expect(unknown).toMatchObject({ place: { channelId: "C1" }, threadTs: undefined });
  });

  it("keeps messages in the order of their times, each of them once", () => {
    const state = told(
      start(),
      said(20, { channel: "C2" }),
      said(18, { channel: "C2" }),
      said(20, { channel: "C2" }),
    );

    expect(texts(state, "C2")).toEqual(["said 18", "said 20"]);
  });

  it("replaces an edited message and takes a deleted one away", () => {
    const { ts } = message(20, "U2", "");
    const first = told(start(), said(20));

    const edited = told(first, {
      kind: "changed",
      message: message(20, "U2", "better", { isEdited: true }),
    });
    const deleted = told(edited, { kind: "deleted", channel: "C1", ts });

    expect(texts(edited, "C1")?.at(-1)).toBe("better");
    expect(deleted.messages.C1?.some((known) => known.ts === ts)).toBe(false);
  });

  it("shows no message of which it only hears that it changed", () => {
    const state = start();

    expect(step(state, { kind: "changed", message: message(50, "UBOT", "secret") })).toBe(state);
  });

  it("counts what is unread elsewhere and what calls the person", () => {
    const state = told(
      start(),
      said(20, { channel: "C2" }),
      said(21, { channel: "C2", text: "<@U1> look" }),
      said(22, { channel: "D1" }),
      { kind: "message", message: message(23, "U1", "mine", { channel: "D2" }) },
    );

    expect(unreadOf(state, "C2")).toEqual({ count: 2, calls: 1 });
    expect(unreadOf(state, "D1")).toEqual({ count: 1, calls: 1 });
    expect(unreadOf(state, "D2")).toEqual({ count: 0, calls: 0 });
  });

  it("marks where the new ones begin, and all as read, when the person goes there", () => {
    const unread = told(
      start(),
      { kind: "message", message: message(19, "U1", "mine", { channel: "C2" }) },
      said(20, { channel: "C2" }),
    );

    const there = step(unread, { kind: "went", place: { kind: "channel", channelId: "C2" } });

    expect(unreadOf(there, "C2").count).toBe(0);
    expect(channelRows(there, "C2", NOW_MS).map(({ kind }) => kind)).toEqual([
      "day",
      "message",
      "new",
      "message",
    ]);
  });

  it("keeps the place and the marks when the snapshot comes anew", () => {
    const before = told(
      step(start(), { kind: "went", place: { kind: "home" } }),
      said(20, { channel: "C2" }),
    );
    const snapshot = {
      ...workspace("U1"),
      messages: [message(30, "U2", "while away", { channel: "C2" })],
    };

    const later = step(before, { kind: "loaded", snapshot });

    expect(later.place).toEqual({ kind: "home" });
    expect(unreadOf(later, "C2").count).toBe(1);
  });

  it("opens, replaces and closes what the app shows", () => {
    const open = step(start(), { kind: "modal", view: MODAL });

    expect(open.modal).toBe(MODAL);
    expect(step(open, { kind: "modal" }).modal).toBeUndefined();
    expect(step(open, { kind: "home", view: MODAL }).home).toBe(MODAL);
    expect(step(open, { kind: "connected", isAppConnected: false }).isAppConnected).toBe(false);
    expect(step(open, { kind: "live", isLive: true })).toBe(open);
  });

  it("closes a thread whose only message is deleted", () => {
    const { ts } = message(20, "U2", "");
    const open = step(told(start(), said(20)), { kind: "opened-thread", ts });

    expect(step(open, { kind: "deleted", channel: "C1", ts }).threadTs).toBeUndefined();
  });
});

describe("channelRows", () => {
  it("groups by day, hides replies behind their count, and joins what one person says at a stretch", () => {
    const rows = channelRows(start(), "C1", NOW_MS);
    const messages = rows.filter((row) => row.kind === "message");

    expect(rows.filter((row) => row.kind === "day").map(({ label }) => label)).toEqual([
      "Yesterday",
      "Today",
    ]);
    expect(messages.map(({ isCompact }) => isCompact)).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(messages[1]?.replies).toMatchObject({ count: 2, users: ["U2", "UBOT"] });
  });

  it("puts a notice after what was there when it came", () => {
    const state = told(start(), { kind: "notice", channel: "C1", text: "no answer" }, said(20));

    expect(
      channelRows(state, "C1", NOW_MS)
        .map(({ kind }) => kind)
        .slice(-2),
    ).toEqual(["notice", "message"]);
  });

  it("shows a thread with its first message, the count and the replies", () => {
    const { ts } = message(0, "U1", "");

    const rows = threadRows(start(), "C1", ts, NOW_MS);

    expect(rows.map(({ kind }) => kind)).toEqual(["message", "count", "message", "message"]);
  });
});

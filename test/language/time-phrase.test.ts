import { describe, expect, it } from "vitest";
import { formatInstant, parseInstant } from "../../src/domain/time.ts";
import { readTime } from "../../src/language/time-phrase.ts";
import { tokenize } from "../../src/language/tokens.ts";

function windowOf(text: string, now: string, zone: string, anchor?: string): string {
  const at = anchor === undefined ? {} : { anchor: parseInstant(anchor) ?? 0 };
  const read = readTime(tokenize(text), { now: parseInstant(now) ?? 0, zone, ...at });
  if (read.kind === "problem") return read.text;
  return read.window
    ? `${formatInstant(read.window.from)}/${formatInstant(read.window.to)}`
    : "none";
}

describe("windows on the clock of UTC", () => {
  // A Sunday.
  const now = "2026-11-22T16:40:00Z";

  it.each([
    ["last 30m", "2026-11-22T16:10:00Z/2026-11-22T16:40:00Z"],
    ["past 2 hours", "2026-11-22T14:40:00Z/2026-11-22T16:40:00Z"],
    ["over the last couple of hours", "2026-11-22T14:40:00Z/2026-11-22T16:40:00Z"],
    ["last 2h30m", "2026-11-22T14:10:00Z/2026-11-22T16:40:00Z"],
    ["last hour", "2026-11-22T15:40:00Z/2026-11-22T16:40:00Z"],
    ["within the last 1.5 hours", "2026-11-22T15:10:00Z/2026-11-22T16:40:00Z"],
    ["since yesterday", "2026-11-21T00:00:00Z/2026-11-22T16:40:00Z"],
    ["since 17:00", "2026-11-21T17:00:00Z/2026-11-22T16:40:00Z"],
    ["since 2026-11-20", "2026-11-20T00:00:00Z/2026-11-22T16:40:00Z"],
    ["since 3 days ago", "2026-11-19T00:00:00Z/2026-11-22T16:40:00Z"],
    ["since last friday", "2026-11-20T00:00:00Z/2026-11-22T16:40:00Z"],
    ["today", "2026-11-22T00:00:00Z/2026-11-22T16:40:00Z"],
    ["the day before yesterday", "2026-11-20T00:00:00Z/2026-11-20T23:59:59.999Z"],
    ["yesterday afternoon", "2026-11-21T12:00:00Z/2026-11-21T17:59:59.999Z"],
    ["this week", "2026-11-16T00:00:00Z/2026-11-22T16:40:00Z"],
    ["last week", "2026-11-09T00:00:00Z/2026-11-15T23:59:59.999Z"],
    ["in the last week", "2026-11-15T16:40:00Z/2026-11-22T16:40:00Z"],
    ["last month", "2026-10-01T00:00:00Z/2026-10-31T23:59:59.999Z"],
    ["in october", "2026-10-01T00:00:00Z/2026-10-31T23:59:59.999Z"],
    ["on sunday", "2026-11-22T00:00:00Z/2026-11-22T16:40:00Z"],
    ["last sunday", "2026-11-15T00:00:00Z/2026-11-15T23:59:59.999Z"],
    ["20 Nov", "2026-11-20T00:00:00Z/2026-11-20T23:59:59.999Z"],
    ["20 Dec", "2025-12-20T00:00:00Z/2025-12-20T23:59:59.999Z"],
    ["Nov 20th, 2025", "2025-11-20T00:00:00Z/2025-11-20T23:59:59.999Z"],
    ["20.11.2026", "2026-11-20T00:00:00Z/2026-11-20T23:59:59.999Z"],
    ["11/20/2026", "2026-11-20T00:00:00Z/2026-11-20T23:59:59.999Z"],
    ["Nov 20 14:05", "2026-11-20T13:50:00Z/2026-11-20T14:20:00Z"],
    ["at 2:30 pm", "2026-11-22T14:15:00Z/2026-11-22T14:45:00Z"],
    ["at 14h05", "2026-11-22T13:50:00Z/2026-11-22T14:20:00Z"],
    ["from 22:00 to 00:10", "2026-11-21T22:00:00Z/2026-11-22T00:10:00Z"],
    ["from 22:00 until midnight", "2026-11-21T22:00:00Z/2026-11-22T00:00:00Z"],
    ["between 2 and 3 pm", "2026-11-22T14:00:00Z/2026-11-22T15:00:00Z"],
    ["from 10 to 2 pm", "2026-11-22T10:00:00Z/2026-11-22T14:00:00Z"],
    ["14:00 - 14:30", "2026-11-22T14:00:00Z/2026-11-22T14:30:00Z"],
    ["14:00–14:30", "2026-11-22T14:00:00Z/2026-11-22T14:30:00Z"],
    ["between 16:00 and 17:00", "2026-11-22T16:00:00Z/2026-11-22T16:40:00Z"],
    ["yesterday between 14:00 and 15:00", "2026-11-21T14:00:00Z/2026-11-21T15:00:00Z"],
    ["from 14:00 to 15:00 on 2026-11-20", "2026-11-20T14:00:00Z/2026-11-20T15:00:00Z"],
    ["from 22:00 to 02:00 on 2026-11-20", "2026-11-20T22:00:00Z/2026-11-21T02:00:00Z"],
    ["from yesterday 22:00 to 02:00", "2026-11-21T22:00:00Z/2026-11-22T02:00:00Z"],
    ["after 14:00 and before 15:00", "2026-11-22T14:00:00Z/2026-11-22T15:00:00Z"],
    ["before 14:05", "2026-11-22T13:35:00Z/2026-11-22T14:05:00Z"],
    ["before 2026-11-20", "2026-11-19T00:00:00Z/2026-11-20T00:00:00Z"],
    ["in the 30 minutes before 14:05", "2026-11-22T13:35:00Z/2026-11-22T14:05:00Z"],
    ["the minute before 12:25:06Z", "2026-11-22T12:24:06Z/2026-11-22T12:25:06Z"],
    ["10 minutes either side of 14:00", "2026-11-22T13:50:00Z/2026-11-22T14:10:00Z"],
    ["around 14:05 1h", "2026-11-22T13:05:00Z/2026-11-22T15:05:00Z"],
    ["an hour ago", "2026-11-22T15:10:00Z/2026-11-22T16:10:00Z"],
    ["since 1795348800", "2026-11-22T12:00:00Z/2026-11-22T16:40:00Z"],
    ["since 1795348800000", "2026-11-22T12:00:00Z/2026-11-22T16:40:00Z"],
    ["ever", "2013-11-13T00:00:00Z/2026-11-22T16:40:00Z"],
    ["in this hour from 10:00 to 11:00", "2026-11-22T10:00:00Z/2026-11-22T11:00:00Z"],
    [
      "on 20 November from 2026-11-20T10:00Z to 2026-11-20T11:00Z",
      "2026-11-20T10:00:00Z/2026-11-20T11:00:00Z",
    ],
    ['bucket "yesterday"', "none"],
    ["from 5 to 10 instances", "none"],
    ["who signed in", "none"],
    ["version 1.2.3", "none"],
  ])("%s", (text, expected) => {
    expect(windowOf(text, now, "UTC")).toBe(expected);
  });

  it("takes the moment that a clause tells for the one that “it” means", () => {
    const text = "An alarm fired at 2026-11-20T12:25:06Z. What changed in the minute before it?";

    expect(windowOf(text, now, "UTC")).toBe("2026-11-20T12:24:06Z/2026-11-20T12:25:06Z");
  });

  it("takes the moment of the thread for the one that “it” means", () => {
    const window = windowOf("the 30 minutes before it", now, "UTC", "2026-11-22T12:00:00Z");

    expect(window).toBe("2026-11-22T11:30:00Z/2026-11-22T12:00:00Z");
  });
});

describe("zones", () => {
  // Berlin moved its clocks back at 01:00Z on this day, New York on 1 November.
  it.each([
    ["since midnight", "Europe/Berlin", "2026-10-24T22:00:00Z/2026-10-25T12:00:00Z"],
    ["since 04:00", "Europe/Berlin", "2026-10-25T03:00:00Z/2026-10-25T12:00:00Z"],
    ["from 01:00 to 04:00", "Europe/Berlin", "2026-10-24T23:00:00Z/2026-10-25T03:00:00Z"],
    ["yesterday", "Europe/Berlin", "2026-10-23T22:00:00Z/2026-10-24T21:59:59.999Z"],
    ["today", "Europe/Berlin", "2026-10-24T22:00:00Z/2026-10-25T12:00:00Z"],
    ["since 9am PST", "Europe/Berlin", "2026-10-24T16:00:00Z/2026-10-25T12:00:00Z"],
    ["between 14:00 and 15:00 CET", "UTC", "2026-10-24T12:00:00Z/2026-10-24T13:00:00Z"],
    ["between 10:00 and 11:00 Europe/Berlin", "UTC", "2026-10-25T09:00:00Z/2026-10-25T10:00:00Z"],
    ["between 10:00 and 11:00 UTC+2", "UTC", "2026-10-25T08:00:00Z/2026-10-25T09:00:00Z"],
    ["between 10:00 and 11:00 UTC +05:30", "UTC", "2026-10-25T04:30:00Z/2026-10-25T05:30:00Z"],
    ["since 2026-10-25T10:00", "America/New_York", "none in the future"],
    ["since 2026-10-25T06:00", "America/New_York", "2026-10-25T10:00:00Z/2026-10-25T12:00:00Z"],
    ["since 2026-10-25T10:00Z", "America/New_York", "2026-10-25T10:00:00Z/2026-10-25T12:00:00Z"],
    ["on 2026-03-08", "America/New_York", "2026-03-08T05:00:00Z/2026-03-09T03:59:59.999Z"],
    [
      "from 2026-03-29 01:30 to 03:30",
      "Europe/Berlin",
      "2026-03-29T00:30:00Z/2026-03-29T01:30:00Z",
    ],
    ["last 24h", "Europe/Berlin", "2026-10-24T12:00:00Z/2026-10-25T12:00:00Z"],
  ])("%s in %s", (text, zone, expected) => {
    const window = windowOf(text, "2026-10-25T12:00:00Z", zone);

    if (expected === "none in the future") expect(window).toContain("future");
    else expect(window).toBe(expected);
  });

  it("says which zone clock times were read in, and the window on the asker's clock", () => {
    const context = { now: parseInstant("2026-11-22T16:40:00Z") ?? 0, zone: "UTC" };

    const read = readTime(tokenize("from 14:00 to 15:00 CET"), context);

    expect(read).toMatchObject({
      window: { zone: "Europe/Berlin", words: "2026-11-22 13:00 to 14:00 UTC" },
    });
  });

  it.each([
    ["last 30m", "last 30 min"],
    ["last 24h", "last 24 h"],
    ["last hour", "last hour"],
    ["yesterday", "2026-11-21"],
    ["last week", "2026-11-09 to 2026-11-15"],
    ["from 14:00 to 14:30", "2026-11-22 14:00 to 14:30"],
    ["from 12:24:06 to 12:25:06", "2026-11-22 12:24:06 to 12:25:06"],
  ])("says “%s” back as “%s”", (text, words) => {
    const read = readTime(tokenize(text), {
      now: parseInstant("2026-11-22T16:40:00Z") ?? 0,
      zone: "UTC",
    });

    expect(read).toMatchObject({ window: { words } });
  });
});

describe("times that cannot be", () => {
  it.each([
    ["on 2026-02-30", "2026-02-30"],
    ["on 31 Nov", "31 Nov"],
    ["at 25:99", "25:99"],
    ["at 13pm", "13pm"],
    ["since 2026-11-20T25:00", "2026-11-20T25:00"],
    ["on 03/04/2026", "two ways"],
    ["tomorrow", "future"],
    ["since 2027-01-01", "future"],
    ["last 2h yesterday", "do not go together"],
    ["from 2026-11-20 to 2026-11-21 last 2h", "do not go together"],
    ["today and last friday", "do not go together"],
    ["from 15:00 to 14:00", "before it begins"],
    ["from 2026-11-21 to 2026-11-20", "before it begins"],
    ["before it", "which moment"],
  ])("%s", (text, reason) => {
    const problem = windowOf(text, "2026-11-22T16:40:00Z", "UTC");

    expect(problem).toContain(reason);
    expect(problem).toMatch(/`|write it/);
  });
});

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, parseInstant } from "../../../src/domain/time.ts";
import { isLogPath, mayHold, mayHoldInside, readKey } from "../../../src/trail/files/layout.ts";

const at = (text: string) => parseInstant(text) ?? Number.NaN;
const name = "111122223333_CloudTrail_eu-west-1_20261120T1405Z_WMiHxZgr5Hdd6UDc.json.gz";
const key = `backup/AWSLogs/o-abc123/111122223333/CloudTrail/eu-west-1/2026/11/20/${name}`;

describe("the paths of log files", () => {
  it("are told from digests, Insights, hidden files and what other services deliver", () => {
    const logs = [
      key,
      "events.json",
      "deep/er/events.jsonl.gz",
      "AWSLogs/111122223333/CloudTrail-NetworkActivity/eu-west-1/2026/11/20/x.json.gz",
    ];
    const others = [
      "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/20/d.json.gz",
      "111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20261120T100000Z.json.gz",
      "AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/11/20/i.json.gz",
      "AWSLogs/111122223333/Config/eu-west-1/2026/11/20/c.json.gz",
      ".hidden.json",
      "a/.cache/events.json",
      "events.csv",
      "notes.txt",
    ];

    expect(logs.filter((path) => !isLogPath(path))).toEqual([]);
    expect(others.filter(isLogPath)).toEqual([]);
  });

  it("tell account, Region and delivery, with or without an organisation and a prefix", () => {
    const facts = {
      account: "111122223333",
      region: "eu-west-1",
      deliveryDay: at("2026-11-20"),
      deliveredAt: at("2026-11-20T14:05Z"),
    };

    expect(readKey(key)).toEqual(facts);
    expect(readKey(key.replace("backup/", "").replace("o-abc123/", ""))).toEqual(facts);
    expect(readKey(name)).toEqual({
      account: "111122223333",
      region: "eu-west-1",
      deliveredAt: facts.deliveredAt,
    });
  });

  it("tell nothing where somebody gave them names of his own", () => {
    expect(readKey("2026/11/20/events.json.gz")).toEqual({});
    expect(readKey("811596193553_CloudTrail_us-east-1-20200930T2200.json")).toEqual({});
  });

  it("tell no day that a calendar lacks", () => {
    const odd = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/02/30/x.json.gz";

    expect(readKey(odd)).toEqual({ account: "111122223333", region: "eu-west-1" });
  });
});

describe("leaving files out unopened", () => {
  const window = { from: at("2026-11-20T10:00Z"), to: at("2026-11-20T14:00Z") };

  it("keeps what came a little later than the window, since delivery takes its time", () => {
    const delivered = (text: string) => readKey(key.replace("20261120T1405Z", text));

    expect(mayHold(delivered("20261120T1405Z"), { window })).toBe(true);
    expect(mayHold(delivered("20261120T1000Z"), { window })).toBe(true);
    expect(mayHold(delivered("20261120T0855Z"), { window })).toBe(false);
  });

  it("asks for the day after the window's last, where the events before midnight lie", () => {
    const evening = { from: at("2026-11-19T23:30Z"), to: at("2026-11-19T23:59Z") };

    expect(mayHold(readKey(key), { window: evening })).toBe(true);
    expect(
      mayHold(readKey(key), { window: { from: evening.from - 3 * DAY, to: evening.to - 2 * DAY } }),
    ).toBe(false);
    expect(
      mayHold(readKey(key), { window: { from: evening.from + 2 * DAY, to: evening.to + 3 * DAY } }),
    ).toBe(false);
  });

  it("leaves out other accounts and Regions, and never a file whose path does not tell", () => {
    expect(mayHold(readKey(key), { window, accounts: ["444455556666"] })).toBe(false);
    expect(mayHold(readKey(key), { window, regions: ["us-east-1"] })).toBe(false);
    expect(mayHold({}, { window, accounts: ["444455556666"], regions: ["us-east-1"] })).toBe(true);
  });

  it("opens no folder of another account, Region, year, month or day, and all that lead to the window", () => {
    const folder = "AWSLogs/111122223333/CloudTrail/eu-west-1";
    const scope = { window, accounts: ["111122223333"], regions: ["eu-west-1"] };
    const open = [
      "AWSLogs",
      "AWSLogs/111122223333/CloudTrail",
      folder,
      `${folder}/2026`,
      `${folder}/2026/11`,
      `${folder}/2026/11/20`,
      `${folder}/2026/11/21`,
    ];
    const shut = [
      "AWSLogs/444455556666/CloudTrail",
      "AWSLogs/111122223333/CloudTrail/us-east-1",
      `${folder}/2025`,
      `${folder}/2026/10`,
      `${folder}/2026/12`,
      `${folder}/2026/11/19`,
      `${folder}/2026/11/22`,
    ];

    expect(open.filter((path) => !mayHoldInside(path, scope))).toEqual([]);
    expect(shut.filter((path) => mayHoldInside(path, scope))).toEqual([]);
  });

  it("finds the folders of the turn of a year", () => {
    const eve = { from: at("2026-12-31T23:50Z"), to: at("2026-12-31T23:50Z") + 5 * MINUTE };

    expect(mayHoldInside("AWSLogs/111122223333/CloudTrail/eu-west-1/2027", { window: eve })).toBe(
      true,
    );
    expect(
      mayHoldInside("AWSLogs/111122223333/CloudTrail/eu-west-1/2027/01/01", { window: eve }),
    ).toBe(true);
    expect(
      mayHoldInside("AWSLogs/111122223333/CloudTrail/eu-west-1/2027", {
        window: { from: eve.from - 2 * DAY, to: eve.to - DAY - HOUR },
      }),
    ).toBe(false);
  });
});

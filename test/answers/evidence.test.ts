import { describe, expect, it } from "vitest";
import { evidenceLine, gapsOf } from "../../src/answers/evidence.ts";
import { plain } from "../../src/answers/to-text.ts";
import type { Search } from "../../src/domain/search.ts";

const FROM = Date.parse("2026-11-20T10:00:00Z");

const SEARCH: Search = {
  source: "LookupEvents",
  accounts: ["prod"],
  regions: ["eu-west-1"],
  window: { from: FROM, to: FROM + 3_600_000 },
  examined: 12,
  matched: 3,
  complete: true,
  gaps: [],
};

function said(parts: Partial<Search>): string {
  return plain(evidenceLine({ ...SEARCH, ...parts }, "UTC"), { zone: "UTC" });
}

describe("the line that says what was searched", () => {
  it("names one account and one Region", () => {
    const line = said({});

    expect(line).toBe(
      "LookupEvents: account prod, eu-west-1, 2026-11-20 10:00:00 to 2026-11-20 11:00:00 (UTC); 12 events looked at, 3 matched",
    );
  });

  it("names a few accounts and counts many", () => {
    const few = said({ accounts: ["prod", "security", "staging"] });
    const many = said({ accounts: ["a", "b", "c", "d", "e"], regions: ["1", "2", "3", "4", "5"] });

    expect(few).toContain(": accounts prod, security and staging, eu-west-1, ");
    expect(many).toContain(": 5 accounts, 5 Regions, ");
  });

  it("says how many requests were made where a service counts them", () => {
    const one = said({ requests: 1 });
    const many = said({ requests: 1_204, examined: 20_000, matched: 1_500 });

    expect(one).toContain("; 1 request, 12 events looked at, 3 matched");
    expect(many).toContain("; 1,204 requests, 20,000 events looked at, 1,500 matched");
  });

  it("says what was read and what it cost, rounded up", () => {
    const line = said({ source: "Athena", scannedBytes: 12_345_678, costUsd: 0.000065 });

    expect(line).toContain("; 12.3 MB read; $0.0001");
  });

  it("names a source that would have told the same", () => {
    const line = said({
      spared: { source: "Athena", why: "LookupEvents tells the same for nothing" },
    });

    expect(line).toMatch(/; Athena was not asked: LookupEvents tells the same for nothing$/);
  });

  it("says of a source that was too dear that it was not asked, and how it can be", () => {
    const search: Partial<Search> = {
      source: "Athena",
      complete: false,
      examined: 0,
      matched: 0,
      spared: { source: "Athena", why: "it would read 12 GB", words: "spend $0.06" },
    };

    const line = said(search);
    const gaps = gapsOf([{ ...SEARCH, ...search }]);

    expect(line).toMatch(/\(UTC\); not asked$/);
    expect(gaps).toEqual([
      "Athena was not asked: it would read 12 GB; add “spend $0.06” to ask it",
    ]);
  });

  it("does not say of a source that is still reading that it looks nowhere", () => {
    const line = said({ source: "Athena", accounts: [], regions: [], pending: true });

    expect(line).toBe("Athena: 2026-11-20 10:00:00 to 2026-11-20 11:00:00 (UTC); still reading");
  });

  it("says of a source that failed that it gave no answer", () => {
    const failed = { complete: false, gaps: ["Athena failed the query"], examined: 0, matched: 0 };

    const line = said({ source: "Athena", accounts: [], regions: [], ...failed });

    expect(line).toBe("Athena: 2026-11-20 10:00:00 to 2026-11-20 11:00:00 (UTC); gave no answer");
  });

  it("says of a source that was asked for a part alone that the rest was spared", () => {
    const why = "it would have taken about 21 s";

    const part = said({ requests: 11, spared: { source: "LookupEvents", why } });
    const other = said({ spared: { source: "Athena", why } });

    expect(part).toContain("; LookupEvents was not asked for the rest: it would have taken");
    expect(other).toContain("; Athena was not asked: it would have taken");
  });
});

import { describe, expect, it } from "vitest";
import type { Search } from "../../src/domain/search.ts";
import { joinedSearches } from "../../src/domain/search-joining.ts";

function search(account: string, region: string, more: Partial<Search> = {}): Search {
  return {
    source: "CloudWatch alarms",
    accounts: [account],
    regions: [region],
    window: { from: 1, to: 2 },
    examined: 3,
    matched: 1,
    requests: 1,
    complete: true,
    gaps: [],
    ...more,
  };
}

describe("searches of one kind, told as few", () => {
  it("are one where every account was read in the same Regions", () => {
    const all = ["a", "b"].flatMap((account) =>
      ["eu", "us"].map((region) => search(account, region)),
    );

    const joined = joinedSearches(all);

    expect(joined).toEqual([
      search("a", "eu", {
        accounts: ["a", "b"],
        regions: ["eu", "us"],
        examined: 12,
        matched: 4,
        requests: 4,
      }),
    ]);
  });

  it("never look as if an account had been read where it was not", () => {
    const joined = joinedSearches([search("a", "eu"), search("a", "us"), search("b", "eu")]);

    const places = joined.map(({ accounts, regions }) => [accounts, regions]);
    expect(places).toEqual([
      [["a"], ["eu", "us"]],
      [["b"], ["eu"]],
    ]);
  });

  it("keep apart what was not read whole, other windows and other sources", () => {
    const cut = search("a", "us", { complete: false, gaps: ["us was refused"] });
    const later = search("a", "eu", { window: { from: 1, to: 9 } });
    const metrics = search("a", "eu", { source: "CloudWatch metrics", costUsd: 0.5 });

    const joined = joinedSearches([search("a", "eu"), cut, later, metrics, metrics]);

    expect(joined).toEqual([
      search("a", "eu"),
      cut,
      later,
      { ...metrics, examined: 6, matched: 2, requests: 2, costUsd: 1 },
    ]);
  });
});

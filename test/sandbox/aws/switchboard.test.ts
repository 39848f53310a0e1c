import { describe, expect, it } from "vitest";
import { SECOND } from "../../../src/domain/time.ts";
import { AWS_FAULTS } from "../../../src/sandbox/aws/faults.ts";
import { looseSwitchboard } from "../../support/switchboard.ts";

const NOW = Date.parse("2026-11-20T16:50:12.345Z");

describe("the switches of the local AWS", () => {
  it("name every fault with what it does, all off at first", () => {
    const { aws } = looseSwitchboard(() => NOW);

    const { faults } = aws.state();

    expect(faults.map(({ name, label }) => [name, label])).toEqual(Object.entries(AWS_FAULTS));
    expect(faults.some(({ isOn }) => isOn)).toBe(false);
  });

  it("break and mend what is named, and nothing that nobody knows", () => {
    const { aws, faults } = looseSwitchboard(() => NOW);

    const results = [aws.set("slow", true), aws.set("toString", true)];

    expect(results).toEqual([true, false]);
    expect(faults.isOn("slow")).toBe(true);
    expect(aws.state().faults.filter(({ isOn }) => isOn)).toHaveLength(1);
    expect(aws.set("slow", false) && faults.isOn("slow")).toBe(false);
  });

  it("let something happen now that is shown later, and count down to it", () => {
    let now = NOW;
    const { aws, arrived } = looseSwitchboard(() => now);

    const isDone = aws.happen("open-bucket", 30 * SECOND);
    now += 12 * SECOND;
    const waiting = aws.state().happened;
    now += 60 * SECOND;

    expect(isDone).toBe(true);
    expect(arrived).toHaveLength(1);
    expect(arrived[0]?.visibleAt).toBe(NOW + 30 * SECOND);
    expect(arrived[0]?.records.map(({ eventName }) => eventName)).toEqual([
      "DeleteBucketPublicAccessBlock",
      "PutBucketPolicy",
    ]);
    expect(waiting[0]?.shownInMs).toBe(18 * SECOND);
    expect(aws.state().happened[0]?.shownInMs).toBe(0);
    expect(aws.happen("drop-table", 1)).toBe(false);
  });

  it("never list more than the newest twenty", () => {
    const { aws, arrived } = looseSwitchboard(() => NOW);

    for (let turn = 0; turn < 23; turn += 1) aws.happen("open-ssh", turn * SECOND);

    const { happened } = aws.state();
    expect(happened).toHaveLength(20);
    expect(happened[0]?.shownInMs).toBe(22 * SECOND);
    const ids = arrived.flatMap(({ records }) => records.map(({ eventID }) => eventID));
    expect(new Set(ids).size).toBe(23);
  });

  it("add up requests by account and Region, and what Athena read", () => {
    const { aws, asked } = looseSwitchboard(() => NOW);
    const place = { account: "111122223333", region: "us-east-1" };
    asked.requests.push(
      { ...place, isRefused: false },
      { ...place, isRefused: true },
      { account: "999988887777", region: "eu-west-1", isRefused: false },
      { account: "111122223333", region: "eu-west-1", isRefused: false },
    );
    asked.queries.push({ scannedBytes: 2e11 }, { scannedBytes: 1e11 }, { scannedBytes: 1_200 });

    const { counts } = aws.state();

    expect(counts).toEqual({
      places: [
        { account: "999988887777", region: "eu-west-1", requests: 1, refused: 0 },
        { account: "prod", region: "eu-west-1", requests: 1, refused: 0 },
        { account: "prod", region: "us-east-1", requests: 2, refused: 1 },
      ],
      queries: 3,
      scannedBytes: 300_000_001_200,
      costUsd: 1.50005,
    });
  });
});

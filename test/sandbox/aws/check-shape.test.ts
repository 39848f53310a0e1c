import { describe, expect, it } from "vitest";
import { misfit } from "../../../src/sandbox/aws/check-shape.ts";
import { readShape } from "../../../src/sandbox/aws/schemas.ts";

async function misfitOf(service: string, operation: string, value: unknown) {
  const shape = await readShape(service, operation);
  if (!shape) throw new Error("no such shape");
  return misfit(shape.output, value);
}

describe("misfit", () => {
  it("finds nothing wrong with an answer that fits", async () => {
    const answer = { Events: [{ EventId: "a", EventTime: new Date(0), Resources: [] }] };

    const problem = await misfitOf("cloudtrail", "LookupEvents", answer);

    expect(problem).toBeUndefined();
  });

  const wrong: [string, unknown, string][] = [
    ["an unknown member", { Evnts: [] }, "Evnts: there is no such member"],
    [
      "an unknown member inside",
      { Events: [{ Id: "a" }] },
      "Events[0].Id: there is no such member",
    ],
    ["a number for a text", { Events: [{ EventId: 1 }] }, "Events[0].EventId: a text is wanted"],
    [
      "a text for a time",
      { Events: [{ EventTime: "2026" }] },
      "Events[0].EventTime: a time is wanted",
    ],
    [
      "no time at all",
      { Events: [{ EventTime: new Date(NaN) }] },
      "Events[0].EventTime: a time is wanted",
    ],
    ["a list for an object", { Events: [[]] }, "Events[0]: an object is wanted"],
    ["an object for a list", { Events: {} }, "Events: a list is wanted"],
    ["null", { NextToken: null }, "NextToken: a text is wanted"],
  ];
  it.each(wrong)("says where there is %s", async (_, answer, expected) => {
    const problem = await misfitOf("cloudtrail", "LookupEvents", answer);

    expect(problem).toBe(expected);
  });

  it("looks at numbers, truth values, bytes and maps too", async () => {
    const problems = await Promise.all([
      misfitOf("s3", "ListObjectsV2", { KeyCount: "1" }),
      misfitOf("s3", "ListObjectsV2", { IsTruncated: 1 }),
      misfitOf("s3", "GetObject", { Body: "text" }),
      misfitOf("s3", "GetObject", { Metadata: { a: 1 } }),
    ]);

    expect(problems).toEqual([
      "KeyCount: a number is wanted",
      "IsTruncated: true or false is wanted",
      "Body: bytes are wanted",
      'Metadata["a"]: a text is wanted',
    ]);
  });
});

describe("readShape", () => {
  it("knows no operation that a client lacks, and nothing else that it exports", async () => {
    const found = await Promise.all([
      readShape("cloudtrail", "LookupNothing"),
      readShape("cloudtrail", "Event"),
      readShape("cloudtrail", "constructor"),
      readShape("nothing", "LookupEvents"),
      readShape("__proto__", "LookupEvents"),
    ]);

    expect(found).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

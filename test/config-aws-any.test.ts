import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AWS_KEYS } from "../src/config-aws-file.ts";
import { parseFile } from "../src/config-file.ts";

/** What stands behind a key by mistake, and now and then what should. */
const value = fc.oneof(
  fc.constantFrom("", "prod", "eu-west-1", "s3://x", "-1", "$0.10", "20 GiB", "__proto__"),
  fc.constantFrom(null, true, 0, -1, 1.5, 1e9, 111122223333),
  fc.string({ maxLength: 20 }),
  fc.constantFrom([], {}, [[]], [null], ["eu-west-1"]),
);

const partOf = (place: string) =>
  fc.dictionary(
    fc.oneof(fc.constantFrom(...(AWS_KEYS[place] ?? [])), fc.string({ maxLength: 6 })),
    value,
  );

const aws = fc.oneof(
  value,
  partOf("aws"),
  fc.record({
    accounts: fc.oneof(fc.array(fc.oneof(partOf("aws.accounts"), value), { maxLength: 3 }), value),
    regions: value,
    athena: fc.oneof(partOf("aws.athena"), value),
    logs: fc.oneof(partOf("aws.logs"), value),
  }),
);

describe("any aws key whatsoever", () => {
  it("is read, or told what is wrong with it, in our own words and with its line", () => {
    fc.assert(
      fc.property(aws, (written) => {
        const text = `zone: UTC\naws: ${JSON.stringify(written)}`;

        const { settings, problems } = parseFile(text, "t.yml");

        // Words of the validation's own mean nothing to whoever wrote the file.
        const foreign = problems.filter((problem) =>
          /Invalid|expected|Too (?:small|big)/.test(problem.text),
        );
        expect(foreign).toEqual([]);
        expect(problems.filter(({ where }) => !/^t\.yml:2 aws/.test(where))).toEqual([]);
        expect(settings.zone).toBe("UTC");
        expect(settings.aws === undefined).toBe(problems.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKey, isCidr, isInside } from "../../src/domain/address.ts";

describe("isInside", () => {
  it.each([
    ["10.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3/32"],
    ["255.255.255.255", "0.0.0.0/0"],
    ["2001:db8::5", "2001:db8::/32"],
    ["::ffff:10.1.2.3", "10.0.0.0/8"],
  ])("%s lies in %s", (address, cidr) => {
    expect(isInside(address, cidr)).toBe(true);
  });

  it.each([
    ["11.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "2001:db8::/32"],
    ["AWS Internal", "0.0.0.0/0"],
    ["10.1.2.3", "10.0.0.0/33"],
    ["10.1.2.999", "0.0.0.0/0"],
    ["1::2::3", "::/0"],
    ["", ""],
  ])("%s does not lie in %s", (address, cidr) => {
    expect(isInside(address, cidr)).toBe(false);
  });

  it("agrees with arithmetic on IPv4", () => {
    const number = fc.nat(0xffffffff);
    const spell = (value: number) =>
      [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");

    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 32 }), (address, base, bits) => {
        const size = 2 ** (32 - bits);

        expect(isInside(spell(address), `${spell(base)}/${bits}`)).toBe(
          Math.floor(address / size) === Math.floor(base / size),
        );
      }),
    );
  });
});

describe("addressKey", () => {
  it("is the same for all spellings of an address", () => {
    const keys = ["2001:DB8:0:0:0:0:0:1", "2001:db8::1", "2001:0db8::0:1"].map(addressKey);

    expect(new Set(keys).size).toBe(1);
  });

  it("keeps names of services in lower case", () => {
    expect(addressKey("RDS.amazonaws.com")).toBe("rds.amazonaws.com");
  });
});

describe("isCidr", () => {
  it.each(["role/admin", "10.0.0.0", "10.0.0.0/", "a/8", "10.0.0.0/8/8"])(
    "is false for %s",
    (text) => {
      expect(isCidr(text)).toBe(false);
    },
  );
});

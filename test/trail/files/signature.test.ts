import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addText,
  bitsOf,
  blocksWith,
  SIGNATURE_BYTES,
} from "../../../src/trail/files/signature.ts";

function signaturesOf(blocks: string[][]): Uint8Array {
  const signatures = new Uint8Array(blocks.length * SIGNATURE_BYTES);
  for (const [index, texts] of blocks.entries()) {
    const own = signatures.subarray(index * SIGNATURE_BYTES, (index + 1) * SIGNATURE_BYTES);
    for (const text of texts) addText(own, Buffer.from(JSON.stringify({ text })));
  }
  return signatures;
}

describe("signatures of blocks", () => {
  it("find every block that holds a text, whatever stands around it", () => {
    const blocks = fc.array(fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    const word = fc.stringMatching(/^[A-Za-z0-9_.@-]{4,12}$/);

    fc.assert(
      fc.property(blocks, word, fc.nat(5), (texts, asked, place) => {
        const at = place % texts.length;
        texts[at]?.push(`before ${asked.toUpperCase()} "after"`);

        expect(blocksWith(signaturesOf(texts), bitsOf(asked))).toContain(at);
      }),
    );
  });

  it("leave out blocks that lack a piece of it", () => {
    const signatures = signaturesOf([["checkout-api"], ["orders-db"], ["checkout-apps"]]);

    expect(blocksWith(signatures, bitsOf("checkout-api"))).toEqual([0]);
  });

  it("leave out places of the text, and nothing else", () => {
    const json = Buffer.from('{"id":"0a1b2c3d-4e5f","name":"orders-prod"}');
    const signature = new Uint8Array(SIGNATURE_BYTES);
    const start = json.indexOf("0a1b");

    addText(signature, json, [{ start, end: start + "0a1b2c3d-4e5f".length }]);

    expect(blocksWith(signature, bitsOf("0a1b2c3d-4e5f"))).toEqual([]);
    expect(blocksWith(signature, bitsOf("orders-prod"))).toEqual([0]);
  });

  it("say nothing of a text without four characters of a word in a row", () => {
    expect(bitsOf("a b + é abc")).toEqual([]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCredentialsRoom, sessionName } from "../../src/aws/credentials.ts";

const noOptions = () => ({});

describe("the session name under which AWS sees an asker", () => {
  it.each([
    [undefined, "trailwatch"],
    ["U0123ABCD", "trailwatch-U0123ABCD"],
    ["jane.doe@acme.example", "trailwatch-jane.doe@acme.example"],
    ["  Jané D'oh/../x ", "trailwatch-Jan-D-oh-..-x"],
    ["***", "trailwatch"],
  ])("of %s is %s", (asker, name) => {
    expect(sessionName(asker)).toBe(name);
  });

  it("is made of what AssumeRole allows, whoever asks", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (asker) => {
        expect(sessionName(asker)).toMatch(/^[\w+=,.@-]{2,64}$/);
      }),
    );
  });
});

describe("credentials of this process", () => {
  let dir = "";
  const write = (key: string) =>
    writeFileSync(
      join(dir, "credentials"),
      `[default]\naws_access_key_id = ${key}\naws_secret_access_key = made-up\n`,
    );

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "trailwatch-credentials-"));
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(dir, "credentials"));
    vi.stubEnv("AWS_CONFIG_FILE", join(dir, "config"));
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  });

  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("are read again after a minute, and at once when AWS says that they have expired", async () => {
    let now = 0;
    const room = createCredentialsRoom({}, noOptions, () => now);
    const key = async () => (await room.sourceOf(undefined, "jane")()).accessKeyId;
    write("AKIAFIRST");
    const first = await key();
    write("AKIASECOND");

    const soon = await key();
    now += 61_000;
    const later = await key();
    write("AKIATHIRD");
    room.renew(undefined, "jane");
    const renewed = await key();

    expect([first, soon, later, renewed]).toEqual([
      "AKIAFIRST",
      "AKIAFIRST",
      "AKIASECOND",
      "AKIATHIRD",
    ]);
  });

  it("are looked for again when there were none", async () => {
    const room = createCredentialsRoom({}, noOptions);
    const source = room.sourceOf(undefined, undefined);
    write("AKIAFIRST");
    rmSync(join(dir, "credentials"));

    await expect(source()).rejects.toMatchObject({ name: "CredentialsProviderError" });
    write("AKIAFIRST");

    expect(await source()).toMatchObject({ accessKeyId: "AKIAFIRST" });
  });

  it("are those of the setup where it has some", async () => {
    const credentials = { accessKeyId: "AKIASETUP", secretAccessKey: "made-up" };
    const room = createCredentialsRoom({ credentials }, noOptions);

    expect(await room.sourceOf({ id: "111122223333" }, "jane")()).toEqual(credentials);
  });

  it("are one source for all askers, and one for each asker of a role", () => {
    const room = createCredentialsRoom({}, noOptions);
    const account = { id: "222233334444", role: { arn: "arn:aws:iam::222233334444:role/audit" } };

    expect(room.sourceOf({ id: "1" }, "jane")).toBe(room.sourceOf({ id: "1" }, "omar"));
    expect(room.sourceOf(account, "jane")).toBe(room.sourceOf(account, "jane"));
    expect(room.sourceOf(account, "jane")).not.toBe(room.sourceOf(account, "omar"));
  });
});

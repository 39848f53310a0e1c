import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { HOUR } from "../../../src/domain/time.ts";
import { errorOf, NOW, PROD, ROLE, record, STAGING, start } from "./made-trail.ts";

const ASKED = { RoleArn: ROLE, RoleSessionName: "trailwatch-jane", ExternalId: "acme-7" };

async function assume(
  sts: STSClient,
  asked: Partial<typeof ASKED & { DurationSeconds: number }> = {},
) {
  const { Credentials: keys, AssumedRoleUser: user } = await sts.send(
    new AssumeRoleCommand({ ...ASKED, ...asked }),
  );
  return {
    user,
    expiration: keys?.Expiration,
    credentials: {
      accessKeyId: keys?.AccessKeyId ?? "",
      secretAccessKey: keys?.SecretAccessKey ?? "",
      sessionToken: keys?.SessionToken ?? "",
    },
  };
}

describe("STS", () => {
  it("says who one is, before and after assuming a role", async () => {
    const { client } = await start([]);
    const sts = new STSClient(client);
    const before = await sts.send(new GetCallerIdentityCommand({}));

    const { credentials, expiration, user } = await assume(sts);
    const after = await new STSClient({ ...client, credentials }).send(
      new GetCallerIdentityCommand({}),
    );

    expect([before.Account, before.Arn]).toEqual([PROD, `arn:aws:iam::${PROD}:user/trailwatch`]);
    expect([after.Account, after.Arn]).toEqual([
      STAGING,
      `arn:aws:sts::${STAGING}:assumed-role/trailwatch-reader/trailwatch-jane`,
    ]);
    expect(after.UserId).toBe(user?.AssumedRoleId);
    expect(expiration?.getTime()).toBe(NOW + HOUR);
  });

  it("shows the events of the account whose role was assumed", async () => {
    const events = [
      record({ eventID: "prod" }, NOW - HOUR),
      record({ eventID: "staging", recipientAccountId: STAGING }, NOW - HOUR),
    ];
    const { client } = await start(events);
    const { credentials } = await assume(new STSClient(client));

    const found = await Promise.all([
      new CloudTrailClient(client).send(new LookupEventsCommand({})),
      new CloudTrailClient({ ...client, credentials }).send(new LookupEventsCommand({})),
    ]);

    expect(found.map(({ Events }) => Events?.map(({ EventId }) => EventId))).toEqual([
      ["prod"],
      ["staging"],
    ]);
  });

  const refused: [string, Record<string, unknown>, string][] = [
    [
      "a role that nobody set up",
      { RoleArn: `arn:aws:iam::${STAGING}:role/admin` },
      "AccessDenied",
    ],
    ["a role of a stranger", { RoleArn: "arn:aws:iam::999988887777:role/x" }, "AccessDenied"],
    ["another external id", { ExternalId: "acme-8" }, "AccessDenied"],
    ["no external id", { ExternalId: undefined }, "AccessDenied"],
    ["what is no role", { RoleArn: "arn:aws:iam::222233334444:user/x" }, "ValidationError"],
    ["a session name with a space", { RoleSessionName: "jane doe" }, "ValidationError"],
    ["a session name of one letter", { RoleSessionName: "j" }, "ValidationError"],
    ["a session name of 65 letters", { RoleSessionName: "j".repeat(65) }, "ValidationError"],
    ["a session of a minute", { DurationSeconds: 60 }, "ValidationError"],
  ];
  it.each(refused)("refuses %s", async (_, asked, code) => {
    const { client } = await start([]);

    const name = await errorOf(assume(new STSClient(client), asked));

    expect(name).toBe(code);
  });

  it("refuses the last account's role while that is switched on, and what its sessions ask for", async () => {
    const { client, server } = await start([]);
    const sts = new STSClient(client);
    const { credentials } = await assume(sts);
    const trail = new CloudTrailClient({ ...client, credentials });
    server.faults.set("denied", true);

    const during = [
      await errorOf(assume(sts)),
      await errorOf(trail.send(new LookupEventsCommand({}))),
    ];
    const own = await errorOf(new CloudTrailClient(client).send(new LookupEventsCommand({})));
    server.faults.set("denied", false);
    const after = await errorOf(assume(sts));

    expect(during).toEqual(["AccessDenied", "AccessDeniedException"]);
    expect([own, after]).toEqual(["none", "none"]);
  });
});

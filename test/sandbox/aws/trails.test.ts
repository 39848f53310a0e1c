import { createHash, createPublicKey, verify } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
} from "@aws-sdk/client-cloudtrail";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, it } from "vitest";
import { writeScenario } from "../../../src/sandbox/scenario/write.ts";
import { errorOf, HOME, NOW, PROD, start } from "./made-trail.ts";

const home = mkdtempSync(join(tmpdir(), "trailwatch-digests-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("the trail", () => {
  it("is one of all Regions, and shows in the others as a shadow", async () => {
    const { client } = await start([]);
    const list = async (region: string, includeShadowTrails: boolean) => {
      const own = new CloudTrailClient({ ...client, region });
      return (await own.send(new DescribeTrailsCommand({ includeShadowTrails }))).trailList ?? [];
    };

    const [here, there, without] = [
      await list(HOME, false),
      await list("us-east-1", true),
      await list("us-east-1", false),
    ];

    expect(here[0]).toMatchObject({
      S3BucketName: "acme-shop-cloudtrail",
      IsMultiRegionTrail: true,
      HomeRegion: HOME,
      TrailARN: `arn:aws:cloudtrail:${HOME}:${PROD}:trail/acme-org-trail`,
    });
    expect(there).toEqual(here);
    expect(without).toEqual([]);
  });

  it("logs management events, and no other trail does", async () => {
    const { client, bugs } = await start([]);
    const trail = new CloudTrailClient(client);
    const name = `arn:aws:cloudtrail:${HOME}:${PROD}:trail/acme-org-trail`;

    const status = await trail.send(new GetTrailStatusCommand({ Name: name }));
    const selectors = await trail.send(new GetEventSelectorsCommand({ TrailName: name }));
    const unknown = await errorOf(trail.send(new GetTrailStatusCommand({ Name: "another-trail" })));

    expect(status.IsLogging).toBe(true);
    expect(NOW - (status.LatestDeliveryTime?.getTime() ?? 0)).toBe(5 * 60_000);
    expect(selectors.EventSelectors?.[0]?.IncludeManagementEvents).toBe(true);
    expect(unknown).toBe("TrailNotFoundException");
    expect(bugs).toEqual([]);
  });

  it("signs digests with the key that it gives out", async () => {
    const dir = join(home, "scenario");
    await writeScenario({ dir, now: NOW, days: 1 });
    const { client } = await start([], { dir });
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const Bucket = "acme-shop-cloudtrail";
    const Prefix = `AWSLogs/${PROD}/CloudTrail-Digest/${HOME}/`;
    const { Contents: all = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const { PublicKeyList: keys } = await new CloudTrailClient(client).send(
      new ListPublicKeysCommand({}),
    );
    const der = Buffer.from(keys?.[0]?.Value ?? []);
    const key = createPublicKey({ key: der, format: "der", type: "pkcs1" });
    const Key = all.at(-1)?.Key ?? "";

    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));

    const text = gunzipSync((await object.Body?.transformToByteArray()) ?? "").toString();
    const digest = JSON.parse(text);
    const hash = createHash("sha256").update(text).digest("hex");
    const signed = `${digest.digestEndTime}\n${Bucket}/${Key}\n${hash}\n${digest.previousDigestSignature}`;
    const signature = Buffer.from(object.Metadata?.signature ?? "", "hex");
    expect(all).toHaveLength(24);
    expect(digest.digestPublicKeyFingerprint).toBe(keys?.[0]?.Fingerprint);
    expect(object.Metadata?.["signature-algorithm"]).toBe("SHA256withRSA");
    expect(verify("sha256", Buffer.from(signed), key, signature)).toBe(true);
    expect(verify("sha256", Buffer.from(`${signed}x`), key, signature)).toBe(false);
  });
});

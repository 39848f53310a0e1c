import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  PutDashboardCommand,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { errorOf } from "../made-trail.ts";
import { startCloudWatch, writtenEngine } from "./made-cloudwatch.ts";

const BODY = JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "é" } }] });

describe("dashboards of the local CloudWatch", () => {
  it("are put, listed by prefix, read and deleted", async () => {
    const { client, now } = await startCloudWatch(writtenEngine(() => 1));
    for (const DashboardName of ["shop-1", "shop-2", "other"]) {
      await client.send(new PutDashboardCommand({ DashboardName, DashboardBody: BODY }));
    }

    const { DashboardEntries } = await client.send(
      new ListDashboardsCommand({ DashboardNamePrefix: "shop" }),
    );
    const { DashboardBody, DashboardArn } = await client.send(
      new GetDashboardCommand({ DashboardName: "shop-1" }),
    );
    await client.send(new DeleteDashboardsCommand({ DashboardNames: ["shop-1"] }));
    const gone = await errorOf(client.send(new GetDashboardCommand({ DashboardName: "shop-1" })));

    expect(DashboardEntries?.map(({ DashboardName }) => DashboardName)).toEqual([
      "shop-1",
      "shop-2",
    ]);
    expect(DashboardEntries?.[0]).toMatchObject({
      LastModified: new Date(now()),
      Size: BODY.length + 1,
    });
    expect([DashboardBody, DashboardArn]).toEqual([
      BODY,
      "arn:aws:cloudwatch::111122223333:dashboard/shop-1",
    ]);
    expect(gone).toBe("ResourceNotFound");
  });

  it("say what is odd, and refuse what is no dashboard", async () => {
    const { client } = await startCloudWatch(writtenEngine(() => 1));
    const put = (DashboardName: string, DashboardBody: string) =>
      client.send(new PutDashboardCommand({ DashboardName, DashboardBody }));

    const { DashboardValidationMessages } = await put("odd", '{"widgets":[{"x":1}]}');
    const names = await Promise.all([
      errorOf(put("a b", BODY)),
      errorOf(put("broken", '{"widgets":[')),
      errorOf(put("list", "[]")),
    ]);

    expect(DashboardValidationMessages).toMatchObject([{ DataPath: "/widgets/0" }]);
    expect(names).toEqual(new Array<string>(3).fill("DashboardInvalidInputError"));
  });
});

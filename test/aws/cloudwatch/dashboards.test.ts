import { afterEach, describe, expect, it } from "vitest";
import { quietRun } from "../../support/ask.ts";
import {
  ACCOUNT,
  denied,
  NOW,
  seconds,
  type WireAnswer,
  type WireCall,
  type WiredCloudWatch,
  wireCloudWatch,
} from "../../support/cloudwatch.ts";

let wired: WiredCloudWatch | undefined;
afterEach(async () => wired?.close());

async function open(answer: (call: WireCall) => WireAnswer) {
  wired = await wireCloudWatch(answer);
  return wired;
}

const place = { account: ACCOUNT, region: "eu-west-1" };
const arn = `arn:aws:cloudwatch::${ACCOUNT}:dashboard/checkout`;

describe("dashboards", () => {
  it("are listed once for an account, which has the same in each Region", async () => {
    const { cloudWatch, calls } = await open(({ input }) => ({
      body: {
        DashboardEntries: [
          { DashboardName: "checkout", DashboardArn: arn, LastModified: seconds(NOW), Size: 512 },
          { DashboardArn: "without a name" },
        ],
        ...(input.NextToken === undefined && { NextToken: "2" }),
      },
    }));

    const found = await cloudWatch.dashboards.list({ namePrefix: "check" }, quietRun);

    const entry = { name: "checkout", arn, place, modifiedAt: NOW, bytes: 512 };
    expect(found).toMatchObject({ dashboards: [entry, entry], isCut: false });
    expect(calls.map(({ region, input }) => [region, input])).toEqual([
      ["eu-west-1", { DashboardNamePrefix: "check" }],
      ["eu-west-1", { DashboardNamePrefix: "check", NextToken: "2" }],
    ]);
  });

  it("give their body as it was stored", async () => {
    const { cloudWatch, calls } = await open(() => ({
      body: {
        DashboardName: "Team Payments / weekly",
        DashboardArn: arn,
        DashboardBody: "{broken",
      },
    }));

    const read = await cloudWatch.dashboards.read("Team Payments / weekly", place, quietRun);

    expect(read).toEqual({ name: "Team Payments / weekly", arn, place, body: "{broken" });
    expect(calls[0]?.input).toEqual({ DashboardName: "Team Payments / weekly" });
  });

  it.each(["ResourceNotFound", "DashboardNotFoundError"])(
    "that are not there are a Problem that says so: %s",
    async (code) => {
      const { cloudWatch } = await open(() => ({ code, status: 404 }));

      const reading = cloudWatch.dashboards.read("nobody", place, quietRun);

      await expect(reading).rejects.toMatchObject({ code: "cloudwatch.no-dashboard" });
    },
  );

  it("that may not be read are a Problem with the action that is missing", async () => {
    const { cloudWatch } = await open(() => denied("GetDashboard"));

    const reading = cloudWatch.dashboards.read("checkout", place, quietRun);

    await expect(reading).rejects.toMatchObject({
      code: "aws.denied",
      message: expect.stringContaining("cloudwatch:GetDashboard"),
    });
  });
});

/** Dashboards: they belong to an account, and each Region gives the same ones. */
import type { Dashboard, DashboardEntry } from "../../domain/dashboard.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { Problem } from "../../domain/problem.ts";
import type { DashboardsFound, Where } from "../../sources/cloudwatch.ts";
import { toProblem } from "../problems.ts";
import {
  askPlaces,
  gapOf,
  placeNamed,
  type Reach,
  somePlaces,
  toSearch,
  unlessAllFailed,
} from "./ask-places.ts";
import type { Asking } from "./call.ts";
import { instantAt, membersOf, numberOf, textOf } from "./members.ts";
import { isNotThere } from "./not-there.ts";
import { pagesGap, readPages } from "./pages.ts";

const MOST_DASHBOARDS = 5_000;

/** Asks one Region of each account. Throws a Problem `aws.*` where no account could be asked. */
export async function listDashboards(
  reach: Reach,
  query: Where & { namePrefix?: string },
  asking: Asking,
): Promise<DashboardsFound> {
  const places = onePerAccount(somePlaces(reach.setup, query));
  const asked = await askPlaces(asking, places, (place, own) =>
    listOfPlace(reach, own, place, query.namePrefix),
  );
  unlessAllFailed(reach.setup, asked, "ListDashboards");
  const now = reach.now();
  const { namePrefix } = query;
  const searched = asked.map((one) =>
    toSearch(one.place, {
      source: "CloudWatch dashboards",
      unit: "dashboard",
      window: { from: now, to: now },
      ...(namePrefix !== undefined && { filter: `beginning with ${namePrefix}` }),
      requests: one.requests,
      examined: one.ok ? one.value.items.length : 0,
      matched: one.ok ? one.value.items.length : 0,
      gaps: one.ok
        ? pagesGap(one.value, "dashboards")
        : [gapOf(reach.setup, one, "ListDashboards")],
    }),
  );
  return {
    dashboards: asked.flatMap((one) =>
      one.ok ? one.value.items.flatMap((item) => readEntry(item, one.place)) : [],
    ),
    isCut: asked.some((one) => !one.ok || one.value.isCut),
    searched,
  };
}

function onePerAccount(places: readonly AwsPlace[]): AwsPlace[] {
  const seen = new Map<string, AwsPlace>();
  for (const place of places) if (!seen.has(place.account)) seen.set(place.account, place);
  return [...seen.values()];
}

async function listOfPlace(
  { call }: Reach,
  asking: Asking,
  place: AwsPlace,
  namePrefix: string | undefined,
) {
  const { ListDashboardsCommand } = await import("@aws-sdk/client-cloudwatch");
  return readPages(
    async (token) => {
      const command = new ListDashboardsCommand({
        ...(namePrefix !== undefined && namePrefix !== "" && { DashboardNamePrefix: namePrefix }),
        ...(token !== undefined && { NextToken: token }),
      });
      const page = await call(asking, place, "ListDashboards", (client, abortSignal) =>
        client.send(command, { abortSignal }),
      );
      return { items: page.DashboardEntries ?? [], token: page.NextToken };
    },
    { most: MOST_DASHBOARDS },
  );
}

function readEntry(item: unknown, place: AwsPlace): DashboardEntry[] {
  const { DashboardName, DashboardArn, LastModified, Size } = membersOf(item);
  const name = textOf(DashboardName);
  if (name === undefined) return [];
  const modifiedAt = instantAt(LastModified);
  const bytes = numberOf(Size);
  return [
    {
      name,
      arn: textOf(DashboardArn) ?? "",
      place,
      ...(modifiedAt !== undefined && { modifiedAt }),
      ...(bytes !== undefined && { bytes }),
    },
  ];
}

/** Throws a Problem `cloudwatch.no-dashboard` where there is none, `aws.*` where it could not be read. */
export async function readDashboard(
  reach: Reach,
  name: string,
  place: AwsPlace,
  asking: Asking,
): Promise<Dashboard> {
  const { GetDashboardCommand } = await import("@aws-sdk/client-cloudwatch");
  try {
    const command = new GetDashboardCommand({ DashboardName: name });
    const answer = await reach.call(asking, place, "GetDashboard", (client, abortSignal) =>
      client.send(command, { abortSignal }),
    );
    const body = answer.DashboardBody ?? "";
    return { name: answer.DashboardName ?? name, arn: answer.DashboardArn ?? "", place, body };
  } catch (error) {
    if (!isNotThere(error)) {
      throw toProblem(error, { ...placeNamed(reach.setup, place, "GetDashboard"), resource: name });
    }
    throw new Problem(
      "cloudwatch.no-dashboard",
      `There is no dashboard ${name} in account ${place.account}.`,
      "Ask for `dashboards` to see which there are.",
      { cause: error },
    );
  }
}

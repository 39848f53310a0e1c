/** Dashboards: each a name and a JSON text, the same in every Region of an account. */
import { AwsRefusal } from "../service.ts";
import { type Input, isRecord, textIn, textsIn, wantedText } from "./input.ts";
import { pageOf } from "./paging.ts";
import type { StoredDashboard } from "./places.ts";

const PAGE = 300;
const MOST_WIDGETS = 500;
const NAME = /^[A-Za-z0-9_-]+$/;

export type Shelf = Map<string, StoredDashboard>;

export function dashboardArn(account: string, name: string): string {
  return `arn:aws:cloudwatch::${account}:dashboard/${name}`;
}

export function listDashboards(shelf: Shelf, input: Input): object {
  const prefix = textIn(input.DashboardNamePrefix) ?? "";
  const found = [...shelf.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = pageOf(found, PAGE, input);
  return {
    DashboardEntries: items.map(({ name, arn, body, modifiedAt }) => ({
      DashboardName: name,
      DashboardArn: arn,
      LastModified: new Date(modifiedAt),
      Size: Buffer.byteLength(body),
    })),
    ...(nextToken ? { NextToken: nextToken } : {}),
  };
}

export function readDashboard(shelf: Shelf, input: Input): object {
  const { name, arn, body } = wantedDashboard(shelf, wantedText(input, "DashboardName"));
  return { DashboardName: name, DashboardArn: arn, DashboardBody: body };
}

/** Refuses what is no JSON object with widgets; says what is odd about the rest. */
export function putDashboard(shelf: Shelf, account: string, input: Input, now: number): object {
  const name = wantedText(input, "DashboardName");
  const body = typeof input.DashboardBody === "string" ? input.DashboardBody : "";
  if (!NAME.test(name)) {
    refuse(
      "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).",
    );
  }
  const parsed = parseBody(body);
  const widgets = parsed?.widgets;
  if (!parsed || !Array.isArray(widgets)) {
    refuse("The field DashboardBody must be a valid JSON object");
  }
  if (widgets.length > MOST_WIDGETS) {
    refuse(`The dashboard body is invalid, there are more than ${MOST_WIDGETS} widgets`);
  }
  shelf.set(name, { name, arn: dashboardArn(account, name), body, modifiedAt: now });
  return { DashboardValidationMessages: widgets.flatMap(oddities) };
}

function parseBody(text: string): Input | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function oddities(widget: unknown, index: number): object[] {
  if (isRecord(widget) && textIn(widget.type)) return [];
  return [{ DataPath: `/widgets/${index}`, Message: "Should have required property 'type'" }];
}

/** All of them, or none where one is missing. */
export function deleteDashboards(shelf: Shelf, input: Input): object {
  const names = textsIn(input.DashboardNames);
  for (const name of names) wantedDashboard(shelf, name);
  for (const name of names) shelf.delete(name);
  return {};
}

function wantedDashboard(shelf: Shelf, name: string): StoredDashboard {
  const found = shelf.get(name);
  if (found) return found;
  throw new AwsRefusal("ResourceNotFound", `Dashboard ${name} does not exist`, 404);
}

function refuse(message: string): never {
  throw new AwsRefusal("InvalidParameterInput", message);
}

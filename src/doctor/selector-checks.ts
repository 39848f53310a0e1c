/** Which events a trail leaves out. CloudTrail says so in one of two forms, the newer one as fields with conditions. */
import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import { listed } from "../answers/words.ts";
import type { Selectors } from "./aws-calls.ts";
import { type Check, look, right } from "./check.ts";

const AREA = "CloudTrail";

type Kept = {
  /** Management events, as far as they are kept. */
  management: "all" | "writes" | "reads" | "none";
  /** Sources that are left out of them: `kms.amazonaws.com`. */
  without: string[];
  /** Types of resources whose data events are kept; empty when none are. */
  data: string[];
};

/** `command` begins the command that sets selectors. */
export function checkSelectors(name: string, command: string, selectors: Selectors): Check[] {
  const { AdvancedEventSelectors: advanced = [], EventSelectors: basic = [] } = selectors;
  const kept = advanced.length > 0 ? keptByFields(advanced) : keptBySelectors(basic);
  return [...managementChecks(name, command, kept), dataCheck(name, command, kept)];
}

function managementChecks(name: string, command: string, { management, without }: Kept): Check[] {
  const all = `${command} --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'`;
  const checks: Check[] = [];
  if (management === "none") {
    checks.push(look(AREA, name, "leaves out management events: no change is in it", all));
  }
  if (management === "writes") {
    const text = "leaves out reads: who looked at something, and tried in vain, is not in it";
    checks.push(look(AREA, name, text, all));
  }
  if (management === "reads") {
    checks.push(look(AREA, name, "keeps reads alone: no change is in it", all));
  }
  if (without.length > 0) {
    checks.push(look(AREA, name, `leaves out ${listed(without)}`, all));
  }
  return checks;
}

/** Data events cost: that they are off is a choice, and to be known where nothing is found. */
function dataCheck(name: string, command: string, { data }: Kept): Check {
  if (data.length > 0) return right(AREA, name, `keeps data events of ${listed(data)}`);
  const example =
    '[{"Name":"Management","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},{"Name":"Objects","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},{"Field":"readOnly","Equals":["false"]}]}]';
  return look(
    AREA,
    name,
    "data events are not logged: who wrote an object or called a function cannot be told",
    `Leave it so, or pay for them ($0.10 per 100,000 events): ${command} --advanced-event-selectors '${example}'`,
  );
}

function keptBySelectors(selectors: readonly EventSelector[]): Kept {
  const managing = selectors.filter((selector) => selector.IncludeManagementEvents !== false);
  const types = managing.map(({ ReadWriteType }) => ReadWriteType ?? "All");
  const resources = selectors.flatMap(({ DataResources = [] }) => DataResources);
  return {
    management: managementOf(
      types.some((type) => type !== "ReadOnly"),
      types.some((type) => type !== "WriteOnly"),
    ),
    without: managing.flatMap(
      ({ ExcludeManagementEventSources = [] }) => ExcludeManagementEventSources,
    ),
    data: [...new Set(resources.map(({ Type = "objects" }) => Type))],
  };
}

function keptByFields(selectors: readonly AdvancedEventSelector[]): Kept {
  const managing = selectors.filter((one) => equalsOf(one, "eventCategory").includes("Management"));
  const data = selectors.filter((one) => equalsOf(one, "eventCategory").includes("Data"));
  const readOnly = managing.map((one) => equalsOf(one, "readOnly"));
  return {
    management: managementOf(
      readOnly.some((values) => !values.includes("true")),
      readOnly.some((values) => !values.includes("false")),
    ),
    without: managing.flatMap(
      ({ FieldSelectors = [] }) =>
        FieldSelectors.find(({ Field }) => Field === "eventSource")?.NotEquals ?? [],
    ),
    data: [...new Set(data.flatMap((one) => equalsOf(one, "resources.type")))],
  };
}

function managementOf(writes: boolean, reads: boolean): Kept["management"] {
  if (writes) return reads ? "all" : "writes";
  return reads ? "reads" : "none";
}

function equalsOf({ FieldSelectors = [] }: AdvancedEventSelector, field: string): string[] {
  return FieldSelectors.find(({ Field }) => Field === field)?.Equals ?? [];
}

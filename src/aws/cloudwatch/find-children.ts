/** Children of a composite alarm: CloudWatch gives their names alone, so they are described where they lie. */
import { parseArn } from "../../domain/arn.ts";
import type { AwsPlace } from "../../domain/place.ts";
import type { AlarmQuery, AlarmsFound } from "../../sources/cloudwatch.ts";
import { askPlaces, gapOf, placesOf, type Reach, somePlaces, tryPlace } from "./ask-places.ts";
import type { Asking } from "./call.ts";
import { describe, describeNamed, type PlaceAlarms, toFound } from "./find-alarms.ts";
import { listOf, membersOf, textOf } from "./members.ts";
import { isNotThere } from "./not-there.ts";

/** Most children that are looked at: a rule takes 100. */
const MOST = 500;

/** All of them, those of other accounts and Regions that are set up too. Throws a Problem where no place could be asked. */
export async function findChildren(
  reach: Reach,
  query: AlarmQuery & { childrenOf: string },
  asking: Asking,
): Promise<AlarmsFound> {
  const places = somePlaces(reach.setup, query);
  const asked = await askPlaces(asking, places, (place, own) =>
    readChildren(reach, query, own, place),
  );
  return toFound(reach, query, asked);
}

async function readChildren(
  reach: Reach,
  { childrenOf, state, limit }: AlarmQuery & { childrenOf: string },
  asking: Asking,
  place: AwsPlace,
): Promise<PlaceAlarms> {
  const named = await namesOf(reach, asking, place, childrenOf);
  const groups = byPlace(named, place);
  const known = placesOf(reach.setup, {});
  const found = await Promise.all(
    groups.map(async (group): Promise<PlaceAlarms> => {
      const there = known.find((each) => isSame(each, group.place));
      if (!there) {
        const gap = `${group.names.join(", ")}: in account ${group.place.account}, ${group.place.region}, which is not set up`;
        return { alarms: [], examined: 0, isCut: true, gaps: [gap] };
      }
      return describeGroup(reach, asking, { ...group, place: there });
    }),
  );
  const all = found.flatMap(({ alarms }) => alarms);
  const order = new Map(named.map(({ name }, index) => [name, index]));
  all.sort((one, other) => (order.get(one.name) ?? 0) - (order.get(other.name) ?? 0));
  const kept = all.filter((alarm) => !state || alarm.state === state).slice(0, limit);
  return {
    alarms: kept,
    examined: named.length,
    isCut: found.some(({ isCut }) => isCut),
    gaps: found.flatMap(({ gaps }) => gaps),
  };
}

type Child = { name: string; arn: string | undefined };

async function namesOf(
  reach: Reach,
  asking: Asking,
  place: AwsPlace,
  ChildrenOfAlarmName: string,
): Promise<Child[]> {
  try {
    const { items } = await describe(reach, asking, place, { ChildrenOfAlarmName }, MOST);
    return listOf(items).flatMap((item) => {
      const { AlarmName, AlarmArn } = membersOf(membersOf(item).raw);
      const name = textOf(AlarmName);
      return name === undefined ? [] : [{ name, arn: textOf(AlarmArn) }];
    });
  } catch (error) {
    if (isNotThere(error)) return [];
    throw error;
  }
}

type Group = { place: AwsPlace; names: string[] };

function byPlace(children: readonly Child[], home: AwsPlace): Group[] {
  const groups = new Map<string, Group>();
  for (const { name, arn } of children) {
    const parsed = arn === undefined ? undefined : parseArn(arn);
    const place =
      parsed?.account && parsed.region ? { account: parsed.account, region: parsed.region } : home;
    const key = `${place.account} ${place.region}`;
    const group = groups.get(key) ?? { place, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function describeGroup(
  reach: Reach,
  asking: Asking,
  { place, names }: Group,
): Promise<PlaceAlarms> {
  const asked = await tryPlace(asking.run, place, () => describeNamed(reach, asking, place, names));
  if (!asked.ok) {
    const gaps = [gapOf(reach.setup, asked, "DescribeAlarms")];
    return { alarms: [], examined: 0, isCut: true, gaps };
  }
  const here = new Set(asked.value.map(({ name }) => name));
  const missing = names.filter((name) => !here.has(name));
  return {
    alarms: asked.value,
    examined: names.length,
    isCut: missing.length > 0,
    gaps: missing.map((name) => `${name}: a child that is not there any more`),
  };
}

function isSame(one: AwsPlace, other: AwsPlace): boolean {
  return one.account === other.account && one.region === other.region;
}

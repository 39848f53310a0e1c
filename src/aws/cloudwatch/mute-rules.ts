/** Mute rules that are in force or to come: listed by their ARNs, then read one by one. */
import type { MuteRule } from "../../domain/alarm.ts";
import { parseArn } from "../../domain/arn.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { DAY, HOUR, instantOf, isTimeZone, MINUTE } from "../../domain/time.ts";
import type { AlarmRef, Where } from "../../sources/cloudwatch.ts";
import { askPlaces, type Reach, somePlaces, unlessAllFailed } from "./ask-places.ts";
import type { Asking } from "./call.ts";
import { instantAt, membersOf, textOf, textsOf } from "./members.ts";
import { isNotThere } from "./not-there.ts";
import { readPages } from "./pages.ts";

/** Most rules that are read of one place. */
const MOST_RULES = 50;
const RULE_NAME = /^alarm-mute-rule:(.+)$/s;

/** Throws a Problem `aws.*` where no place could be asked. */
export async function readMutes(
  reach: Reach,
  query: Where & { alarm?: AlarmRef },
  asking: Asking,
): Promise<MuteRule[]> {
  const { alarm } = query;
  const places = alarm ? [alarm.place] : somePlaces(reach.setup, query);
  const asked = await askPlaces(asking, places, (place) =>
    readPlace(reach, asking, place, alarm?.name),
  );
  unlessAllFailed(reach.setup, asked, "ListAlarmMuteRules");
  return asked.flatMap((one) => (one.ok ? one.value : []));
}

async function readPlace(
  reach: Reach,
  asking: Asking,
  place: AwsPlace,
  alarmName: string | undefined,
): Promise<MuteRule[]> {
  const { ListAlarmMuteRulesCommand } = await import("@aws-sdk/client-cloudwatch");
  const { items } = await readPages(
    async (token) => {
      const command = new ListAlarmMuteRulesCommand({
        ...(alarmName !== undefined && { AlarmName: alarmName }),
        Statuses: ["ACTIVE", "SCHEDULED"],
        ...(token !== undefined && { NextToken: token }),
      });
      const page = await reach.call(asking, place, "ListAlarmMuteRules", (client, abortSignal) =>
        client.send(command, { abortSignal }),
      );
      return { items: page.AlarmMuteRuleSummaries ?? [], token: page.NextToken };
    },
    { most: MOST_RULES },
  );
  const names = items.flatMap((item) => nameIn(membersOf(item).AlarmMuteRuleArn));
  const rules = await Promise.all(names.map((name) => readRule(reach, asking, place, name)));
  return rules.flat();
}

/** A list names a rule by its ARN alone. */
function nameIn(arn: unknown): string[] {
  const [, name] = RULE_NAME.exec(parseArn(textOf(arn) ?? "")?.resource ?? "") ?? [];
  return name === undefined ? [] : [name];
}

async function readRule(
  { call }: Reach,
  asking: Asking,
  place: AwsPlace,
  AlarmMuteRuleName: string,
): Promise<MuteRule[]> {
  const { GetAlarmMuteRuleCommand } = await import("@aws-sdk/client-cloudwatch");
  try {
    const command = new GetAlarmMuteRuleCommand({ AlarmMuteRuleName });
    const answer = await call(asking, place, "GetAlarmMuteRule", (client, abortSignal) =>
      client.send(command, { abortSignal }),
    );
    return toMuteRule(answer, AlarmMuteRuleName, place);
  } catch (error) {
    // Deleted since it was listed.
    if (isNotThere(error)) return [];
    throw error;
  }
}

const STATUSES: Record<string, MuteRule["status"]> = {
  SCHEDULED: "scheduled",
  ACTIVE: "active",
  EXPIRED: "expired",
};

function toMuteRule(raw: unknown, name: string, place: AwsPlace): MuteRule[] {
  const answer = membersOf(raw);
  const { Expression, Duration, Timezone } = membersOf(membersOf(answer.Rule).Schedule);
  const schedule = textOf(Expression);
  const status = STATUSES[textOf(answer.Status) ?? ""];
  if (schedule === undefined || status === undefined) return [];
  const duration = textOf(Duration) ?? "";
  const zone = textOf(Timezone);
  const description = textOf(answer.Description);
  const once = onceSpan(schedule, duration, zone);
  const startsAt = once?.from ?? instantAt(answer.StartDate);
  const expiresAt = once?.to ?? instantAt(answer.ExpireDate);
  return [
    {
      name: textOf(answer.Name) ?? name,
      arn: textOf(answer.AlarmMuteRuleArn) ?? "",
      place,
      ...(description !== undefined && { description }),
      status,
      schedule,
      duration,
      ...(zone !== undefined && { zone }),
      alarmNames: textsOf(membersOf(answer.MuteTargets).AlarmNames),
      ...(startsAt !== undefined && { startsAt }),
      ...(expiresAt !== undefined && { expiresAt }),
    },
  ];
}

const AT = /^at\((\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})\)$/;
const DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?$/;

/** A rule for one time says by itself from when to when it mutes. */
function onceSpan(schedule: string, duration: string, zone = "UTC") {
  const wall = AT.exec(schedule)?.slice(1).map(Number);
  const span = DURATION.exec(duration)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (!wall || !span || !isTimeZone(zone)) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = wall;
  const [days = 0, hours = 0, minutes = 0] = span;
  const from = instantOf({ year, month, day, hour, minute, second: 0 }, zone);
  return { from, to: from + days * DAY + hours * HOUR + minutes * MINUTE };
}

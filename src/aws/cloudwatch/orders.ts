/** The few orders that change something in CloudWatch: an alarm is created, and muted for a while. */
import type { PutMetricAlarmCommandInput, Statistic } from "@aws-sdk/client-cloudwatch";
import type { AlarmDraft } from "../../domain/alarm.ts";
import type { AwsPlace } from "../../domain/place.ts";
import { Problem } from "../../domain/problem.ts";
import { stableId } from "../../domain/stable-id.ts";
import { DAY, formatInstant, MINUTE } from "../../domain/time.ts";
import type { AlarmOrders } from "../../sources/cloudwatch.ts";
import { toProblem } from "../problems.ts";
import { placeNamed, type Reach } from "./ask-places.ts";
import { createAsking } from "./call.ts";
import { isNotThere } from "./not-there.ts";
import { toMetricDataQuery, toUnit } from "./read-queries.ts";

/** Longest that a rule may mute. */
const LONGEST_MUTE_MS = 15 * DAY;

export function createOrders(reach: Reach): AlarmOrders {
  return {
    async create(draft, run) {
      const { PutMetricAlarmCommand } = await import("@aws-sdk/client-cloudwatch");
      const command = new PutMetricAlarmCommand(toPutMetricAlarm(draft));
      await orProblem(reach, draft.place, "PutMetricAlarm", draft.name, () =>
        reach.call(createAsking(run), draft.place, "PutMetricAlarm", (client, abortSignal) =>
          client.send(command, { abortSignal }),
        ),
      );
    },
    async mute(alarm, span, run) {
      const { PutAlarmMuteRuleCommand } = await import("@aws-sdk/client-cloudwatch");
      const { from, minutes } = wholeMinutes(span);
      const name = ruleName(alarm.name, from);
      const command = new PutAlarmMuteRuleCommand({
        Name: name,
        ...(span.reason !== undefined && { Description: span.reason.slice(0, 1024) }),
        Rule: {
          Schedule: { Expression: `at(${minuteOf(from)})`, Duration: `PT${minutes}M` },
        },
        MuteTargets: { AlarmNames: [alarm.name] },
      });
      await orProblem(reach, alarm.place, "PutAlarmMuteRule", alarm.name, () =>
        reach.call(createAsking(run), alarm.place, "PutAlarmMuteRule", (client, abortSignal) =>
          client.send(command, { abortSignal }),
        ),
      );
      return name;
    },
    async unmute(AlarmMuteRuleName, place, run) {
      const { DeleteAlarmMuteRuleCommand } = await import("@aws-sdk/client-cloudwatch");
      const command = new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName });
      const asking = createAsking(run);
      await orProblem(reach, place, "DeleteAlarmMuteRule", AlarmMuteRuleName, async () => {
        try {
          await reach.call(asking, place, "DeleteAlarmMuteRule", (client, abortSignal) =>
            client.send(command, { abortSignal }),
          );
        } catch (error) {
          // The first request may have arrived though its answer did not.
          if (asking.requests < 2 || !isNotThere(error)) throw error;
        }
      });
    },
  };
}

const STATISTICS: readonly Statistic[] = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"];

/** A metric that stands alone is written as one, so that it can be changed in the console. */
function toPutMetricAlarm(draft: AlarmDraft): PutMetricAlarmCommandInput {
  const { evaluation } = draft;
  const [only, another] = draft.queries;
  const isSingle = only?.kind === "metric" && !another && only.account === undefined;
  return {
    AlarmName: draft.name,
    ...(draft.description !== undefined && { AlarmDescription: draft.description }),
    ...(isSingle ? singleMetric(only, draft) : { Metrics: severalMetrics(draft) }),
    EvaluationPeriods: evaluation.evaluationPeriods,
    DatapointsToAlarm: evaluation.datapointsToAlarm ?? evaluation.evaluationPeriods,
    // CloudWatch itself says which operators there are.
    ComparisonOperator: evaluation.comparison as PutMetricAlarmCommandInput["ComparisonOperator"],
    TreatMissingData: evaluation.missingData,
    Threshold: draft.threshold,
    AlarmActions: draft.alarmActions,
  };
}

function severalMetrics({ queries, alarmedId, period }: AlarmDraft) {
  return queries.map((query) => ({
    ...toMetricDataQuery(query),
    ...(query.kind === "expression" && { Period: query.period ?? period }),
    ReturnData: query.id === alarmedId,
  }));
}

function singleMetric(
  { metric, stat, period, ...query }: AlarmDraft["queries"][number] & { kind: "metric" },
  { unit = query.unit }: AlarmDraft,
) {
  const basic = STATISTICS.find((each) => each === stat);
  return {
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
    ...(basic ? { Statistic: basic } : { ExtendedStatistic: stat }),
    Period: period,
    ...(unit !== undefined && { Unit: toUnit(unit) }),
  };
}

/** A schedule knows whole minutes; it begins with the next one, since a moment that is over never comes. */
function wholeMinutes(span: { from: number; to: number }): { from: number; minutes: number } {
  const from = Math.ceil(span.from / MINUTE) * MINUTE;
  const minutes = Math.max(1, Math.ceil((span.to - from) / MINUTE));
  if (minutes * MINUTE > LONGEST_MUTE_MS) {
    throw new Problem(
      "cloudwatch.long-mute",
      "An alarm can be muted for 15 days at most.",
      "Mute it for a shorter time, and again later.",
    );
  }
  return { from, minutes };
}

/** `2026-11-22T14:00`. */
function minuteOf(at: number): string {
  return formatInstant(at).slice(0, "2026-11-22T14:00".length);
}

/** `trailwatch-checkout-api-errors-202611221400`: one alarm and minute, one rule; names that look alike stay apart. */
function ruleName(alarmName: string, from: number): string {
  const plain = alarmName.replace(/[^A-Za-z0-9_.-]+/g, "-").slice(0, 180);
  const mark = plain === alarmName ? "" : `-${stableId({ alarmName }).slice(-8)}`;
  return `trailwatch-${plain}${mark}-${minuteOf(from).replace(/\D/g, "")}`;
}

async function orProblem<Value>(
  reach: Reach,
  place: AwsPlace,
  action: string,
  name: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (isNotThere(error)) {
      const text = `${name} is not there (account ${place.account}, ${place.region}).`;
      const next = "It may have been deleted meanwhile; ask for the alarm again.";
      throw new Problem("cloudwatch.not-there", text, next, { cause: error });
    }
    throw toProblem(error, { ...placeNamed(reach.setup, place, action), resource: name });
  }
}

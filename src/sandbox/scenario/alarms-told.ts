/** Alarms whose queries nothing on this machine runs: PromQL and log alarms, with the states that the stories gave them. */
import type { AlarmState } from "../../domain/alarm.ts";
import { DAY, MINUTE } from "../../domain/time.ts";
import {
  type AlarmSeed,
  createdAt,
  PROD,
  placeOf,
  type ToldChange,
  topicOf,
} from "./alarm-seed.ts";
import { ACCOUNTS } from "./company.ts";
import { storyTimes } from "./metrics/times.ts";

const SLO =
  'sum(rate({"http.server.request.duration_count", "@resource.service.name"="checkout", "http.response.status_code"=~"5.."}[10m])) / sum(rate({"http.server.request.duration_count", "@resource.service.name"="checkout"}[10m])) > 0.02';

/** An objective as PromQL, and errors counted in checkout's log. */
export function toldAlarms(toldAt: number): AlarmSeed[] {
  return [objectiveAlarm(toldAt), logAlarm(toldAt)];
}

/** Before anything that is replayed. */
const START_MS = 15 * DAY;

function objectiveAlarm(toldAt: number): AlarmSeed {
  const { concurrencyCutAt, keyLostAt, keyBackAt } = storyTimes(toldAt);
  const slo = (at: number, state: AlarmState): ToldChange => ({
    at,
    to: {
      state,
      reason:
        state === "ALARM"
          ? "1 out of 1 time series evaluated to ALARM"
          : "1 time series evaluated to OK",
    },
    series: { "@resource.service.name": "checkout", "deployment.environment": "prod" },
  });
  return {
    place: placeOf(PROD),
    createdAt: createdAt(toldAt, "checkout-slo"),
    type: "MetricAlarm",
    input: {
      AlarmName: "checkout-slo",
      AlarmDescription: "More than 2 % of checkout's requests fail over ten minutes.",
      EvaluationCriteria: {
        PromQLCriteria: { Query: SLO, PendingPeriod: 300, RecoveryPeriod: 600 },
      },
      EvaluationInterval: 60,
      AlarmActions: [topicOf(PROD)],
    },
    told: [
      slo(toldAt - START_MS, "OK"),
      slo(keyLostAt + 8 * MINUTE + 4_120, "ALARM"),
      slo(keyBackAt + 12 * MINUTE + 3_800, "OK"),
      slo(concurrencyCutAt + 7 * MINUTE + 2_310, "ALARM"),
    ],
  };
}

function logAlarm(toldAt: number): AlarmSeed {
  const { concurrencyCutAt, keyLostAt, keyBackAt } = storyTimes(toldAt);
  const role = `arn:aws:iam::${ACCOUNTS.prod.id}:role/log-alarms`;
  const logs = (at: number, state: AlarmState, count: number): ToldChange => ({
    at,
    to: {
      state,
      reason: `Threshold Crossed: 1 out of the last 1 query results [${count}.0] was ${state === "ALARM" ? "" : "not "}greater than or equal to the threshold (20.0).`,
    },
  });
  return {
    place: placeOf(PROD),
    createdAt: createdAt(toldAt, "checkout-log-errors"),
    type: "LogAlarm",
    input: {
      AlarmName: "checkout-log-errors",
      AlarmDescription: "Errors in the log of checkout-api.",
      ScheduledQueryConfiguration: {
        QueryString: "fields @timestamp, @message | filter level = 'ERROR'",
        LogGroupIdentifiers: ["/aws/lambda/checkout-api"],
        ScheduledQueryRoleARN: role,
        ScheduleConfiguration: { ScheduleExpression: "rate(5 minutes)", StartTimeOffset: 300 },
        AggregationExpression: "count(*)",
      },
      QueryResultsToEvaluate: 1,
      QueryResultsToAlarm: 1,
      Threshold: 20,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
      ActionLogLineCount: 10,
      ActionLogLineRoleArn: role,
      AlarmActions: [topicOf(PROD)],
    },
    told: [
      logs(toldAt - START_MS, "OK", 0),
      logs(keyLostAt + 11 * MINUTE, "ALARM", 24),
      logs(keyLostAt + 16 * MINUTE, "OK", 13),
      logs(keyLostAt + 31 * MINUTE, "ALARM", 31),
      logs(keyBackAt + 6 * MINUTE, "OK", 4),
      logs(concurrencyCutAt + 6 * MINUTE, "ALARM", 172),
    ],
  };
}

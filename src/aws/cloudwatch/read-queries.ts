/** MetricDataQuery, as alarms hold it and GetMetricData takes it, from and to the domain's SeriesQuery. */
import type { MetricDataQuery, StandardUnit } from "@aws-sdk/client-cloudwatch";
import type { Dimension, SeriesQuery } from "../../domain/metric.ts";
import { listOf, membersOf, numberOf, textOf } from "./members.ts";

/** One minute, where nobody says which. */
export const USUAL_PERIOD = 60;

export function readDimensions(value: unknown): Dimension[] {
  return listOf(value).flatMap((each) => {
    const { Name, Value } = membersOf(each);
    const name = textOf(Name);
    return name === undefined ? [] : [{ name, value: textOf(Value) ?? "" }];
  });
}

/** Queries of an alarm, without those that name neither a metric nor an expression. */
export function readQueries(value: unknown): SeriesQuery[] {
  return listOf(value).flatMap((each) => {
    const query = readQuery(each);
    return query ? [query] : [];
  });
}

function readQuery(value: unknown): SeriesQuery | undefined {
  const { Id, Label, ReturnData, Expression, Period, MetricStat, AccountId } = membersOf(value);
  const id = textOf(Id);
  if (id === undefined) return undefined;
  const label = textOf(Label);
  const account = textOf(AccountId);
  const shared = {
    id,
    ...(label !== undefined && { label }),
    ...(ReturnData === false && { isHidden: true as const }),
    ...(account !== undefined && { account }),
  };
  const expression = textOf(Expression);
  if (expression !== undefined) {
    const period = numberOf(Period);
    return { ...shared, kind: "expression", expression, ...(period !== undefined && { period }) };
  }
  const stat = membersOf(MetricStat);
  const metric = membersOf(stat.Metric);
  const name = textOf(metric.MetricName);
  if (name === undefined) return undefined;
  const unit = textOf(stat.Unit);
  return {
    ...shared,
    kind: "metric",
    metric: {
      namespace: textOf(metric.Namespace) ?? "",
      name,
      dimensions: readDimensions(metric.Dimensions),
    },
    stat: textOf(stat.Stat) ?? "Average",
    period: numberOf(stat.Period) ?? USUAL_PERIOD,
    ...(unit !== undefined && { unit }),
  };
}

/** As GetMetricData and PutMetricAlarm take it. */
export function toMetricDataQuery(query: SeriesQuery): MetricDataQuery {
  const shared = {
    Id: query.id,
    ...(query.label !== undefined && { Label: query.label }),
    ...(query.account !== undefined && { AccountId: query.account }),
    ReturnData: query.isHidden !== true,
  };
  if (query.kind === "expression") {
    const { expression, period } = query;
    return { ...shared, Expression: expression, ...(period !== undefined && { Period: period }) };
  }
  const { metric, period, stat, unit } = query;
  return {
    ...shared,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period: period,
      Stat: stat,
      ...(unit !== undefined && { Unit: toUnit(unit) }),
    },
  };
}

/** CloudWatch itself says which units there are. */
export function toUnit(unit: string): StandardUnit {
  return unit as StandardUnit;
}

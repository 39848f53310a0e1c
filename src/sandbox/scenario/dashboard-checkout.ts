/** The dashboard of the team that owns checkout. */
import type { JsonObject } from "../../domain/json.ts";
import { formatInstant } from "../../domain/time.ts";
import { ACCOUNTS, HOME } from "./company.ts";
import { metricWidget, textWidget, widget } from "./dashboard-parts.ts";
import { storyTimes } from "./metrics/times.ts";

const alarmArn = (name: string) => `arn:aws:cloudwatch:${HOME}:${ACCOUNTS.prod.id}:alarm:${name}`;

/** With alarms, expressions, a hidden series, a vertical annotation, a log table. */
export function checkoutDashboard(toldAt: number): JsonObject {
  const { checkoutDeployedAt } = storyTimes(toldAt);
  return {
    start: "-PT3H",
    periodOverride: "inherit",
    widgets: [
      textWidget(
        [0, 0, 24, 2],
        "# Checkout\nOwner: *team shop* · [runbook](https://wiki.acme.example/checkout) · page `oncall`",
      ),
      widget("alarm", [0, 2, 24, 2], {
        title: "How checkout stands",
        alarms: [
          "checkout-api-errors",
          "checkout-api-throttles",
          "checkout-api-duration-p99",
          "orders-5xx",
          "checkout-health",
        ].map(alarmArn),
        sortBy: "stateUpdatedTimestamp",
      }),
      ...functionCharts(checkoutDeployedAt),
      ...orderCharts(),
      widget("log", [0, 16, 24, 6], {
        title: "Newest errors",
        region: HOME,
        view: "table",
        query:
          "SOURCE '/aws/lambda/checkout-api' | fields @timestamp, @message | filter level = 'ERROR' | sort @timestamp desc | limit 20",
      }),
    ],
  };
}

function functionCharts(deployedAt: number): JsonObject[] {
  return [
    metricWidget(
      [0, 4, 12, 6],
      "Calls, errors, throttles",
      [
        ["AWS/Lambda", "Invocations", "FunctionName", "checkout-api", { stat: "Sum" }],
        [".", "Errors", ".", ".", { stat: "Sum", color: "#d62728", yAxis: "right" }],
        [".", "Throttles", ".", ".", { stat: "Sum", color: "#ff7f0e", yAxis: "right" }],
      ],
      {
        period: 60,
        annotations: {
          horizontal: [{ label: "alarm", value: 5, fill: "above", yAxis: "right" }],
          vertical: [{ label: "version 87", value: formatInstant(deployedAt) }],
        },
      },
    ),
    metricWidget(
      [12, 4, 12, 6],
      "How long it takes",
      [
        ["AWS/Lambda", "Duration", "FunctionName", "checkout-api", { stat: "p50" }],
        ["...", { stat: "p90" }],
        // CloudWatch fills in the value.
        ["...", { stat: "p99", label: `p99 (last: \${LAST})` }],
      ],
      { period: 60, yAxis: { left: { min: 0, label: "ms", showUnits: false } } },
    ),
  ];
}

function orderCharts(): JsonObject[] {
  return [
    metricWidget(
      [0, 10, 8, 6],
      "Share of failed calls",
      [
        [{ expression: "100 * errors / calls", label: "failed, %", id: "share", period: 300 }],
        [
          "AWS/Lambda",
          "Errors",
          "FunctionName",
          "checkout-api",
          { id: "errors", stat: "Sum", visible: false },
        ],
        [".", "Invocations", ".", ".", { id: "calls", stat: "Sum", visible: false }],
      ],
      { annotations: { alarms: [alarmArn("orders-5xx")] } },
    ),
    metricWidget(
      [8, 10, 8, 6],
      "Orders placed",
      [["Acme/Checkout", "OrdersPlaced", { stat: "Sum", period: 300 }]],
      { view: "singleValue", sparkline: true },
    ),
    metricWidget(
      [16, 10, 8, 6],
      "Orders by country",
      [
        [
          {
            expression: "SEARCH('{Acme/Checkout,Country} MetricName=\"OrdersPlaced\"', 'Sum', 300)",
            id: "e1",
            label: "",
          },
        ],
      ],
      { stacked: true },
    ),
  ];
}

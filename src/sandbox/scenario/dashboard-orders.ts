/** The dashboard of orders, and the one that the payments team looks at on Mondays. */
import type { JsonObject } from "../../domain/json.ts";
import { formatInstant, HOUR } from "../../domain/time.ts";
import { ACCOUNTS, GLOBAL, HOME } from "./company.ts";
import { metricWidget, textWidget, widget } from "./dashboard-parts.ts";

const BALANCER = "app/orders/50dc6c495c0c9188";

const DATABASE: JsonObject = {
  type: "property",
  property: "DBInstanceIdentifier",
  inputType: "select",
  id: "database",
  label: "Database",
  defaultValue: "orders-db",
  visible: true,
  values: [
    { value: "orders-db", label: "production" },
    { value: "staging-orders-db", label: "staging" },
  ],
};

/** With a variable, a band, a Metrics Insights query, a custom and an explorer widget, another Region. */
export function ordersDashboard(): JsonObject {
  return {
    start: "-PT12H",
    variables: [DATABASE],
    widgets: [
      ...requestCharts(),
      metricWidget([0, 12, 12, 6], "Functions with the most errors", [
        [
          {
            expression:
              'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName ORDER BY SUM() DESC LIMIT 5',
            id: "q1",
            period: 300,
          },
        ],
      ]),
      widget("explorer", [12, 12, 12, 6], {
        metrics: [
          { metricName: "CPUUtilization", resourceType: "AWS::RDS::DBInstance", stat: "Average" },
        ],
        labels: [{ key: "team", value: "shop" }],
        widgetOptions: { view: "timeSeries", rowsPerPage: 20, widgetsPerRow: 2 },
        period: 300,
      }),
      widget("custom", [0, 18, 12, 4], {
        title: "Open invoices",
        endpoint: `arn:aws:lambda:${HOME}:${ACCOUNTS.prod.id}:function:invoice-widget`,
        updateOn: { refresh: true },
        params: { days: 7 },
      }),
      widget("hologram", [12, 18, 12, 4], { title: "A kind that nobody knows yet" }),
    ],
  };
}

function requestCharts(): JsonObject[] {
  return [
    metricWidget([0, 0, 12, 6], "Requests", [
      [
        "AWS/ApplicationELB",
        "HTTPCode_Target_2XX_Count",
        "LoadBalancer",
        BALANCER,
        { stat: "Sum" },
      ],
      [".", "HTTPCode_Target_4XX_Count", ".", ".", { stat: "Sum" }],
      [".", "HTTPCode_Target_5XX_Count", ".", ".", { stat: "Sum" }],
    ]),
    metricWidget([12, 0, 12, 6], "Answer time against what is usual", [
      [
        "AWS/ApplicationELB",
        "TargetResponseTime",
        "LoadBalancer",
        BALANCER,
        { id: "m1", stat: "p90" },
      ],
      [{ expression: "ANOMALY_DETECTION_BAND(m1, 3)", id: "band", label: "expected" }],
    ]),
    metricWidget([0, 6, 8, 6], "Database: CPU", [
      ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "orders-db"],
    ]),
    metricWidget([8, 6, 8, 6], "Database: connections", [
      ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", "orders-db", { stat: "Maximum" }],
    ]),
    metricWidget(
      [16, 6, 8, 6],
      "Edge errors",
      [
        [
          "AWS/CloudFront",
          "5xxErrorRate",
          "DistributionId",
          "E2QWRUHAPOMQZL",
          "Region",
          "Global",
          { region: GLOBAL },
        ],
      ],
      { region: GLOBAL },
    ),
  ];
}

/** A shared board with a fixed window, and a gauge, a bar and a pie. */
export function paymentsDashboard(toldAt: number): JsonObject {
  const cpu = ["AWS/ECS", "CPUUtilization", "ClusterName", "acme-prod", "ServiceName", "payments"];
  return {
    start: formatInstant(toldAt - 7 * 24 * HOUR),
    end: formatInstant(toldAt),
    widgets: [
      textWidget(
        [0, 0, 6, 6],
        "## Payments\nEvery Monday: look at <this> & *that*.\n\n- releases\n- refunds",
      ),
      metricWidget([6, 0, 18, 6], "CPU over the week", [cpu, ["...", "storefront"]], {
        period: 3600,
      }),
      metricWidget([0, 6, 8, 6], "Tasks", [
        [
          "ECS/ContainerInsights",
          "RunningTaskCount",
          "ClusterName",
          "acme-prod",
          "ServiceName",
          "payments",
        ],
        [".", "DesiredTaskCount", ".", ".", ".", "."],
      ]),
      metricWidget([8, 6, 8, 6], "CPU now", [cpu], {
        view: "gauge",
        yAxis: { left: { min: 0, max: 100 } },
      }),
      metricWidget(
        [16, 6, 8, 6],
        "Refunds",
        [
          [
            "AWS/States",
            "ExecutionsSucceeded",
            "StateMachineArn",
            `arn:aws:states:${HOME}:${ACCOUNTS.prod.id}:stateMachine:refunds`,
            { stat: "Sum" },
          ],
          [".", "ExecutionsFailed", ".", ".", { stat: "Sum" }],
        ],
        { view: "bar", setPeriodToTimeRange: true },
      ),
    ],
  };
}

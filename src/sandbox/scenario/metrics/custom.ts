/** The company's own metrics: what its applications and log filters publish. */
import { MINUTE, SECOND } from "../../../domain/time.ts";
import type { Demand } from "./demand.ts";
import { counted, eachOne, latencies, level, wholeLevel } from "./samples.ts";
import type { Signal } from "./signal.ts";
import { type MetricSource, metricsOf } from "./source.ts";

/** Orders placed, baskets and log errors. */
export function customMetrics({ checkout, isCheckoutCut, ordersFailing }: Demand): MetricSource[] {
  const served: Signal = (at) => (isCheckoutCut(at) ? 0.03 : 1 - ordersFailing(at) * 0.5);
  const placed = counted("orders-placed", (at) => checkout(at) * 0.31 * served(at));
  const perCountry = (country: string, share: number) =>
    metricsOf({ namespace: "Acme/Checkout", dimensions: { Country: country } }, [
      [
        "OrdersPlaced",
        "Count",
        eachOne(
          counted(`orders-placed/${country}`, (at) => checkout(at) * 0.31 * share * served(at)),
        ),
      ],
    ]);
  const errors = counted("log-errors", (at) => checkout(at) * (isCheckoutCut(at) ? 0.09 : 0.0006));
  return [
    ...metricsOf({ namespace: "Acme/Checkout", dimensions: {} }, [
      ["OrdersPlaced", "Count", eachOne(placed)],
      [
        "BasketValue",
        "None",
        latencies("basket", { median: () => 46, spread: 0.7, requests: placed }),
      ],
      [
        "QueueDepth",
        "Count",
        wholeLevel((at) => checkout(at) / 24 + (at % (7 * SECOND)) / SECOND),
        { tickMs: 10 * SECOND },
      ],
    ]),
    ...perCountry("IE", 0.34),
    ...perCountry("DE", 0.41),
    ...perCountry("FR", 0.25),
    ...metricsOf({ namespace: "Acme/Logs", dimensions: {} }, [
      ["CheckoutErrors", "None", eachOne(errors)],
    ]),
    ...metricsOf(
      { namespace: "AWS/Logs", dimensions: { LogGroupName: "/aws/lambda/checkout-api" } },
      [
        ["IncomingLogEvents", "None", level((at) => Math.round(checkout(at) * 4))],
        ["IncomingBytes", "Bytes", level((at) => Math.round(checkout(at) * 4 * 310))],
      ],
    ),
    ...metricsOf(
      {
        namespace: "AWS/Usage",
        dimensions: {
          Service: "Lambda",
          Type: "Resource",
          Resource: "ConcurrentExecutions",
          Class: "None",
        },
      },
      [
        [
          "ResourceCount",
          "None",
          wholeLevel((at) => 3 + checkout(at) / 60),
          { tickMs: 5 * MINUTE },
        ],
      ],
    ),
  ];
}

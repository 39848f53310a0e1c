import { describe, expect, it } from "vitest";
import {
  readMetricName,
  SERVICE_METRICS,
} from "../../../../src/questions/metrics/naming/read-name.ts";

/** `lambda: Errors of checkout-api`. */
function brief(text: string): string {
  const read = readMetricName(text);
  if (read.kind === "exact") {
    const dimensions = read.dimensions.map(({ name, value }) => `${name}=${value}`);
    return ["exactly", read.namespace, read.name, ...dimensions, ...read.words].join(" ");
  }
  const metrics = read.metrics.map(({ service, metric }) => `${service.word}:${metric.name}`);
  const of = read.resources.length > 0 ? ` of ${read.resources.join(" + ")}` : "";
  const where = [read.account, read.region].filter(Boolean).join(" ");
  return `${read.service?.word ?? "-"}: ${metrics.slice(0, 3).join(" ")}${of}${where && ` in ${where}`}`;
}

describe("the words that name a metric", () => {
  it.each([
    ["lambda checkout-api errors", "lambda: lambda:Errors of checkout-api"],
    ["errors of the lambda function checkout-api", "lambda: lambda:Errors of checkout-api"],
    [
      "lambda checkout-api ConcurrentExecutions",
      "lambda: lambda:ConcurrentExecutions of checkout-api",
    ],
    ["alb orders 5xx", "alb: alb:HTTPCode_Target_5XX_Count of orders"],
    ["application load balancer orders response time", "alb: alb:TargetResponseTime of orders"],
    ["rds orders-db cpu", "rds: rds:CPUUtilization of orders-db"],
    ["sqs jobs age", "sqs: sqs:ApproximateAgeOfOldestMessage of jobs"],
    ["messages are in queue jobs", "sqs: sqs:ApproximateNumberOfMessagesVisible of jobs"],
    [
      "ecs cluster acme-prod service payments memory",
      "ecs: ecs:MemoryUtilization of acme-prod + payments",
    ],
    ["ecs payments running tasks", "ecs: ecs:RunningTaskCount of payments"],
    ["dynamodb carts read throttles", "dynamodb: dynamodb:ReadThrottleEvents of carts"],
    ["api gateway checkout 4xx", "api gateway: api gateway:4XXError of checkout"],
    ["nat gateway port errors", "nat: nat:ErrorPortAllocation"],
    ["s3 bucket-x size", "s3: s3:BucketSizeBytes of bucket-x"],
    ["step functions refunds failures", "states: states:ExecutionsFailed of refunds"],
    ["sns orders failures", "sns: sns:NumberOfNotificationsFailed of orders"],
    [
      "kinesis clicks iterator age",
      "kinesis: kinesis:GetRecords.IteratorAgeMilliseconds of clicks",
    ],
    ["redis sessions-001 evictions", "elasticache: elasticache:Evictions of sessions-001"],
    ["cloudfront E2QWRUHAPOMQZL 5xx rate", "cloudfront: cloudfront:5xxErrorRate of E2QWRUHAPOMQZL"],
    ["certificate days to expiry", "certificate: certificate:DaysToExpiry"],
    ['lambda "errors" throttles', "lambda: lambda:Throttles of errors"],
    ["ec2 i-0317f6c6b66ae9c40", "ec2:  of i-0317f6c6b66ae9c40"],
    [
      "arn:aws:lambda:eu-west-1:111122223333:function:checkout-api errors",
      "lambda: lambda:Errors of checkout-api in 111122223333 eu-west-1",
    ],
    [
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/orders/50dc6c495c0c9188 requests",
      "alb: alb:RequestCount of app/orders/50dc6c495c0c9188 in 111122223333 eu-west-1",
    ],
    ["AWS/EC2 CPUUtilization InstanceId=i-1", "exactly AWS/EC2 CPUUtilization InstanceId=i-1"],
    ["aws/ec2 CPUUtilization", "exactly AWS/EC2 CPUUtilization"],
    [
      'Acme/Checkout OrdersPlaced Shop="north sea"',
      "exactly Acme/Checkout OrdersPlaced Shop=north sea",
    ],
    ["frob blah", "-:  of frob + blah"],
    ["", "-: "],
  ])("%s", (text, expected) => {
    const said = brief(text);

    expect(said).toBe(expected);
  });

  it("means a metric of every service where none is named", () => {
    const read = readMetricName("cpu of orders-db");

    const services = read.kind === "words" ? read.metrics.map(({ service }) => service.word) : [];
    expect(services).toEqual(expect.arrayContaining(["rds", "ec2", "ecs", "elasticache"]));
  });
});

describe("the table of usual metrics", () => {
  it("covers the services that people ask about", () => {
    const words = SERVICE_METRICS.flatMap((service) => service.words);

    expect(SERVICE_METRICS.length).toBeGreaterThanOrEqual(25);
    expect(words).toEqual(
      expect.arrayContaining(
        "lambda alb nlb rds aurora dynamodb sqs sns ecs ec2 ebs cloudfront elasticache kinesis s3 opensearch msk efs eventbridge bedrock".split(
          " ",
        ),
      ),
    );
  });

  it.each(SERVICE_METRICS.map((service) => [service.word, service] as const))(
    "reads each word of %s as that metric of that service",
    (word, service) => {
      const misread = service.metrics.flatMap((metric) =>
        metric.words.filter((said) => {
          const read = readMetricName(`${word} thing-1 ${said}`);
          return (
            read.kind !== "words" || read.service !== service || read.metrics[0]?.metric !== metric
          );
        }),
      );

      expect(misread).toEqual([]);
      expect(new Set(service.words).size).toBe(service.words.length);
      expect(service.metrics.some(({ words }) => words[0] === service.usual)).toBe(true);
    },
  );
});

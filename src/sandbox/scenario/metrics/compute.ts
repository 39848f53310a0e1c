/** What runs the company's services: ECS, EC2 with its volume, and the way out of the network. */
import { HOUR, MINUTE } from "../../../domain/time.ts";
import { PAYMENTS, STOREFRONT } from "../company.ts";
import type { Demand } from "./demand.ts";
import { level, severalAround, wholeLevel } from "./samples.ts";
import { burst, ramp, type Signal, steady } from "./signal.ts";
import { type MetricSource, metricsOf, STAGING_HOME, type Where } from "./source.ts";

/** Services, hosts and the NAT gateway. */
export function computeMetrics(demand: Demand): MetricSource[] {
  return [...serviceMetrics(demand), ...hostMetrics(demand), ...gatewayMetrics(demand)];
}

function serviceMetrics({ times, payments, storefront }: Demand): MetricSource[] {
  // New tasks warm up; the releases that were refused left everything as it was.
  const warming: Signal = (at) => {
    const released = times.paymentsReleasedAt.findLast((moment) => at >= moment);
    return released === undefined ? 0 : 1 - ramp(at, released, 9 * MINUTE);
  };
  const isNew: Signal = (at) => (at >= (times.paymentsReleasedAt.at(-1) ?? 0) ? 0.88 : 1);
  const paymentsCpu: Signal = (at) =>
    (14 + (52 * payments(at)) / 340) * isNew(at) + 38 * warming(at);
  const wizardRetries: Signal = (at) => 4 * ramp(at, times.secretDeletedAt, HOUR);
  return [
    ...serviceRows("payments", {
      cluster: PAYMENTS.cluster,
      service: PAYMENTS.service,
      cpu: paymentsCpu,
      tasks: 6,
    }),
    ...serviceRows("storefront", {
      cluster: STOREFRONT.cluster,
      service: STOREFRONT.service,
      cpu: (at) => 9 + (58 * storefront(at)) / 4200 + wizardRetries(at),
      tasks: 10,
    }),
    ...serviceRows("staging-payments", {
      cluster: "acme-staging",
      service: "payments",
      cpu: steady("staging-payments", 7, 0.2),
      tasks: 1,
      at: STAGING_HOME,
    }),
  ];
}

type Service = { cluster: string; service: string; cpu: Signal; tasks: number; at?: Where };

function serviceRows(name: string, { cluster, service, cpu, tasks, at }: Service): MetricSource[] {
  const dimensions = { ClusterName: cluster, ServiceName: service };
  const place = at && { at };
  const around = { count: tasks, spread: 0.12, most: 100 };
  return [
    ...metricsOf({ namespace: "AWS/ECS", dimensions, ...place }, [
      ["CPUUtilization", "Percent", severalAround(`${name}/cpu`, cpu, around)],
      [
        "MemoryUtilization",
        "Percent",
        severalAround(`${name}/memory`, (moment) => 41 + cpu(moment) * 0.22, around),
      ],
    ]),
    ...metricsOf({ namespace: "ECS/ContainerInsights", dimensions, ...place }, [
      ["RunningTaskCount", "Count", wholeLevel(() => tasks)],
      ["DesiredTaskCount", "Count", wholeLevel(() => tasks)],
      ["PendingTaskCount", "Count", wholeLevel(() => 0)],
      ["CpuUtilized", "None", level((moment) => 5.12 * tasks * cpu(moment))],
      ["MemoryUtilized", "Megabytes", level((moment) => 10.24 * tasks * (41 + cpu(moment) * 0.22))],
    ]),
  ];
}

function hostMetrics({ storefront, byChance }: Demand): MetricSource[] {
  const reports = byChance(burst("bastion/reports", 20, 50 * MINUTE));
  const cpu: Signal = (at) => 7 + 9 * (storefront(at) / 4200) + 61 * reports(at);
  const traffic = steady("host/network", 5_200_000, 0.3);
  const every = { tickMs: 5 * MINUTE };
  const around = { count: 3, spread: 0.15, most: 100 };
  const host = (instance: string, load: Signal) =>
    metricsOf({ namespace: "AWS/EC2", dimensions: { InstanceId: instance } }, [
      ["CPUUtilization", "Percent", severalAround(`${instance}/cpu`, load, around), every],
      ["NetworkIn", "Bytes", level(traffic), every],
      ["NetworkOut", "Bytes", level((at) => traffic(at) * 2.7), every],
      ["StatusCheckFailed", "Count", wholeLevel(() => 0), every],
      ["CPUCreditBalance", "Count", level((at) => 576 - 4 * load(at)), every],
      ["EBSReadBytes", "Bytes", level((at) => 410_000 * load(at)), every],
      ["EBSWriteBytes", "Bytes", level((at) => 890_000 * load(at)), every],
    ]);
  return [
    ...host("i-0317f6c6b66ae9c40", cpu),
    ...host("i-0b6d1c29f0a4873e5", steady("host/quiet", 4, 0.3)),
    ...metricsOf({ namespace: "AWS/EBS", dimensions: { VolumeId: "vol-0c2f8be71d4a6e935" } }, [
      ["VolumeReadOps", "Count", wholeLevel((at) => 40 * cpu(at)), every],
      ["VolumeWriteOps", "Count", wholeLevel((at) => 62 * cpu(at)), every],
      ["BurstBalance", "Percent", level((at) => 100 - 40 * reports(at)), every],
      ["VolumeQueueLength", "Count", level((at) => 0.02 * cpu(at)), every],
    ]),
    ...metricsOf({ namespace: "CWAgent", dimensions: { InstanceId: "i-0317f6c6b66ae9c40" } }, [
      ["mem_used_percent", "Percent", level((at) => 38 + cpu(at) * 0.3)],
      ["disk_used_percent", "Percent", level(steady("host/disk", 61, 0.002))],
    ]),
  ];
}

function gatewayMetrics({ storefront, payments }: Demand): MetricSource[] {
  const bytes: Signal = (at) => payments(at) * 210_000 + storefront(at) * 9_000;
  return metricsOf(
    { namespace: "AWS/NATGateway", dimensions: { NatGatewayId: "nat-0a1b2c3d4e5f60718" } },
    [
      ["BytesOutToDestination", "Bytes", level(bytes)],
      ["BytesInFromDestination", "Bytes", level((at) => bytes(at) * 3.1)],
      ["ActiveConnectionCount", "Count", wholeLevel((at) => 200 + payments(at) * 5)],
      ["ErrorPortAllocation", "Count", wholeLevel(() => 0)],
      ["PacketsDropCount", "Count", wholeLevel(() => 0)],
    ],
  );
}

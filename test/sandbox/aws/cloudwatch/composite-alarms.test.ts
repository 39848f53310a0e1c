import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { MINUTE } from "../../../../src/domain/time.ts";
import { errorOf, NOW } from "../made-trail.ts";
import { type Made, startCloudWatch, writtenEngine } from "./made-cloudwatch.ts";

/** `Bad` is bad from five minutes past NOW for ten minutes, `Worse` from ten minutes past NOW on. */
const ENGINE = writtenEngine((name, at) => {
  const minute = (at - NOW) / MINUTE;
  if (name === "Bad") return minute >= 5 && minute < 15 ? 9 : 0;
  return minute >= 10 ? 9 : 0;
});

async function open(rules: Record<string, string>): Promise<Made> {
  const made = await startCloudWatch(ENGINE);
  for (const MetricName of ["Bad", "Worse"]) {
    await made.client.send(
      new PutMetricAlarmCommand({
        AlarmName: MetricName.toLowerCase(),
        Namespace: "Test",
        MetricName,
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
  }
  for (const [AlarmName, AlarmRule] of Object.entries(rules)) {
    await made.client.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule }));
  }
  return made;
}

async function composite({ client }: Made, name: string) {
  const { CompositeAlarms } = await client.send(
    new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["CompositeAlarm"] }),
  );
  return CompositeAlarms?.[0];
}

describe("composite alarms of the local CloudWatch", () => {
  it("follow their children, and say whom", async () => {
    const made = await open({ both: 'ALARM("bad") AND ALARM("worse")' });

    made.pass(7 * MINUTE);
    const early = await composite(made, "both");
    made.pass(6 * MINUTE);
    const late = await composite(made, "both");
    made.pass(30 * MINUTE);
    const after = await composite(made, "both");

    expect([early, late, after].map((alarm) => alarm?.StateValue)).toEqual(["OK", "ALARM", "OK"]);
    expect(late?.StateReason).toMatch(
      /^arn:aws:cloudwatch:eu-west-1:111122223333:alarm:worse transitioned to ALARM at Friday 20 November, 2026 17:01:\d\d UTC$/,
    );
    const { triggeringAlarms } = JSON.parse(late?.StateReasonData ?? "");
    expect(triggeringAlarms).toMatchObject([
      { arn: expect.stringMatching(/:alarm:bad$/), state: { value: "ALARM" } },
      { arn: expect.stringMatching(/:alarm:worse$/), state: { value: "ALARM" } },
    ]);
    const since = late?.StateTransitionedTimestamp?.getTime() ?? 0;
    expect(since - NOW).toBeGreaterThan(11 * MINUTE);
    expect(since - NOW).toBeLessThan(12 * MINUTE);
  });

  it("stand over composite alarms, and in circles", async () => {
    const made = await open({ inner: "ALARM(bad)", left: "FALSE", right: "ALARM(left)" });
    await made.client.send(
      new PutCompositeAlarmCommand({
        AlarmName: "left",
        AlarmRule: "ALARM(right) OR ALARM(inner)",
      }),
    );
    made.pass(8 * MINUTE);

    const states = await Promise.all(
      ["inner", "left", "right"].map(async (name) => (await composite(made, name))?.StateValue),
    );

    expect(states[0]).toBe("ALARM");
    expect(states[1]).toBe("ALARM");
    expect(made.bugs).toEqual([]);
  });

  it("are held back while their suppressor is in ALARM", async () => {
    const made = await open({ any: "ALARM(worse)" });
    await made.client.send(
      new PutCompositeAlarmCommand({
        AlarmName: "any",
        AlarmRule: "ALARM(worse)",
        ActionsSuppressor: "bad",
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 60,
      }),
    );

    made.pass(13 * MINUTE);
    const during = await composite(made, "any");
    made.pass(10 * MINUTE);
    const after = await composite(made, "any");

    expect([during?.StateValue, during?.ActionsSuppressedBy]).toEqual(["ALARM", "Alarm"]);
    expect([after?.StateValue, after?.ActionsSuppressedBy]).toEqual(["ALARM", undefined]);
  });

  it("name their parents, keep their children, and refuse strangers", async () => {
    const made = await open({ any: "ALARM(bad) OR ALARM(worse)" });
    const { client } = made;

    const { CompositeAlarms } = await client.send(
      new DescribeAlarmsCommand({ ParentsOfAlarmName: "bad" }),
    );
    const refused = await Promise.all([
      errorOf(client.send(new DeleteAlarmsCommand({ AlarmNames: ["bad"] }))),
      errorOf(
        client.send(new PutCompositeAlarmCommand({ AlarmName: "x", AlarmRule: "ALARM(nobody)" })),
      ),
      errorOf(client.send(new PutCompositeAlarmCommand({ AlarmName: "x", AlarmRule: "ALARM(" }))),
      errorOf(
        client.send(
          new DescribeAlarmsCommand({ ChildrenOfAlarmName: "any", AlarmNamePrefix: "a" }),
        ),
      ),
    ]);
    const deleted = await errorOf(
      client.send(new DeleteAlarmsCommand({ AlarmNames: ["bad", "any"] })),
    );

    expect(CompositeAlarms).toEqual([
      { AlarmName: "any", AlarmArn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:any" },
    ]);
    expect(refused).toEqual(new Array<string>(4).fill("ValidationException"));
    expect(deleted).toBe("none");
  });

  it("keep a state that somebody set for as long as metric alarms do", async () => {
    const made = await open({ any: "ALARM(bad)" });
    made.pass(2 * MINUTE);
    await made.client.send(
      new SetAlarmStateCommand({ AlarmName: "any", StateValue: "ALARM", StateReason: "drill" }),
    );

    const drill = await composite(made, "any");
    made.pass(MINUTE);
    const after = await composite(made, "any");

    expect([drill?.StateValue, after?.StateValue]).toEqual(["ALARM", "OK"]);
  });
});

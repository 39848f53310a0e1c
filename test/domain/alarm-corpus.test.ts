import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readAlarm } from "../../src/aws/cloudwatch/read-alarm.ts";
import type { AlarmKind } from "../../src/aws/cloudwatch/read-watch.ts";
import type { Alarm } from "../../src/domain/alarm.ts";
import { alarmNameOf } from "../../src/domain/alarm-rule.ts";
import { kindWords, STATE_WORDS, watchSentence } from "../../src/domain/alarm-words.ts";
import { actionWords } from "../../src/domain/alarm-words-actions.ts";
import { reasonWords, type Worded } from "../../src/domain/alarm-words-reason.ts";
import { isObject, type JsonObject } from "../../src/domain/json.ts";
import { formatInstant } from "../../src/domain/time.ts";
import { corpusFolder, unpackedCorpus } from "../support/corpus.ts";

const FOLDERS = ["cw-custodian-placebo", "awscli-cloudwatch"];

const LISTS: [string, AlarmKind][] = [
  ["MetricAlarms", "metric"],
  ["CompositeAlarms", "composite"],
  ["LogAlarms", "log"],
];

function alarmsIn(file: string): Alarm[] {
  const document: unknown = JSON.parse(readFileSync(file, "utf8"));
  const body = isObject(document) && isObject(document.data) ? document.data : document;
  if (!isObject(body)) return [];
  return LISTS.flatMap(([list, kind]) => {
    const raw = body[list];
    if (!Array.isArray(raw)) return [];
    return raw.map((each) => readAlarm(each, placeOf(isObject(each) ? each : {}), kind));
  });
}

function placeOf({ AlarmArn: arn }: JsonObject): Alarm["place"] {
  const [, , , region = "", account = ""] = String(arn).split(":");
  return { region, account };
}

function filesBelow(folder: string): string[] {
  return FOLDERS.flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => /describe-?alarms/i.test(file) && file.endsWith(".json"))
      .sort()
      .map((file) => join(folder, name, file)),
  );
}

const plain = (words: Worded) =>
  words.map((word) => (typeof word === "string" ? word : formatInstant(word.at))).join("");

function described(alarm: Alarm): string {
  const { state, stateReason: reason, reasonData: data } = alarm;
  const why = reasonWords({ state, ...(reason && { reason }), ...(data && { data }) }, alarm.watch);
  const actions = [
    ...alarm.actions.alarm.map((action) => `ALARM: ${actionWords(action, alarm.place)}`),
    ...alarm.actions.ok.map((action) => `OK: ${actionWords(action, alarm.place)}`),
    ...alarm.actions.insufficient.map((action) => `no data: ${actionWords(action, alarm.place)}`),
  ];
  return [
    `${alarm.name} (${alarm.place.account} ${alarm.place.region}): ${kindWords(alarm.watch)}`,
    `  fires when  ${watchSentence(alarm.watch)}`,
    `  is          ${STATE_WORDS[state]} since ${formatInstant(alarm.stateSince ?? 0)}`,
    `  because     ${plain(why)}`,
    ...actions.map((action) => `  then        ${action}`),
    ...(alarm.actionsEnabled ? [] : ["  then        nothing: its actions are switched off"]),
  ].join("\n");
}

describe.skipIf(!corpusFolder)("alarms that others have recorded", () => {
  const files = corpusFolder ? filesBelow(unpackedCorpus()) : [];
  const alarms = files.flatMap(alarmsIn);
  const named = (name: string) => alarms.filter((alarm) => alarm.name === name);

  it("are all read, and none is of an unknown kind", () => {
    expect(files).toHaveLength(23);
    expect(alarms).toHaveLength(19);
    expect(alarms.filter(({ watch }) => watch.kind === "unknown")).toEqual([]);
  });

  it("are described as a reader of their bodies would", async () => {
    const text = files.map((file) => {
      const [folder = "", name = ""] = file.split("/").slice(-2);
      const found = alarmsIn(file).map(described);
      return `# ${folder}/${name}\n${found.length > 0 ? found.join("\n") : "no alarm"}\n`;
    });

    await expect(text.join("\n")).toMatchFileSnapshot("../goldens/alarms-of-the-corpus.txt");
  });

  it.each([
    [
      "myHighCpuAlarm2",
      "i-0c986c72 CPUUtilization (average over 5 min) ≥ 70, for 10 periods of 5 min in a row; without data it is INSUFFICIENT_DATA",
    ],
    [
      "NoMFAConsoleLoginAlarm_fail",
      "ImportantMetrics no_mfa_console_signin_metric_fail (sum over 1 min) > 0, already at one datapoint; without data it is INSUFFICIENT_DATA",
    ],
    [
      "TestAlarm",
      "TestNamespace TestCount (sum over 1 day) > 0, already at one datapoint; without data it is INSUFFICIENT_DATA",
    ],
    [
      "c7n-test-alarm-delete",
      "AWS/EC2 CPUUtilization (average over 1 h) > 10, for 5 hours in a row; without data it is INSUFFICIENT_DATA",
    ],
    ["ExampleCompositeAlarm", "c7n-test-alarm-tags-filter is in ALARM"],
  ])("%s fires when its body says", (name, expected) => {
    expect(named(name).length).toBeGreaterThan(0);
    expect(new Set(named(name).map(({ watch }) => watchSentence(watch)))).toEqual(
      new Set([expected]),
    );
  });

  it("tell why they stand as they do", () => {
    const why = (name: string) => {
      const [alarm] = named(name);
      if (!alarm) return undefined;
      const { state, stateReason: reason, reasonData: data } = alarm;
      return plain(
        reasonWords({ state, ...(reason && { reason }), ...(data && { data }) }, alarm.watch),
      );
    };

    expect(why("myHighCpuAlarm2")).toBe(
      "latest CPUUtilization 41.32 at 2013-10-30T02:53:00Z, threshold 70",
    );
    expect(why("myalarm")).toBe(
      "latest CPUUtilization 40.29 at 2014-04-09T18:49:00Z, threshold 70",
    );
    expect(why("c7n-test-alarm-delete")).toBe("not checked since it was created");
    expect(why("ExampleCompositeAlarm")).toBe(
      "its rule gave OK when it was created: c7n-test-alarm-tags-filter was INSUFFICIENT_DATA",
    );
  });

  it("of composites name their children", () => {
    const [composite] = named("ExampleCompositeAlarm");

    const children = composite?.watch.kind === "composite" ? composite.watch.children : [];

    expect(children.map(alarmNameOf)).toEqual(["c7n-test-alarm-tags-filter"]);
  });
});

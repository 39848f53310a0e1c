import { afterEach, describe, expect, it } from "vitest";
import { openFileTrail } from "../../../src/trail/files/file-trail.ts";
import { makeFolder, quietRun, removeFolder, writeFiles } from "./made-trail.ts";

const made: string[] = [];

function folder(): string {
  const dir = makeFolder();
  made.push(dir);
  return dir;
}

afterEach(() => {
  for (const dir of made.splice(0)) removeFolder(dir);
});

function record(minute: number, errorCode?: string) {
  return {
    eventVersion: "1.10",
    eventTime: `2026-11-20T10:0${minute}:00Z`,
    eventSource: "s3.amazonaws.com",
    eventName: "PutBucketPolicy",
    awsRegion: "eu-west-1",
    eventID: `00000000-0000-4000-8000-00000000000${minute}`,
    requestParameters: { bucketName: "orders-prod" },
    ...(errorCode !== undefined && { errorCode }),
  };
}

describe("a search that says what is enough of a class", () => {
  it("reads so many of its newest, all of the others, and counts every one", async () => {
    const dir = folder();
    const records = [
      ...[1, 2, 3].map((minute) => record(minute)),
      ...[4, 5, 6].map((minute) => record(minute, "AccessDenied")),
    ];
    writeFiles(dir, [{ path: "a.json", text: JSON.stringify({ Records: records }) }]);
    const trail = await openFileTrail({
      dir,
      cacheDir: folder(),
      clock: { now: () => Date.now() },
      lookAgainMs: 0,
    });
    await trail.update(quietRun);

    const found = await trail.find(
      {
        window: { from: 0, to: Number.MAX_SAFE_INTEGER },
        classes: ["change", "attempt"],
        limit: 100,
        enough: { attempt: 1 },
      },
      quietRun,
    );
    await trail.close();

    expect(found.events.map((event) => event.id.at(-1))).toEqual(["6", "3", "2", "1"]);
    expect(found.counts).toEqual({ change: 3, attempt: 3 });
  });
});

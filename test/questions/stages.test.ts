import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/answers/answer.ts";
import { DAY, formatInstant, HOUR, MINUTE, parseInstant } from "../../src/domain/time.ts";
import type { TrailEvent } from "../../src/domain/trail-event.ts";
import { answerInStages } from "../../src/questions/stages.ts";
import { understand } from "../../src/questions/understand.ts";
import type { Trail } from "../../src/sources/trail.ts";
import { joinTrails } from "../../src/trail/federated.ts";
import { quietRun } from "../support/ask.ts";
import { trailEventOf } from "../support/records.ts";
import { createFakeSource, type FakeSource } from "../support/trail-source.ts";

const NOW = parseInstant("2026-11-20T12:00:00Z") ?? 0;
const clock = { now: () => NOW };
const context = { now: NOW, zone: "UTC", accountNames: {} };

const eventAgo = (number: number, ageMs: number, overrides = {}): TrailEvent =>
  trailEventOf({
    eventID: `6f1c0b1e-0000-4000-8000-${String(number).padStart(12, "0")}`,
    eventTime: formatInstant(NOW - ageMs),
    ...overrides,
  });
const EVENTS = [eventAgo(1, HOUR), eventAgo(2, 100 * DAY)];

function sourcesOver(events: TrailEvent[]): { quick: FakeSource; slow: FakeSource } {
  const reach = (days: number) => ({
    window: { from: NOW - days * DAY, to: NOW },
    lagMs: 15 * MINUTE,
  });
  return {
    quick: createFakeSource({
      name: "lookup-events",
      events,
      reach: { ...reach(90), never: ["data-change"] },
    }),
    slow: createFakeSource({ name: "athena", events, reach: { ...reach(400), never: [] } }),
  };
}

async function answered(text: string, trail: Trail, parts: Answer[], errors: unknown[] = []) {
  const understood = understand(text, context);
  if (understood.kind !== "asked") throw new Error(`Not understood: ${text}`);
  return answerInStages(
    understood,
    text,
    { trail },
    context,
    quietRun,
    (_, error) => errors.push(error),
    (part) => parts.push(part),
  );
}

const callouts = ({ sections }: Answer) =>
  sections.flatMap((section) => (section.kind === "callout" ? [section.line.join("")] : []));

describe("a question answered in stages", () => {
  it("gives a part as soon as one source has told something, and the whole when all have", async () => {
    const { quick, slow } = sourcesOver(EVENTS);
    slow.isHeld = true;
    const parts: Answer[] = [];

    const asking = answered(
      "who changed bucket-x last 200d",
      joinTrails([quick, slow], { clock }),
      parts,
    );
    await expect.poll(() => parts.length).toBe(1);
    slow.release();
    const { answer } = await asking;

    const [part] = parts;
    expect(part && callouts(part)).toContain("So far from LookupEvents; Athena is still reading.");
    expect(part?.data.changes).toHaveLength(1);
    expect(part?.followUps).toEqual([]);
    expect(part?.searched.map(({ source, complete }) => [source, complete])).toEqual([
      ["LookupEvents", true],
      ["Athena", false],
    ]);
    expect(answer.data.changes).toHaveLength(2);
    expect(callouts(answer).join()).not.toContain("still reading");
  });

  it("gives no part of what stands in no source yet, of a file, or of one record", async () => {
    const { quick, slow } = sourcesOver([eventAgo(2, 100 * DAY)]);
    const parts: Answer[] = [];
    const trail = joinTrails([quick, slow], { clock });

    await answered("who changed bucket-x last 200d", trail, parts);
    await answered("who changed bucket-x last 200d as csv", trail, parts);
    await answered("raw event 6f1c0b1e-0000-4000-8000-000000000002", trail, parts);

    expect(parts).toEqual([]);
  });

  it("answers over a trail without stages as before", async () => {
    const { quick } = sourcesOver(EVENTS);
    const parts: Answer[] = [];
    const { find, suggest } = quick;

    const { answer, later } = await answered(
      "who changed bucket-x last 1d",
      { find, suggest },
      parts,
    );

    expect(answer.outcome).toBe("found");
    expect(parts).toEqual([]);
    expect(later().trail.find).toBe(find);
  });

  it("tells the operator once of an error that broke the question", async () => {
    const { quick } = sourcesOver(EVENTS);
    quick.error = new Error("broken pipe");
    const errors: unknown[] = [];

    const { answer } = await answered(
      "who changed bucket-x last 1d",
      joinTrails([quick], { clock }),
      [],
      errors,
    );

    expect(answer.outcome).toBe("failed");
    expect(errors).toEqual([quick.error]);
  });

  it("claims nothing new of a person whose month before could not be read", async () => {
    const before = Array.from({ length: 3 }, (_, at) =>
      eventAgo(10 + at, 5 * DAY + at * HOUR, { sourceIPAddress: "198.51.100.1" }),
    );
    const now = eventAgo(1, HOUR, { sourceIPAddress: "203.0.113.99" });
    const { quick } = sourcesOver([now, ...before]);
    const text = "what did jane do last 1d";
    const whole = await answered(text, joinTrails([quick], { clock }), []);
    const torn: FakeSource = {
      ...quick,
      find: async (query, run) => {
        const found = await quick.find(query, run);
        const searched = found.searched.map((search) => ({ ...search, complete: !query.aside }));
        return { ...found, searched };
      },
    };

    const { answer } = await answered(text, joinTrails([torn], { clock }), []);

    expect(JSON.stringify(whole.answer.sections)).toContain("not seen in the 30 days before");
    expect(JSON.stringify(answer.sections)).not.toContain("not seen in the 30 days before");
  });

  it("does not say that nobody has a name where not all could be read", async () => {
    const { quick } = sourcesOver(EVENTS);
    const slow: FakeSource = { ...quick, estimate: async () => ({ ms: 10 * MINUTE }) };
    const text = "what did nobodyhere do last 1d";

    const known = await answered(text, joinTrails([quick], { clock }), []);
    const unknown = await answered(text, joinTrails([slow], { clock }), []);

    expect(callouts(known.answer).join()).toContain("names anybody called");
    expect(callouts(unknown.answer).join()).not.toContain("names anybody called");
  });
});

/** Writes the scenario as a bucket of CloudTrail log files, as the embedded engine reads them. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { Problem } from "../../domain/problem.ts";
import { DAY, HOUR, MINUTE } from "../../domain/time.ts";
import {
  type Delivered,
  DIGEST_HOURS,
  type Digest,
  digestChain,
  logHash,
  SIGNATURES_FILE,
  signaturesText,
} from "./digests.ts";
import { deliveredAt, logFilePath } from "./layout.ts";
import { createVoice, isActive, noiseIn, PLACES, type Place, SLOT_MS } from "./noise.ts";
import { createRandom } from "./random.ts";
import { type ToldStory, tellStories } from "./stories.ts";
import type { SuggestedQuestion } from "./story.ts";

export type ScenarioOptions = {
  /** Folder to write; made if it is missing, replaced if it holds another scenario. */
  dir: string;
  /** Epoch milliseconds; the minute counts. */
  now: number;
  seed?: number;
  /** How many days before `now` the records begin; 30 unless said. Stories older than that lose their beginnings. */
  days?: number;
  /** A scenario of the same seed that is there already and at most so much older is taken as it is. */
  maxAgeMs?: number;
  signal?: AbortSignal;
};

export type StoryReport = { name: string; title: string; questions: SuggestedQuestion[] };

export type ScenarioReport = {
  /** Holds `AWSLogs`. */
  dir: string;
  /** The moment up to which the scenario is told. */
  now: number;
  seed: number;
  days: number;
  /** False when it stood there already. */
  written: boolean;
  files: number;
  /** Different events; `duplicates` of them were delivered twice. */
  events: number;
  duplicates: number;
  /** Of the gzipped files. */
  sizeBytes: number;
  stories: StoryReport[];
};

/** Marks a folder as ours, complete and safe to replace. Not named .json, lest it be read as a log. */
const MARKER = ".trailwatch-scenario";
const VERSION = 2;
const DEFAULT_DAYS = 30;
const FILES_A_BATCH = 64;

/**
 * Writes the company's CloudTrail records of the 30 days before `now` in the S3 layout, the same for the same seed and minute.
 * The folder appears whole or not at all; what is there already and fits is not written again.
 *
 * @throws Problem `scenario.folder` when the folder holds something else.
 */
export async function writeScenario(options: ScenarioOptions): Promise<ScenarioReport> {
  const now = Math.floor(options.now / MINUTE) * MINUTE;
  const wanted = { now, seed: options.seed ?? 1, days: options.days ?? DEFAULT_DAYS };
  const there = readMarker(options.dir);
  if (there && fits(there, wanted, options.maxAgeMs ?? 0)) {
    return { ...there, dir: options.dir, written: false };
  }
  if (!there) refuseForeign(options.dir);
  const parent = dirname(options.dir);
  mkdirSync(parent, { recursive: true });
  removeLeftovers(options.dir);
  const fresh = mkdtempSync(`${options.dir}.new-`);
  try {
    const stories = tellStories(now, wanted.seed);
    const counts = await writeFiles(fresh, { ...wanted, stories, signal: options.signal });
    const told = stories.map(({ name, title, questions }) => ({ name, title, questions }));
    const report = { dir: options.dir, ...wanted, written: true, ...counts, stories: told };
    const note = "Made up: nothing in this folder ever happened.";
    writeFileSync(join(fresh, MARKER), JSON.stringify({ version: VERSION, note, report }));
    putInPlace(fresh, options.dir);
    return report;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

type Wanted = { now: number; seed: number; days: number };

function fits(there: Wanted, wanted: Wanted, maxAgeMs: number): boolean {
  const ageMs = wanted.now - there.now;
  const same = there.seed === wanted.seed && there.days === wanted.days;
  return same && ageMs >= 0 && ageMs <= maxAgeMs;
}

function readMarker(dir: string): ScenarioReport | undefined {
  try {
    const { version, report } = JSON.parse(readFileSync(join(dir, MARKER), "utf8"));
    return version === VERSION ? report : { ...report, now: -1 };
  } catch {
    return undefined;
  }
}

function refuseForeign(dir: string): void {
  if (!existsSync(dir)) return;
  if (statSync(dir).isDirectory() && readdirSync(dir).length === 0) return;
  throw new Problem(
    "scenario.folder",
    `${dir} holds something that is not the sandbox's scenario.`,
    "Name an empty folder, or one that is not there yet.",
  );
}

/** What a killed run left behind an hour ago or more. */
function removeLeftovers(dir: string): void {
  const start = `${basename(dir)}.new-`;
  for (const name of readdirSync(dirname(dir))) {
    if (!name.startsWith(start)) continue;
    const path = join(dirname(dir), name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > HOUR) rmSync(path, { recursive: true, force: true });
  }
}

function putInPlace(fresh: string, dir: string): void {
  if (existsSync(dir)) {
    const old = `${fresh}-old`;
    renameSync(dir, old);
    renameSync(fresh, dir);
    rmSync(old, { recursive: true, force: true });
  } else {
    renameSync(fresh, dir);
  }
}

type Plan = Wanted & {
  stories: readonly ToldStory[];
  signal: AbortSignal | undefined;
};
type Counts = { files: number; events: number; duplicates: number; sizeBytes: number };
type LogFile = { path: string; slot: number; delivered: number; texts: string[] };

async function writeFiles(root: string, plan: Plan): Promise<Counts> {
  const counts: Counts = { files: 0, events: 0, duplicates: 0, sizeBytes: 0 };
  const folders = new Set<string>();
  const digestEnd = Math.floor(plan.now / HOUR) * HOUR;
  const digests: Digest[] = [];
  for (const place of PLACES) {
    const digested: Delivered[] = [];
    for (const file of filesOf(place, plan, counts)) {
      plan.signal?.throwIfAborted();
      const body = Buffer.from(`{"Records":[${file.texts.join(",")}]}`);
      counts.sizeBytes += writeGzipped(root, file.path, body, folders);
      counts.files++;
      if (file.delivered >= digestEnd - DIGEST_HOURS * HOUR) digested.push(toDelivered(file, body));
      if (counts.files % FILES_A_BATCH === 0) await setImmediate();
    }
    for (const digest of digestChain(place, digestEnd, digested)) {
      writeGzipped(root, digest.path, Buffer.from(digest.text), folders);
      digests.push(digest);
    }
    await setImmediate();
  }
  writeFileSync(join(root, SIGNATURES_FILE), signaturesText(digests));
  return counts;
}

function toDelivered(file: LogFile, body: Buffer): Delivered {
  return {
    path: file.path,
    at: file.delivered,
    sha256: logHash(body),
    oldest: file.slot,
    newest: file.slot + SLOT_MS - 1000,
  };
}

/** The log files of a place, oldest first: stories and background, now and then a delivery repeated. */
function* filesOf(place: Place, plan: Plan, counts: Counts): Generator<LogFile> {
  const voice = createVoice(place);
  const told = storyTexts(place, plan.stories);
  let again: string[] = [];
  for (const slot of slotsOf(place, plan, told)) {
    const stories = told.get(slot) ?? [];
    const noise = isHeard(place, slot, plan.now) ? noiseIn(voice, slot, plan.seed) : [];
    const texts = [...noise, ...stories, ...again];
    counts.events += noise.length + stories.length;
    counts.duplicates += again.length;
    const random = createRandom(`${plan.seed}/again/${place.account}/${place.region}/${slot}`);
    again = random() < (stories.length > 0 ? 0.3 : 0.01) ? [...stories, ...noise].slice(0, 3) : [];
    const delivered = deliveredAt(slot);
    const path = logFilePath({ ...place, deliveredAt: delivered }, plan.seed);
    yield { path, slot, delivered, texts };
  }
}

/** Slots in which something happened and that are delivered by now. */
function* slotsOf(place: Place, plan: Plan, told: ReadonlyMap<number, unknown>) {
  const first = Math.ceil((plan.now - plan.days * DAY) / SLOT_MS) * SLOT_MS;
  for (let slot = first; deliveredAt(slot) <= plan.now; slot += SLOT_MS) {
    if (told.has(slot) || isHeard(place, slot, plan.now)) yield slot;
  }
}

/** The background of the busiest place never falls silent in the last hour, so that the newest event is minutes old. */
function isHeard(place: Place, slot: number, now: number): boolean {
  return isActive(place, slot) || (place === PLACES[0] && slot > now - HOUR);
}

function storyTexts(place: Place, stories: readonly ToldStory[]): Map<number, string[]> {
  const slots = new Map<number, string[]>();
  for (const { at, account, region, record } of stories.flatMap((story) => story.records)) {
    if (account !== place.account || region !== place.region) continue;
    const slot = Math.floor(at / SLOT_MS) * SLOT_MS;
    const texts = slots.get(slot) ?? [];
    texts.push(JSON.stringify(record));
    slots.set(slot, texts);
  }
  return slots;
}

/** Written one after the other: most of the time is the file system's, and it makes files no faster in parallel. */
function writeGzipped(root: string, path: string, body: Buffer, folders: Set<string>): number {
  const full = join(root, path);
  const folder = dirname(full);
  if (!folders.has(folder)) {
    mkdirSync(folder, { recursive: true });
    folders.add(folder);
  }
  const zipped = gzipSync(body, { level: 1 });
  writeFileSync(full, zipped);
  return zipped.byteLength;
}

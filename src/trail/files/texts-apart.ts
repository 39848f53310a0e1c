/**
 * Texts of a record that the index files as terms of their own: the names that a call touched and who called from where.
 * What stands in one of these is found in the dictionary, for certain and without a look at any record; the signature
 * of a block tells of the rest alone. Names are made of the same few words, so with them it would tell little.
 */
import { stringAt } from "../../domain/json.ts";
import type { TrailEvent } from "../../domain/trail-event.ts";
import { callIds } from "../match.ts";

/** Part of a record's JSON, as bytes. */
export type Place = { start: number; end: number };

export type Apart = {
  /** Whole strings of the record, as they stand in it. */
  texts: string[];
  /** Where these stand, and the ids of the call: ascending. */
  places: Place[];
};

const PATHS = [
  ["userIdentity", "arn"],
  ["userIdentity", "principalId"],
  ["userIdentity", "userName"],
  ["userIdentity", "sessionContext", "sessionIssuer", "arn"],
  ["userIdentity", "sessionContext", "sessionIssuer", "userName"],
  ["sourceIPAddress"],
  ["userAgent"],
  ["requestParameters", "Host"],
  ["tlsDetails", "clientProvidedHostHeader"],
] as const;

/** Stands in JSON as it is, and cannot be what lies between two strings; longer texts are searched in another form. */
const PLAIN = /^[A-Za-z0-9/][ !#-[\]-~]{3,198}$/;
/** Part of an id that comes seldom again: filed apart it would take more room than it saves looks into records. */
const CHANCE = /(?=\d*[a-f])(?=[a-f]*\d)[\da-f]{8}/;
/** Shorter ids set few bits, others may stand in JSON in another form. */
const PLAIN_ID = /^[A-Za-z0-9_.-]{16,}$/;
/** What is under the key of a token does not count, and a letter may hide behind its number. */
const TOKENS = ["sessionToken", "-amz-security-token", "-Amz-Security-Token"];
/** A memory that grows larger than this is begun anew. */
const MOST_REMEMBERED = 20_000;

/** Finds texts of records that stand in their JSON as whole strings, and where a signature need not look. */
export function createApartFinder(): (event: TrailEvent, json: Buffer) => Apart {
  const judged = new Map<string, boolean>();

  function isMeant(text: string): boolean {
    const known = judged.get(text);
    if (known !== undefined) return known;
    if (judged.size >= MOST_REMEMBERED) judged.clear();
    const is = PLAIN.test(text) && !CHANCE.test(text);
    judged.set(text, is);
    return is;
  }

  return (event, bytes) => {
    // Searching a string is several times as fast as searching bytes.
    const json = bytes.toString("latin1");
    const ids = callIds.map((key) => event.raw[key]);
    const apart: Apart = { texts: [], places: [] };
    for (const id of ids) addOnly(apart.places, json, id);
    for (const text of isDoubtful(json) ? [] : wholeTexts(event)) {
      if (!isMeant(text) || ids.includes(text)) continue;
      if (addEach(apart.places, json, text)) apart.texts.push(text);
    }
    apart.places.sort((a, b) => a.start - b.start);
    return apart;
  };
}

function wholeTexts({ raw, touched }: TrailEvent): Set<string> {
  const texts = new Set<string>();
  for (const { text } of touched) texts.add(text);
  for (const path of PATHS) texts.add(stringAt(raw, ...path) ?? "");
  return texts;
}

function isDoubtful(json: string): boolean {
  if (json.includes("\\u")) return true;
  return json.includes("oken") && TOKENS.some((text) => json.includes(text));
}

/** Adds where an id stands if that is one place: where there are two, one of them is something else. */
function addOnly(places: Place[], json: string, id: unknown): void {
  if (typeof id !== "string" || !PLAIN_ID.test(id)) return;
  const start = json.indexOf(id);
  if (start === -1 || json.indexOf(id, start + 1) !== -1) return;
  places.push({ start, end: start + id.length });
}

/** Adds the places where a text is a whole key or value; false when there is none. */
function addEach(places: Place[], json: string, text: string): boolean {
  const before = places.length;
  let at = json.indexOf(text);
  while (at !== -1) {
    const end = at + text.length;
    // Behind a backslash the quote is a part of a longer string.
    if (json[at - 1] === '"' && json[end] === '"' && json[at - 2] !== "\\") {
      places.push({ start: at, end });
    }
    at = json.indexOf(text, end);
  }
  return places.length > before;
}

/** Policies, templates and tags: places that name things which the call does not act on, save EC2's Name tag. */
import type { JsonValue } from "./json.ts";
import { canBeName, embeddedArns, isResourceShape } from "./touched-values.ts";
import { DEEPEST, MOST_VALUES, put, type Walk } from "./touched-walk.ts";

/** Everything that a policy, template or definition names is only referred to. */
export function readDocument(walk: Walk, rawKey: string, value: JsonValue, depth: number): void {
  walk.values += 1;
  if (walk.values > MOST_VALUES || depth > DEEPEST || value === null) return;
  if (typeof value === "string") {
    const names = isResourceShape(value) ? [value] : embeddedArns(value);
    for (const text of names) put(walk, { text, role: "mention", type: rawKey });
  } else if (typeof value === "object") {
    for (const inside of Object.values(value)) {
      if (inside !== undefined) readDocument(walk, rawKey, inside, depth + 1);
    }
  }
}

const NAMED_BY_TAG = /^(?:Create|Run|Allocate|Import|Copy|Register|Request)/;

/** In EC2 the tag Name is what people call a thing; other tags name other things. */
export function readNameTag(walk: Walk, value: JsonValue, depth = 0): void {
  if (walk.call.service !== "ec2" || !NAMED_BY_TAG.test(walk.call.name)) return;
  walk.values += 1;
  if (depth > 8 || walk.values > MOST_VALUES || typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && (value.key ?? value.Key) === "Name") {
    const name = value.value ?? value.Value;
    if (typeof name === "string" && canBeName(name))
      put(walk, { text: name, role: "target", type: "tag Name" });
    return;
  }
  for (const inside of Object.values(value)) {
    if (inside !== undefined) readNameTag(walk, inside, depth + 1);
  }
}

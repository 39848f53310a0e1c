/** Shapes that many summaries share. */
import { asked, type Call, name, type Summary, the } from "./call.ts";

/** `delete` + `bucket` + the name at the first path that holds one. */
export function acts(verb: string, noun: string, ...paths: string[]): Summary {
  return (call) => `${verb} ${the(noun, name(call, ...paths))}`;
}

/** `delete target targetName of function f`: a thing inside another one. */
export function actsInside(
  verb: string,
  noun: string,
  paths: readonly string[],
  preposition: string,
  outer: string,
  outerPaths: readonly string[],
): Summary {
  return (call) =>
    `${verb} ${the(noun, name(call, ...paths))} ${preposition} ${the(outer, name(call, ...outerPaths))}`;
}

/** `set the CORS rules of bucket x`. */
export function actsOnPart(verb: string, part: string, noun: string, ...paths: string[]): Summary {
  return (call) => `${verb} the ${part} of ${the(noun, name(call, ...paths))}`;
}

/** `class db.t3.large, storage 200`: what was asked, each value behind its label; what is not given is not said. */
export function given(call: Call, labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .flatMap(([path, label]) => {
      const value = asked(call, path);
      return value === undefined ? [] : [`${label} ${value}`];
    })
    .join(", ");
}

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type CollectionTag, parse, type ScalarTag, type YAMLMap, type YAMLSeq } from "yaml";
import { z } from "zod";

export const deploy = resolve(import.meta.dirname, "../../deploy");

/** Functions of CloudFormation that take one text here → their long form. */
const OF_TEXT = ["Ref", "Sub", "GetAtt"];
/** Those that take a list: what they take is told, and the function is not. */
const OF_LISTS = ["Equals", "Not", "And", "Or", "If"];

const tags: (ScalarTag | CollectionTag)[] = [
  ...OF_TEXT.map((name) => ({
    tag: `!${name}`,
    resolve: (text: string) => ({ [name]: text }),
  })),
  ...OF_LISTS.map((name) => ({
    tag: `!${name}`,
    collection: "seq" as const,
    resolve: (list: YAMLMap.Parsed | YAMLSeq.Parsed) => list,
  })),
];

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal("Allow"),
  Action: z.union([z.string(), z.array(z.string()).min(1)]),
  Resource: z.unknown().optional(),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
export type Statement = z.infer<typeof statement>;

export const policyDocument = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.array(statement).min(1),
});

const resource = z.strictObject({
  Type: z.string(),
  Condition: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()),
});

const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.literal("2010-09-09"),
  Description: z.string().max(1024),
  Parameters: z.record(
    z.string(),
    z.looseObject({ Type: z.enum(["String", "CommaDelimitedList"]) }),
  ),
  Conditions: z.record(z.string(), z.unknown()),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.strictObject({ Description: z.string(), Value: z.unknown() })),
});
export type Template = z.infer<typeof templateSchema>;

/** A CloudFormation template, its functions as `{ Ref: "Name" }`; throws where it is none. */
export function readTemplate(name: string): Template {
  return templateSchema.parse(
    parse(readFileSync(join(deploy, name), "utf8"), { customTags: tags }),
  );
}

export function actionsOf(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap(({ Action }) => Action))].sort();
}

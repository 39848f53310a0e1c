/** The console page's panel for the local AWS: its state, its switches, and what happens there on order. */
import type { ConsoleAws, ConsoleAwsAct, ConsoleReply } from "./console-protocol.ts";
import { isObject } from "./methods/method.ts";
import { jsonReply, type Reply } from "./web-api.ts";
import type { World } from "./world.ts";

/** A local AWS as the console needs it. */
export type AwsSwitchboard = {
  state(): ConsoleAws;
  /** False when there is no such fault. */
  set(fault: string, isOn: boolean): boolean;
  /** Lets something happen now that event history shows `afterMs` later; false when there is no such deed. */
  happen(deed: string, afterMs: number): boolean;
};

export function answerAws({ aws }: World): Reply {
  return aws ? jsonReply(aws.state()) : jsonReply({ ok: false, text: "No local AWS here." }, 404);
}

/** Does what the panel asks for and shows every open page how things stand then. */
export function answerAwsAct(world: World, body: Buffer): Reply {
  const { aws } = world;
  if (!aws) return jsonReply({ ok: false, text: "No local AWS here." }, 404);
  const act = actOf(body);
  if (!act) return refused("This is nothing that the local AWS can do.");
  const reply = perform(aws, act);
  if (!reply.ok) return refused(reply.text);
  world.tell({ kind: "aws", aws: aws.state() });
  return jsonReply(reply);
}

const refused = (text: string): Reply => jsonReply({ ok: false, text }, 400);

function perform(aws: AwsSwitchboard, act: ConsoleAwsAct): ConsoleReply {
  const unknown: ConsoleReply = { ok: false, text: "The local AWS does not know that." };
  switch (act.act) {
    case "set":
      return aws.set(act.fault, act.isOn) ? { ok: true } : unknown;
    case "back-to-normal":
      for (const { name, isOn } of aws.state().faults) if (isOn) aws.set(name, false);
      return { ok: true };
    case "happen":
      return aws.state().lags.includes(act.afterMs) && aws.happen(act.deed, act.afterMs)
        ? { ok: true }
        : unknown;
  }
}

function actOf(body: Buffer): ConsoleAwsAct | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { act, fault, isOn, deed, afterMs } = value;
  if (act === "set" && typeof fault === "string" && typeof isOn === "boolean")
    return { act, fault, isOn };
  if (act === "happen" && typeof deed === "string" && typeof afterMs === "number")
    return { act, deed, afterMs };
  return act === "back-to-normal" ? { act } : undefined;
}

/** One call of the Web API: arguments, token, scope, pace, then the method; every refusal in Slack's shape. */
import type { IncomingMessage } from "node:http";
import type { Faults } from "./faults.ts";
import { type Args, isObject, type Method, type MethodTable, text } from "./methods/method.ts";
import { refuse, SlackRefusal } from "./refusal.ts";
import type { World } from "./world.ts";

export type Reply = { status: number; headers: Record<string, string>; body: string };

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

export function jsonReply(value: unknown, status = 200): Reply {
  return { status, headers: { ...JSON_TYPE }, body: JSON.stringify(value) };
}

function argsOf(request: IncomingMessage, body: Buffer, url: URL): Args {
  const args: Args = Object.fromEntries(url.searchParams);
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("application/json")) {
    try {
      const value = JSON.parse(body.toString() || "{}") as unknown;
      return isObject(value) ? { ...args, ...value } : refuse("json_not_object");
    } catch (error) {
      throw error instanceof SlackRefusal ? error : new SlackRefusal("invalid_json");
    }
  }
  return { ...args, ...Object.fromEntries(new URLSearchParams(body.toString())) };
}

function tokenOf(request: IncomingMessage, args: Args): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "");
  return bearer?.[1] ?? text(args, "token");
}

/** Throws `not_authed`, `invalid_auth`, `token_revoked`, `not_allowed_token_type`, `missing_scope`. */
function authorize(world: World, faults: Faults, method: Method, token: string | undefined): void {
  if (method.token === "none") return;
  const { bot, app } = world.tokens;
  if (token === undefined) refuse("not_authed");
  if (token !== bot && token !== app) refuse("invalid_auth");
  if (faults.areTokensRevoked()) refuse("token_revoked");
  if ((token === bot ? "bot" : "app") !== method.token) refuse("not_allowed_token_type");
  const provided = token === bot ? world.company.scopes : ["connections:write"];
  const isAllowed =
    method.scopes.length === 0 || method.scopes.some((scope) => provided.includes(scope));
  const needed = method.scopes.join(",");
  if (!isAllowed) refuse("missing_scope", [], { needed, provided: provided.join(",") });
}

function tooFast(seconds: number): Reply {
  const reply = jsonReply({ ok: false, error: "ratelimited" }, 429);
  return { ...reply, headers: { ...reply.headers, "retry-after": String(seconds) } };
}

function refusalReply(refusal: SlackRefusal): Reply {
  const { code, messages, fields } = refusal;
  return jsonReply({
    ok: false,
    error: code,
    ...fields,
    ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
  });
}

/** Answers `POST /api/METHOD` from the table. */
export function createWebApi(world: World, faults: Faults, methods: MethodTable) {
  const call = (name: string, request: IncomingMessage, args: Args): Reply => {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) return refuse("unknown_method", [], { req_method: name });
    authorize(world, faults, method, tokenOf(request, args));
    const failure = faults.takeFailure(name);
    if (failure?.kind === "rate") return tooFast(failure.seconds);
    if (failure?.kind === "status") return jsonReply({ ok: false }, failure.status);
    if (failure) return refuse(failure.error);
    const key = method.tier === "post" ? `${name} ${text(args, "channel") ?? ""}` : name;
    const seconds = world.pace.take(method.tier, key);
    if (seconds !== undefined) return tooFast(seconds);
    return jsonReply({ ok: true, ...method.run(world, args) });
  };
  return (name: string, request: IncomingMessage, body: Buffer, url: URL): Reply => {
    try {
      return call(name, request, argsOf(request, body, url));
    } catch (error) {
      if (error instanceof SlackRefusal) return refusalReply(error);
      throw error;
    }
  };
}

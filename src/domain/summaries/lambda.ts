/** Lambda functions, their code, configuration, permissions, aliases and triggers. */
import { isObject } from "../json.ts";
import { principalWords } from "../policy-words.ts";
import {
  asked,
  at,
  type Call,
  type Deed,
  flagAt,
  listAt,
  name,
  nameAt,
  type Summaries,
  textAt,
  the,
} from "./call.ts";
import { acts } from "./phrases.ts";
import { listed, shown } from "./words.ts";

function fn(call: Call): string {
  return the("function", functionName(call));
}

/** The function's name without version or alias; the response names it where the request does not. */
export function functionName(call: Call): string | undefined {
  const found = name(call, "functionName") ?? nameAt(call.response, "functionName", "functionArn");
  // A partial ARN is allowed as a name: `111122223333:function:checkout-api:live`.
  return found?.replace(/^(?:\d{12}:)?function:/, "").split(":")[0];
}

/** What a new configuration says: memory, timeout, handler, runtime, layers, role, names of environment variables. */
export function configuration(call: Call): { property: string; value: string }[] {
  const plain = {
    memorySize: ["memory", " MB"],
    timeout: ["timeout", " s"],
    handler: ["handler", ""],
    runtime: ["runtime", ""],
    "tracingConfig.mode": ["tracing", ""],
  } as const;
  const told = Object.entries(plain).flatMap<{ property: string; value: string }>(
    ([path, [property, unit]]) => {
      const value = asked(call, path);
      return value === undefined ? [] : [{ property, value: `${value}${unit}` }];
    },
  );
  const role = nameAt(call.request, "role");
  if (role) told.push({ property: "role", value: role });
  if (at(call.request, "layers") !== undefined) {
    told.push({ property: "layers", value: layerWords(call) });
  }
  const variables = variableNames(call);
  if (variables)
    told.push({ property: "environment variables", value: listed(variables, 6) || "none" });
  return told;
}

function layerWords(call: Call): string {
  const layers = listAt(call.request, "layers").flatMap((layer) =>
    typeof layer === "string" ? shown(layer.replace(/^arn:.*:layer:/, "")) : [],
  );
  return listed(layers) || "none";
}

/** CloudTrail leaves the values out, and mostly the names too (`environment: {}`): then nothing is known. */
function variableNames(call: Call): string[] | undefined {
  const variables = at(call.request, "environment.variables");
  if (!isObject(variables)) return undefined;
  return Object.keys(variables).map((key) => shown(key));
}

function changedConfiguration(call: Call): Deed {
  const [first, ...rest] = configuration(call);
  if (first && rest.length === 0)
    return `set the ${first.property} of ${fn(call)} to ${first.value}`;
  const all = first
    ? [first, ...rest].map(({ property, value }) => `${property} ${value}`).join(", ")
    : undefined;
  const hidden =
    at(call.request, "environment") === undefined
      ? undefined
      : "its environment variables may have changed";
  return { act: `change the configuration of ${fn(call)}`, detail: all ?? hidden };
}

function changedCode(call: Call): Deed {
  const version = textAt(call.response, "version");
  const image = asked(call, "imageUri");
  const source = image ?? [asked(call, "s3Bucket"), asked(call, "s3Key")].filter(Boolean).join("/");
  const published =
    version !== undefined && version !== "$LATEST" ? `published as version ${version}` : "";
  if (flagAt(call.request, "dryRun")) return `try out new code for ${fn(call)} (dry run)`;
  const detail = [source && `from ${source}`, published].filter(Boolean).join(", ");
  return { act: `deploy new code to ${fn(call)}`, detail };
}

function permission(call: Call): Deed {
  const principal = asked(call, "principal") ?? "somebody";
  const action = (asked(call, "action") ?? "lambda:InvokeFunction").replace(/^lambda:/, "");
  const doing =
    action === "InvokeFunction" ? "invoke" : action === "*" ? "do everything with" : `${action} on`;
  const source = nameAt(call.request, "sourceArn") ?? asked(call, "sourceAccount");
  const organization = asked(call, "principalOrgID");
  const limits = [source && `for ${source}`, organization && `within ${organization}`]
    .filter(Boolean)
    .join(" ");
  if (principal === "*" && !limits) {
    return `let anyone ${doing} ${fn(call)} (AddPermission, principal *)`;
  }
  return `let ${principalWords(principal)} ${doing} ${fn(call)}${limits ? ` ${limits}` : ""}`;
}

const concurrency = (call: Call): Deed =>
  `set the reserved concurrency of ${fn(call)} to ${asked(call, "reservedConcurrentExecutions") ?? "a new value"}`;

const alias = (call: Call) => `${the("alias", name(call, "name"))} of ${fn(call)}`;
const pointed =
  (verb: string) =>
  (call: Call): Deed => {
    const version = asked(call, "functionVersion");
    return version ? `${verb} ${alias(call)} to version ${version}` : `update ${alias(call)}`;
  };

function urlDeed(verb: string): (call: Call) => Deed {
  return (call) => {
    const open = asked(call, "authType") === "NONE";
    return {
      act: `${verb} the public URL of ${fn(call)}`,
      detail: open ? "anyone may call it, auth NONE" : asked(call, "authType"),
    };
  };
}

function mapping(verb: string): (call: Call) => Deed {
  return (call) => {
    const source =
      nameAt(call.request, "eventSourceArn") ?? nameAt(call.response, "eventSourceArn");
    const enabled = flagAt(call.request, "enabled");
    const act =
      enabled === undefined || verb !== "update" ? verb : enabled ? "turn on" : "turn off";
    return `${act} the trigger ${source ?? asked(call, "uUID") ?? ""} of ${fn(call)}`.replace(
      "  ",
      " ",
    );
  };
}

export const lambda: Summaries = {
  CreateFunction: (call) => ({
    act: `create ${fn(call)}`,
    detail: configuration(call)
      .filter(({ property }) => property === "runtime" || property === "role")
      .map(({ property, value }) => `${property} ${value}`)
      .join(", "),
  }),
  DeleteFunction: (call) => {
    const version = asked(call, "qualifier");
    return `delete ${version ? `version ${version} of ` : ""}${fn(call)}`;
  },
  UpdateFunctionConfiguration: changedConfiguration,
  UpdateFunctionCode: changedCode,
  PublishVersion: (call) =>
    `publish ${the("version", textAt(call.response, "version"))} of ${fn(call)}`,
  PutFunctionConcurrency: concurrency,
  DeleteFunctionConcurrency: (call) => `remove the reserved concurrency of ${fn(call)}`,
  PutProvisionedConcurrencyConfig: (call) =>
    `set the provisioned concurrency of ${fn(call)} to ${asked(call, "provisionedConcurrentExecutions") ?? "a new value"}`,
  DeleteProvisionedConcurrencyConfig: (call) => `remove the provisioned concurrency of ${fn(call)}`,
  AddPermission: permission,
  RemovePermission: (call) =>
    `remove permission ${asked(call, "statementId") ?? ""} from the policy of ${fn(call)}`.replace(
      "  ",
      " ",
    ),
  CreateAlias: pointed("point new"),
  UpdateAlias: pointed("point"),
  DeleteAlias: (call) => `delete ${alias(call)}`,
  CreateEventSourceMapping: mapping("add"),
  UpdateEventSourceMapping: mapping("update"),
  DeleteEventSourceMapping: mapping("delete"),
  CreateFunctionUrlConfig: urlDeed("create"),
  UpdateFunctionUrlConfig: urlDeed("change"),
  DeleteFunctionUrlConfig: (call) => `delete the public URL of ${fn(call)}`,
  PublishLayerVersion: (call) => `publish a version of ${the("layer", name(call, "layerName"))}`,
  DeleteLayerVersion: acts("delete", "version of layer", "layerName"),
  Invoke: (call) => `invoke ${fn(call)}`,
  InvokeFunction: (call) => `invoke ${fn(call)}`,
};

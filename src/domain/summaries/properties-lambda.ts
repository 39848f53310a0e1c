/** Properties that calls of Lambda set. */
import { asked, name, nameAt, textAt } from "./call.ts";
import { configuration, functionName } from "./lambda.ts";
import {
  given,
  labelled,
  onOff,
  type PropertyReader,
  property,
  type ServiceProperties,
} from "./property.ts";

const RESERVED = "reserved concurrency";
const reserved: PropertyReader = (call) =>
  property(functionName(call), RESERVED, asked(call, "reservedConcurrentExecutions"));
const configured: PropertyReader = (call) =>
  configuration(call).flatMap(({ property: label, value }) =>
    property(functionName(call), label, value),
  );

/** Every call that changes a function answers with all of its configuration. */
const tellsConfiguration: PropertyReader = (call) => {
  const answered = configuration({ ...call, request: call.response });
  return answered
    .filter(({ property: label }) => label !== "environment variables")
    .flatMap(({ property: label, value }) => property(functionName(call), label, value));
};

const code: PropertyReader = (call) =>
  given(functionName(call), "code", textAt(call.response, "codeSha256"));
const aliased: PropertyReader = (call) => {
  const fn = functionName(call);
  const alias = name(call, "name");
  return fn && alias
    ? given(`${fn}:${alias}`, "function version", asked(call, "functionVersion"))
    : [];
};
const provisioned: PropertyReader = (call) =>
  property(
    functionName(call),
    `provisioned concurrency${asked(call, "qualifier") ? ` of ${asked(call, "qualifier")}` : ""}`,
    asked(call, "provisionedConcurrentExecutions"),
  );

const mapping: PropertyReader = (call) => {
  const id = name(call, "uUID") ?? nameAt(call.response, "uUID");
  return [
    ...given(id, "trigger", onOff(textAt(call.request, "enabled"))),
    ...labelled(call, id, { batchSize: "batch size" }),
  ];
};

const CONFIGURATION = ["UpdateFunctionConfiguration", "UpdateFunctionCode", "CreateFunction"];

export const lambdaProperties: ServiceProperties = {
  sets: {
    CreateFunction: (call) => [
      ...configured(call),
      ...code(call),
      ...property(functionName(call), RESERVED, undefined),
    ],
    UpdateFunctionConfiguration: configured,
    UpdateFunctionCode: code,
    PutFunctionConcurrency: reserved,
    DeleteFunctionConcurrency: (call) => property(functionName(call), RESERVED, undefined),
    PutProvisionedConcurrencyConfig: provisioned,
    DeleteProvisionedConcurrencyConfig: provisioned,
    CreateAlias: aliased,
    UpdateAlias: aliased,
    CreateEventSourceMapping: mapping,
    UpdateEventSourceMapping: mapping,
    CreateFunctionUrlConfig: (call) =>
      given(functionName(call), "URL auth", asked(call, "authType")),
    UpdateFunctionUrlConfig: (call) =>
      given(functionName(call), "URL auth", asked(call, "authType")),
    DeleteFunctionUrlConfig: (call) => property(functionName(call), "URL auth", undefined),
  },
  tells: {
    CreateFunction: tellsConfiguration,
    UpdateFunctionConfiguration: (call) => [...tellsConfiguration(call), ...code(call)],
    UpdateFunctionCode: tellsConfiguration,
  },
  families: [
    CONFIGURATION,
    ["PutFunctionConcurrency", "DeleteFunctionConcurrency", "CreateFunction"],
    ["PutProvisionedConcurrencyConfig", "DeleteProvisionedConcurrencyConfig"],
    ["CreateAlias", "UpdateAlias"],
    ["CreateEventSourceMapping", "UpdateEventSourceMapping"],
    ["CreateFunctionUrlConfig", "UpdateFunctionUrlConfig", "DeleteFunctionUrlConfig"],
  ],
};

import { describe, expect, it } from "vitest";
import { issuedKey, openedSession, sessionKey } from "../../src/domain/session.ts";
import { eventOf, roleIdentity } from "./record-of.ts";

const credentials = { accessKeyId: "ASIAEXAMPLEISSUED000", sessionToken: "x", expiration: "soon" };
const assumeRole = eventOf({
  eventSource: "sts.amazonaws.com",
  eventName: "AssumeRole",
  requestParameters: {
    roleArn: "arn:aws:iam::444455556666:role/break-fix",
    roleSessionName: "jane",
  },
  responseElements: {
    credentials,
    assumedRoleUser: { arn: "arn:aws:sts::444455556666:assumed-role/break-fix/jane" },
  },
});

describe("issuedKey", () => {
  it.each([
    ["sts", "AssumeRole", { credentials }],
    ["sts", "AssumeRoleWithWebIdentity", { credentials }],
    ["sts", "GetSessionToken", { credentials }],
    ["sts", "GetFederationToken", { credentials }],
    ["sso", "GetRoleCredentials", { roleCredentials: credentials }],
    ["rolesanywhere", "CreateSession", { credentialSet: [{ credentials }] }],
  ])("is in the answer of %s %s", (service, eventName, responseElements) => {
    const event = eventOf({ eventSource: `${service}.amazonaws.com`, eventName, responseElements });

    expect(issuedKey(event)).toBe("ASIAEXAMPLEISSUED000");
  });

  it.each([
    ["iam", "CreateAccessKey", { accessKey: { accessKeyId: "AKIAEXAMPLENEW000000" }, credentials }],
    ["sts", "AssumeRole", null],
    ["sts", "AssumeRole", { credentials: "none" }],
  ])("is not in the answer of %s %s: %j", (service, eventName, responseElements) => {
    const event = eventOf({ eventSource: `${service}.amazonaws.com`, eventName, responseElements });

    expect(issuedKey(event)).toBeUndefined();
  });
});

describe("sessionKey", () => {
  it("is the key of a role session, and joins it to the call that issued it", () => {
    const identity = { ...roleIdentity("break-fix", "jane"), accessKeyId: "ASIAEXAMPLEISSUED000" };

    const key = sessionKey(eventOf({ userIdentity: identity }));

    expect(key).toBe(issuedKey(assumeRole));
  });

  it("is not the key that a user has for good", () => {
    expect(sessionKey(eventOf())).toBeUndefined();
  });
});

describe("openedSession", () => {
  it("tells who opened which session", () => {
    const opened = openedSession(assumeRole);

    expect(opened).toMatchObject({
      key: "ASIAEXAMPLEISSUED000",
      roleArn: "arn:aws:iam::444455556666:role/break-fix",
      session: "jane",
      arn: "arn:aws:sts::444455556666:assumed-role/break-fix/jane",
      by: { label: "jane" },
    });
  });

  it("is nothing for other calls", () => {
    expect(openedSession(eventOf())).toBeUndefined();
  });
});

/** Credentials and sign-ins: STS and the console. */
import { asked, type Call, type Deed, name, type Summaries, textAt, the } from "./call.ts";

function assumed(call: Call): Deed {
  const session = asked(call, "roleSessionName");
  const as = session ? ` as session ${session}` : "";
  return `assume ${the("role", name(call, "roleArn"))}${as}`;
}

function signIn(call: Call): Deed {
  if (textAt(call.response, "ConsoleLogin") === "Failure" || call.event.result !== "done") {
    const why = call.event.error?.message ?? call.event.error?.code;
    const reason = textAt({ why }, "why");
    return { said: `failed to sign in${reason ? ` (${reason})` : ""}` };
  }
  const mfa = textAt(call.extra, "MFAUsed");
  if (mfa === "No" && !isFederated(call)) return "sign in to the console without MFA";
  return mfa === "Yes" ? "sign in to the console with MFA" : "sign in to the console";
}

/** With single sign-on the second factor, if any, was asked for elsewhere: "without MFA" would accuse wrongly. */
function isFederated(call: Call): boolean {
  return (
    call.event.actor.kind === "assumed-role" ||
    call.event.actor.kind === "federated-user" ||
    call.event.actor.kind === "saml-user"
  );
}

function switched(call: Call): Deed {
  const to = textAt(call.extra, "SwitchTo");
  if (textAt(call.response, "SwitchRole") === "Failure") return { said: "failed to switch role" };
  const role = textAt(call.event.raw.userIdentity, "arn");
  return `switch to ${the("role", name({ ...call, request: { role: role ?? null } }, "role"))}${to ? " in the console" : ""}`;
}

export const sts: Summaries = {
  AssumeRole: assumed,
  AssumeRoleWithSAML: assumed,
  AssumeRoleWithWebIdentity: assumed,
  AssumeRoot: (call) => `assume root of account ${asked(call, "targetPrincipal") ?? "?"}`,
  GetSessionToken: () => "get a session token",
  GetFederationToken: (call) => `get a federation token for ${asked(call, "name") ?? "a user"}`,
  GetCallerIdentity: () => "check their own identity",
};

export const signin: Summaries = {
  ConsoleLogin: signIn,
  SwitchRole: switched,
  ExitRole: () => "switch back from the role",
  CheckMfa: (call) => {
    const answer = textAt(call.response, "CheckMfa");
    return { said: answer === "Failure" ? "failed the MFA check" : "passed the MFA check" };
  },
  PasswordUpdated: () => "change the root password",
  PasswordRecoveryRequested: () => "ask for a new root password",
  PasswordRecoveryCompleted: () => "set a new root password after recovery",
  GetSigninToken: () => "get a sign-in token for the console",
  CredentialVerification: () => ({ said: "verified credentials to sign in" }),
  CredentialChallenge: () => ({ said: "was asked for credentials to sign in" }),
  UserAuthentication: () => ({ said: "authenticated at the access portal" }),
};

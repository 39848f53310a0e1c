/** The root user signs in without a second factor, after two wrong passwords. */
import { HOUR, MINUTE } from "../../../domain/time.ts";
import { GLOBAL } from "../company.ts";
import { rootOf } from "../identity.ts";
import type { Call, Stage } from "../record.ts";
import { question, type Story, type Told } from "../story.ts";

const ADDRESS = "198.51.100.201";

function signIn(at: number, success: boolean): Call {
  const call: Call = {
    at,
    account: "prod",
    region: GLOBAL,
    source: "signin",
    name: "ConsoleLogin",
    caller: rootOf("prod", ADDRESS),
    response: { ConsoleLogin: success ? "Success" : "Failure" },
    extra: {
      LoginTo:
        "https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&state=hashArgsFromTB",
      MobileVersion: "No",
      MFAUsed: "No",
    },
  };
  return success ? call : { ...call, error: { message: "Failed authentication" } };
}

function tell(stage: Stage): Told {
  const at = stage.now - 5 * HOUR - 17 * MINUTE;
  const failed = [signIn(at - 3 * MINUTE, false), signIn(at - 2 * MINUTE, false)].map(stage.record);
  const signedIn = stage.record(signIn(at, true));
  const root = rootOf("prod", ADDRESS, at);
  const reads = (
    [
      ["iam", "GetAccountSummary", 1],
      ["iam", "ListAccessKeys", 2],
      ["iam", "ListMFADevices", 2],
      ["organizations", "DescribeOrganization", 4],
    ] as const
  ).map(([source, name, minutes]) =>
    stage.record({
      at: at + minutes * MINUTE,
      account: "prod",
      source,
      name,
      caller: root,
      readOnly: true,
    }),
  );
  const attempts = failed;
  return {
    records: [...failed, signedIn, ...reads],
    questions: [
      question("root sign-ins", [signedIn], { attempts }),
      question("who signed in as root", [signedIn], { attempts }),
      question("sign-ins without MFA", [signedIn], { exact: false }),
    ],
  };
}

export const rootSignIn: Story = {
  name: "root-sign-in",
  title: "Root signed in to production without MFA five hours ago, at the third try.",
  tell,
};

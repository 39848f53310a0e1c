/** People sign in to the console on an ordinary morning; their second factor was asked by Identity Center. */
import { HOUR, MINUTE } from "../../../domain/time.ts";
import { GLOBAL, type PermissionSet, type PersonName } from "../company.ts";
import { personIn } from "../identity.ts";
import type { Stage } from "../record.ts";
import { question, type Story, type Told } from "../story.ts";

const MORNING: readonly { person: PersonName; set: PermissionSet; minutesAgo: number }[] = [
  { person: "omar", set: "AdministratorAccess", minutesAgo: 37 },
  { person: "jane", set: "PowerUserAccess", minutesAgo: 3 * 60 + 33 },
  { person: "priya", set: "ViewOnlyAccess", minutesAgo: 7 * 60 + 4 },
  { person: "lucas", set: "ViewOnlyAccess", minutesAgo: 11 * 60 + 48 },
];

function tell(stage: Stage): Told {
  const records = MORNING.map(({ person, set, minutesAgo }) => {
    const at = stage.now - minutesAgo * MINUTE;
    return stage.record({
      at,
      account: "prod",
      region: GLOBAL,
      source: "signin",
      name: "ConsoleLogin",
      caller: personIn(person, { account: "prod", set, startedAt: at, with: "console" }),
      response: { ConsoleLogin: "Success" },
      // CloudTrail sees the hand-over from Identity Center alone, and says No whatever was asked there.
      extra: { MobileVersion: "No", MFAUsed: "No" },
    });
  });
  const recent = records.filter(({ at }) => at > stage.now - 4 * HOUR);
  return {
    records,
    questions: [question("who signed in last 4h", recent)],
  };
}

export const signIns: Story = {
  name: "sign-ins",
  title: "An ordinary day's console sign-ins through IAM Identity Center.",
  tell,
};

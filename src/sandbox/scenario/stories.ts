/** The told stories, in the order in which the sandbox offers them. */
import type { Stage } from "./record.ts";
import { createStage } from "./record.ts";
import { contractor } from "./stories/contractor.ts";
import { cutConcurrency } from "./stories/cut-concurrency.ts";
import { deletedSecret } from "./stories/deleted-secret.ts";
import { keyDeletion } from "./stories/key-deletion.ts";
import { openedSecurityGroup } from "./stories/opened-security-group.ts";
import { publicBucket } from "./stories/public-bucket.ts";
import { refusedDeployment } from "./stories/refused-deployment.ts";
import { rootSignIn } from "./stories/root-sign-in.ts";
import { signIns } from "./stories/sign-ins.ts";
import { stoppedDatabase } from "./stories/stopped-database.ts";
import type { Story, Told } from "./story.ts";

export const STORIES: readonly Story[] = [
  publicBucket,
  cutConcurrency,
  stoppedDatabase,
  openedSecurityGroup,
  refusedDeployment,
  rootSignIn,
  contractor,
  deletedSecret,
  keyDeletion,
  signIns,
];

export type ToldStory = Told & { name: string; title: string };

/** All stories, each with its records in order of time, of the time before `now` (epoch milliseconds, on the minute). */
export function tellStories(now: number, seed: number): ToldStory[] {
  return STORIES.map(({ name, title, tell }) => {
    const stage: Stage = createStage(name, now, seed);
    const told = tell(stage);
    return { name, title, ...told, records: told.records.toSorted((a, b) => a.at - b.at) };
  });
}

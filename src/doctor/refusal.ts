/** What AWS answered instead of a result → a check that failed, with the next step. */
import { type TroubleKind, troubleOf } from "../aws/problem-kind.ts";
import { type AwsPlace, toProblem } from "../aws/problems.ts";
import { Problem } from "../domain/problem.ts";
import { type Area, type Check, wrong } from "./check.ts";

/** `elsewhere`: a bucket that lies in another Region than was said. */
export type RefusalKind = TroubleKind | "elsewhere" | "unknown";

/** The kind of what was thrown. */
export function refusalKind(error: unknown): RefusalKind {
  if (error instanceof Error && ELSEWHERE.test(error.name)) return "elsewhere";
  // Glue says of a missing table sometimes which one, sometimes nothing.
  if (error instanceof Error && error.name === "EntityNotFoundException") {
    return /database/i.test(error.message) ? "no-database" : "no-table";
  }
  return troubleOf(error instanceof Problem ? error.cause : error) ?? "unknown";
}

/** S3's answers where the Region of the request is not the bucket's. */
const ELSEWHERE =
  /^(?:PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|301)$/;

/** In place of a Problem's own next step, which is to run the doctor. */
const LOOK_UP =
  "Look up what AWS says here; if AWS_ENDPOINT_URL is set, that address may not know the call.";

export type Steps = { [Kind in RefusalKind]?: string };

/** A check that failed; `steps` are those for what was tried, in place of what can be said in general. */
export function refused(
  area: Area,
  name: string,
  error: unknown,
  place: AwsPlace,
  steps: Steps,
): Check {
  const kind = refusalKind(error);
  if (kind === "elsewhere") {
    const text = `${place.resource ?? "it"} does not lie in ${place.region ?? "this Region"}`;
    return wrong(area, name, text, steps[kind] ?? "Correct its Region in trailwatch.yml.");
  }
  if (kind === "no-table" && steps[kind] !== undefined) {
    return wrong(area, name, `The table ${place.resource ?? ""} is not there`, steps[kind]);
  }
  const problem = toProblem(error, place);
  if (problem instanceof Problem) {
    const text = problem.message.replace(/\.$/, "");
    const next =
      kind === "refused" ? LOOK_UP : problem.next.replace(/^Ask again/, "Run this again");
    return wrong(area, name, text, steps[kind] ?? next);
  }
  const said = `${problem.name}: ${problem.message.split("\n")[0]?.slice(0, 200)}`;
  return wrong(area, name, said, steps.unknown ?? "Run this again; if it stays so, report it.");
}

/** The statement that a policy lacks. */
export function allow(actions: string[], resource = "*"): string {
  const statement = { Effect: "Allow", Action: actions, Resource: resource };
  return `Allow it in the policy (deploy/reader-role.yml has all that is needed): ${JSON.stringify(statement)}`;
}

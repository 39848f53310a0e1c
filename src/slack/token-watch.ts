/** Notices that the bot's token was revoked: the connection of Socket Mode lives on another token and would not tell. */
import type { WebClient } from "@slack/web-api";
import type { Problem } from "../domain/problem.ts";
import { MINUTE } from "../domain/time.ts";
import { errorFields, type Log } from "../log.ts";
import { isTokenRefused, toProblem } from "./errors.ts";

export type TokenWatch = {
  /** Resolves when Slack refuses the token; never rejects. */
  refused: Promise<Problem>;
  stop(): void;
};

const EVERY_MS = 2 * MINUTE;

export function watchToken({
  web,
  log,
  everyMs = EVERY_MS,
}: {
  web: WebClient;
  log: Log;
  everyMs?: number;
}): TokenWatch {
  let timer: NodeJS.Timeout | undefined;
  const refused = new Promise<Problem>((resolve) => {
    timer = setInterval(() => {
      web.auth.test().catch((error: unknown) => {
        if (isTokenRefused(error)) resolve(toProblem(error, "SLACK_BOT_TOKEN"));
        else log.debug("the token could not be checked", errorFields(error));
      });
    }, everyMs);
    timer.unref();
  });
  return { refused, stop: () => clearInterval(timer) };
}

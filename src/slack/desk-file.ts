/** "as csv", "as jsonl", "as file": the events, datapoints or alarms as a file beside a short answer. */
import type { Answer, Section } from "../answers/answer.ts";
import { fileRows, toCsv, toJsonLines } from "../answers/to-rows.ts";
import { count } from "../answers/words.ts";
import { Problem } from "../domain/problem.ts";
import { formatInstant } from "../domain/time.ts";
import type { AskedQuestion } from "./desk-answering.ts";
import { placeOf } from "./desk-delivery.ts";
import { type DeskParts, errorName, SILENT } from "./desk-parts.ts";
import { withNote } from "./desk-words.ts";
import { keptText, type Work } from "./desk-work.ts";

/** Uploads what was asked for as a file and gives the answer that goes with it; without such words the answer as it is. */
export async function withFile(
  parts: DeskParts,
  work: Work,
  { asked, answer, isQuiet }: { asked: AskedQuestion; answer: Answer; isQuiet: boolean },
): Promise<Answer> {
  const format = asked.asked.asFile;
  const rows = fileRows(answer);
  if (!format || !rows) return answer;
  if (isQuiet) {
    return withNote(
      answer,
      "A file would be seen by everybody here: ask in a direct message for one of your own.",
    );
  }
  const stamp = formatInstant(work.at).replace(/[:]/g, "");
  const name = `trailwatch-${asked.question}-${stamp}.${format}`;
  const text = format === "csv" ? toCsv(answer) : toJsonLines(answer);
  try {
    const title = keptText(work.text).slice(0, 200);
    await parts.messenger.upload(placeOf(work.incoming), { name, title, text });
  } catch (error) {
    (parts.log ?? SILENT).warn({ error: errorName(error) }, "A file could not be uploaded");
    return withNote(answer, `The file could not be uploaded. ${nextStep(error)}`);
  }
  const line = `${count(rows.count, rows.noun)} in the file ${name}.`;
  return withNote({ ...answer, sections: answer.sections.filter(isShort) }, line);
}

function nextStep(error: unknown): string {
  return error instanceof Problem ? `${error.message} ${error.next}` : "Ask again in a minute.";
}

/** Rows are in the file; a picture says what they look like. */
function isShort({ kind }: Section): boolean {
  return kind === "chart" || kind === "callout" || kind === "facts" || kind === "text";
}

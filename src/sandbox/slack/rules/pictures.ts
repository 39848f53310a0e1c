/** Pictures that blocks name as files of Slack's: they must be there, and be pictures. */
import { allBlocks } from "../fill.ts";
import { isObject } from "../methods/method.ts";
import type { SlackObject, StoredFile } from "../model.ts";
import { refuseFaults } from "./check.ts";
import type { Fault } from "./schema.ts";

/** What Slack shows in a block (docs.slack.dev, composition-objects/slack-file-object). */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif"]);

function namedFile(files: Map<string, StoredFile>, named: SlackObject): StoredFile | undefined {
  if (typeof named.id === "string") return files.get(named.id);
  const id = /\/files-pri\/\w+-(\w+)\//.exec(String(named.url))?.[1];
  return id === undefined ? undefined : files.get(id);
}

function pictureFault(
  files: Map<string, StoredFile>,
  picture: unknown,
  pointer: string,
): Fault | undefined {
  if (!isObject(picture) || !isObject(picture.slack_file)) return undefined;
  const file = namedFile(files, picture.slack_file);
  const isShown = file?.isComplete === true && SHOWN.has(file.mimeType);
  return isShown ? undefined : { pointer: `${pointer}/slack_file`, text: "invalid slack file" };
}

/** Throws `invalid_blocks`. */
export function checkPictures(files: Map<string, StoredFile>, blocks: SlackObject[]): void {
  const faults = blocks.flatMap((block, index) =>
    allBlocks([block]).flatMap((inner) => {
      const elements = Array.isArray(inner.elements) ? inner.elements : [];
      const places = [inner, inner.accessory, inner.icon, inner.hero_image, ...elements];
      return places.flatMap((place) => pictureFault(files, place, `/blocks/${index}`) ?? []);
    }),
  );
  if (faults.length > 0) refuseFaults("invalid_blocks", faults);
}

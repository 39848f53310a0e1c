/** Draws pictures and files. The page loads nothing from outside: a picture elsewhere is shown as a link. */
import type { ConsoleFile } from "../console-protocol.ts";
import { collapsible } from "./collapse.ts";
import { parseCsv } from "./csv.ts";
import { openDialog } from "./dialog.ts";
import { element, fill, icon } from "./element.ts";
import { linkView, plainTextView } from "./inline-view.ts";
import { type Fields, fieldsIn, fieldsOf, labelIn, textIn } from "./reading.ts";
import type { Scene } from "./scene.ts";

/** An image block or element. */
export function imageView(image: Fields, scene: Scene): HTMLElement {
  const alt = textIn(image, "alt_text");
  const address = addressOf(image, scene);
  const title = labelIn(image, "title");
  const isHere =
    address !== undefined && new URL(address, location.href).origin === location.origin;
  const picture = isHere
    ? largerPicture({ address, alt, title })
    : element(
        "span",
        { class: "image-elsewhere" },
        "Picture: ",
        linkView(address ?? "", alt || "open"),
      );
  return element(
    "figure",
    { class: "image" },
    title !== "" && element("figcaption", {}, ...plainTextView(fieldsOf(image.title))),
    picture,
  );
}

/** A picture that a press shows as large as it is. */
function largerPicture(shown: { address: string; alt: string; title: string }): HTMLElement {
  const { address, alt, title } = shown;
  return element(
    "button",
    {
      type: "button",
      class: "picture-button",
      title: "Show larger",
      onclick: () => {
        const picture = element("img", { src: address, alt });
        const body = element("div", { class: "dialog-body", tabindex: 0 }, picture);
        openDialog({ title: title || "Picture", kind: "picture" }, body);
      },
    },
    element("img", { src: address, alt, loading: "lazy" }),
  );
}

function addressOf(image: Fields, scene: Scene): string | undefined {
  const stored = fieldsIn(image, "slack_file");
  const address =
    storedAddress(stored ?? {}, scene) || textIn(stored ?? {}, "url") || textIn(image, "image_url");
  return URL.canParse(address, location.href) && address !== "" ? address : undefined;
}

/** A file that no message holds lies where all files do. */
function storedAddress(stored: Fields, scene: Scene): string {
  const id = textIn(stored, "id");
  const known = scene.fileOf(id)?.url;
  return known ?? (/^\w+$/.test(id) ? `/console/files/${id}` : "");
}

/** A file of a message: a picture, the beginning of a text or table, or its name alone; always with a download. */
export function fileView(file: ConsoleFile): HTMLElement {
  const download = element(
    "a",
    {
      href: file.url,
      download: file.name,
      class: "icon-button",
      "aria-label": `Download ${file.name}`,
    },
    icon("download"),
  );
  const head = element(
    "div",
    { class: "file-head" },
    icon("file"),
    element(
      "div",
      { class: "file-name" },
      element("strong", {}, file.title || file.name),
      describe(file),
    ),
    download,
  );
  const body = element("div", { class: "file-body" });
  if (/^image\/(png|jpeg|gif|webp|svg)/.test(file.mimeType)) {
    body.append(element("img", { src: file.url, alt: file.title || file.name, loading: "lazy" }));
  } else if (/^text\/|json|csv|xml/.test(file.mimeType)) {
    void showPreview(file, body);
  }
  return element("div", { class: "file" }, head, body);
}

function describe(file: ConsoleFile): HTMLElement {
  const type = file.name.includes(".")
    ? (file.name.split(".").at(-1) ?? "").toUpperCase()
    : file.mimeType;
  return element("small", {}, `${type} · ${sizeText(file.size)}`);
}

/** A size in bytes as people say it. */
function sizeText(sizeBytes: number): string {
  if (sizeBytes < 1000) {
    return `${sizeBytes} bytes`;
  }
  return sizeBytes < 1_000_000
    ? `${(sizeBytes / 1000).toFixed(1)} kB`
    : `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}

/** More than this is not read for a preview. */
const PREVIEW_BYTES = 2_000_000;
const PREVIEW_ROWS = 50;

async function showPreview(file: ConsoleFile, body: HTMLElement): Promise<void> {
  if (file.size > PREVIEW_BYTES) {
    return;
  }
  try {
    const response = await fetch(file.url);
    if (!response.ok) {
      throw new Error(`answered ${response.status}`);
    }
    const text = await response.text();
    const isTable = /csv/.test(file.mimeType) || file.name.endsWith(".csv");
    fill(body, isTable ? tablePreview(text) : textPreview(text));
  } catch {
    fill(body, element("small", {}, "The preview could not be loaded."));
  }
}

function textPreview(text: string): HTMLElement {
  const lines = text.split("\n");
  return collapsible(element("pre", {}, lines.slice(0, 400).join("\n")), lines.length > 8);
}

function tablePreview(text: string): HTMLElement {
  const rows = parseCsv(text);
  const [head = [], ...body] = rows;
  const row = (cells: string[], tag: "th" | "td") =>
    element("tr", {}, ...cells.map((cell) => element(tag, {}, cell)));
  const shown = body.slice(0, PREVIEW_ROWS).map((cells) => row(cells, "td"));
  const table = element(
    "table",
    {},
    element("thead", {}, row(head, "th")),
    element("tbody", {}, ...shown),
  );
  const scroller = element(
    "div",
    { class: "table-scroller", tabindex: 0, role: "region", "aria-label": "Preview" },
    table,
  );
  return collapsible(scroller, body.length > 5, `Show ${shown.length} of ${body.length} rows`);
}

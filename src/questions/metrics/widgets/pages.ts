/** A dashboard in pages that a reader takes in. */
import type { Widget } from "./widget.ts";

export const MOST_PICTURES = 6;
const MOST_WIDGETS = 12;

/** True for what is drawn, not told in numbers or words. */
export function isPicture({ content }: Widget): boolean {
  return content.kind === "metric" && content.view === "timeSeries";
}

/** In their order; a page ends with its last picture or its last widget that fits. */
export function toPages(widgets: readonly Widget[]): Widget[][] {
  const pages: Widget[][] = [];
  let page: Widget[] = [];
  let pictures = 0;
  for (const widget of widgets) {
    const isDrawn = isPicture(widget);
    const isFull = page.length >= MOST_WIDGETS || (isDrawn && pictures >= MOST_PICTURES);
    if (isFull) {
      pages.push(page);
      page = [];
      pictures = 0;
    }
    page.push(widget);
    if (isDrawn) pictures += 1;
  }
  if (page.length > 0) pages.push(page);
  return pages;
}

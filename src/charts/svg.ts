/** SVG elements as text. */
import { cleanText, escapeXml } from "./lettering.ts";

export type Attributes = Record<string, string | number | undefined>;

/** An element; numbers are written with one decimal, which is finer than a pixel shows. */
export function element(name: string, attributes: Attributes, inside = ""): string {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined)
      text += ` ${key}="${typeof value === "number" ? short(value) : value}"`;
  }
  return inside === "" ? `${text}/>` : `${text}>${inside}</${name}>`;
}

/** A number as short as it can be written without being seen to be elsewhere. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export type Lettering = {
  size: number;
  fill: string;
  anchor?: "start" | "middle" | "end";
  isBold?: boolean;
  /** A rim of the ground's colour, so that it is read above lines. */
  hasHalo?: boolean;
};

/** A line of text that stands on its baseline `y`. */
export function textElement(text: string, x: number, y: number, look: Lettering): string {
  const halo = look.hasHalo
    ? {
        stroke: "#fff",
        "stroke-width": look.size / 4,
        "paint-order": "stroke",
        "stroke-linejoin": "round",
      }
    : {};
  return element(
    "text",
    {
      x,
      y,
      "font-size": look.size,
      fill: look.fill,
      "text-anchor": look.anchor === "start" ? undefined : look.anchor,
      "font-weight": look.isBold ? "bold" : undefined,
      ...halo,
    },
    escapeXml(cleanText(text)),
  );
}

export function line(x1: number, y1: number, x2: number, y2: number, look: Attributes): string {
  return element("line", { x1, y1, x2, y2, ...look });
}

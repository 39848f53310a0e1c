/** Rich text blocks, in messages, in cells of tables and in inputs. */
import {
  bool,
  byType,
  type Check,
  type Fields,
  list,
  number,
  oneOf,
  shape,
  string,
  whole,
} from "./schema.ts";

const STYLE = shape(
  {},
  {
    bold: bool,
    italic: bool,
    strike: bool,
    code: bool,
    underline: bool,
    highlight: bool,
    client_highlight: bool,
    unlink: bool,
  },
);

const styled: Fields = { style: STYLE };
const MOST_TEXT = 40_000;
/** Slack says nothing of a limit; this only keeps a runaway list out. */
const MOST_ELEMENTS = 5_000;

const text = shape({ text: string(MOST_TEXT) }, styled);
const link = shape({ url: string(3_000) }, { ...styled, text: string(MOST_TEXT), unsafe: bool });

const inline: Check = byType({
  broadcast: shape({ range: oneOf("here", "channel", "everyone") }, styled),
  channel: shape({ channel_id: string(255) }, styled),
  color: shape({ value: string(20) }, styled),
  date: shape(
    { timestamp: number(0, 1e12), format: string(1_000) },
    { ...styled, url: string(3_000), fallback: string(1_000) },
  ),
  emoji: shape(
    { name: string(255) },
    { ...styled, unicode: string(100), url: string(3_000), skin_tone: whole(1, 6) },
  ),
  link,
  team: shape({ team_id: string(255) }, styled),
  text,
  user: shape({ user_id: string(255) }, styled),
  usergroup: shape({ usergroup_id: string(255) }, styled),
});

const inlines = list(inline, MOST_ELEMENTS, 0);
const border: Fields = { border: whole(0, 1) };
const section = shape({ elements: inlines });

const part: Check = byType({
  rich_text_section: section,
  rich_text_list: shape(
    {
      style: oneOf("bullet", "ordered"),
      elements: list(byType({ rich_text_section: section }), MOST_ELEMENTS, 0),
    },
    { ...border, indent: whole(0, 8), offset: whole(0, 100_000) },
  ),
  rich_text_quote: shape({ elements: inlines }, border),
  rich_text_preformatted: shape(
    { elements: list(byType({ text, link }), MOST_ELEMENTS, 0) },
    { ...border, language: string(100) },
  ),
});

export const richTextFields: Fields = { elements: list(part, MOST_ELEMENTS, 0) };

export const richTextBlock: Check = byType({
  rich_text: shape(richTextFields, { block_id: string(255) }),
});

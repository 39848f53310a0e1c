/** Words that carry no name: articles, helpers, politeness. What is none of these may be a name. */
import type { Token } from "../language/tokens.ts";

/** Said without meaning anything for the question. */
export const POLITE = new Set(
  (
    "please pls plz hey hi hello thanks thank cheers exactly actually just really even kindly ok okay so well recently lately " +
    "currently still already again most hell heck fuck fucking damn bloody wtf weird strange suspicious unusual odd maybe perhaps somehow quickly urgently asap trailwatch earlier right immediately"
  ).split(" "),
);

/** Whole openings that are dropped. */
export const OPENINGS = [
  "can|could|would|will you please? tell|show|give|find|list me?",
  "tell|show|give|let me|us know?",
  "show|list|display|print|find|fetch me? all?",
  "i|we want|need|would like to know|see",
  "i'd like to know|see",
  "do|does|did you|anyone|anybody know|remember",
  "any idea|clue|chance",
  "find|figure out",
  "i wonder",
  "check|see if|whether|what|who",
  "good morning|evening|afternoon",
];

export const ARTICLES = new Set(
  "the a an our my your their his her its this that these those some another any all every each whole entire same other".split(
    " ",
  ),
);

/** Words of a question that are no names. */
export const FUNCTION_WORDS = new Set(
  (
    "who whom whose what which when where why how whether did does do doing done has have had having is are was were be been being am " +
    "it them they he she we i you me us him there here one ones thing things stuff something anything everything nothing " +
    "and or but then also too only both not no by with as at about into onto out up off over via through " +
    "anyone anybody someone somebody everyone everybody nobody people person user's happened happen happens happening " +
    "last latest first newest recent time times called named name call calls api event events change changes changed activity actions action " +
    "new tried try tries trying attempted attempt attempts responsible blame blamed behind since because if than ever back " +
    "can could would should might will get gets got getting used use uses using can't cannot didn't doesn't isn't wasn't " +
    "else session sessions during many items item messages message rows hour minute day week month today yesterday"
  ).split(" "),
);

export const PREPOSITIONS = new Set(
  "of on in to from for with into onto inside within under against between".split(" "),
);

/** True when a token can be somebody's or something's name. */
export function isNameLike(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.quoted) return true;
  const { word } = token;
  if (!/[a-z0-9]/.test(word)) return false;
  return (
    !FUNCTION_WORDS.has(word) && !ARTICLES.has(word) && !PREPOSITIONS.has(word) && !POLITE.has(word)
  );
}

/** What is wrong with one setting, and where each value comes from: the words that configuration is told in. */

/** One thing that is wrong: the variable, or the file's line and key; what is wrong; an example. */
export type SettingProblem = { where: string; text: string };

/** One setting as `config check` shows it; secrets are masked before they get here. */
export type SettingRow = { name: string; value: string; from: string };

export type Environment = Record<string, string | undefined>;

/** Variables that are set to nothing, or to spaces, count as not set: that is how shells unset them in practice. */
export function variable(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}

/** A port as text → its number; undefined when there is none like that. 0 means any free one. */
export function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}

/** `trailwatch config check`: what holds, where it comes from, and everything that is wrong. */
import { type ConfigReading, readSettings } from "./config.ts";

/** Prints the configuration of this process; the exit code: 0 when nothing is wrong, else 3. */
export async function checkConfig(terminal: {
  out: { write(text: string): unknown };
}): Promise<number> {
  const reading = await readSettings();
  terminal.out.write(configText(reading));
  return reading.problems.length === 0 ? 0 : 3;
}

/** The lines to print; secrets are masked already. */
export function configText({ config, problems, rows, file }: ConfigReading): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const place = Math.max(...rows.map(({ value }) => Math.min(value.length, WIDEST)));
  const lines = [
    file === undefined ? "No trailwatch.yml here; the environment alone counts." : `Read ${file}.`,
    "",
    ...rows.map(
      ({ name, value, from }) => `  ${name.padEnd(width)}  ${value.padEnd(place)}  (${from})`,
    ),
    "",
    ...config.warnings.map((warning) => `! ${warning}`),
    ...problems.map(({ where, text }) => `✗ ${where} ${text}`),
    verdict(problems.length),
  ];
  return `${lines.join("\n")}\n`;
}

const WIDEST = 48;

function verdict(problems: number): string {
  if (problems === 0) return "Nothing is wrong.";
  return problems === 1 ? "1 problem." : `${problems} problems.`;
}

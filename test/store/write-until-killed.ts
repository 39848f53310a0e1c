/** Begins questions one after the other and tells each that is stored, until it is killed. */
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { journalEntry } from "../contracts/store-entry.ts";

const [path = "", name = ""] = process.argv.slice(2);
const { journal, topics } = openSqliteStore({ path });
for (let n = 0; ; n++) {
  const id = `${name}-${n}`;
  journal.begin(journalEntry(id, { at: Date.now() }));
  journal.note(id, { postedTs: `${n}.1` });
  topics.remember("C1", `${n}.1`, { subject: id });
  writeSync(1, `${id}\n`);
}

/** Thread that reads log files as fast as Node can. */
import { readAll } from "./floor.ts";
import { report } from "./thread.ts";

report(readAll);

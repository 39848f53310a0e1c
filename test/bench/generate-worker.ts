/** Thread of the generator. */
import { generatePart } from "./generate.ts";
import { report } from "./thread.ts";

report(generatePart);

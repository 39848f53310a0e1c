// Worker threads do not inherit the TypeScript loader of the main thread: this entry registers it, then runs the module.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.module);

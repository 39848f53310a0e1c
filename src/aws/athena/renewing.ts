/** Athena with credentials that may end in the middle of a query: once fetched anew, the same query goes on. */
import { causeKind } from "../problems.ts";
import type { Athena } from "./port.ts";

/** `renew` forgets the old credentials; `open` opens a client with those that are valid then. */
export async function openRenewing(
  open: () => Promise<Athena>,
  renew: () => void,
): Promise<Athena> {
  let current = await open();
  let isRenewed = false;

  async function call<Result>(work: (athena: Athena) => Promise<Result>): Promise<Result> {
    try {
      return await work(current);
    } catch (error) {
      if (isRenewed || causeKind(error) !== "expired") throw error;
      isRenewed = true;
      renew();
      current = await open();
      return work(current);
    }
  }

  return {
    start: (statement, signal) => call((athena) => athena.start(statement, signal)),
    look: (id, signal) => call((athena) => athena.look(id, signal)),
    page: (id, token, signal) => call((athena) => athena.page(id, token, signal)),
    stop: (id, signal) => call((athena) => athena.stop(id, signal)),
  };
}

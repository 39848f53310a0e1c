/** The account that this process's own credentials belong to, for a setup that names none. */
import { type AwsClients, createClients } from "./clients.ts";
import { toProblem } from "./problems.ts";
import type { AwsSetup } from "./setup.ts";

const PATIENCE_MS = 10_000;

/** The setup with at least one account. Throws a Problem that says how to get credentials where there are none. */
export async function withOwnAccount(setup: AwsSetup): Promise<AwsSetup> {
  if (setup.accounts.length > 0) return setup;
  const clients = createClients(setup);
  try {
    return {
      ...setup,
      accounts: [{ id: await ownAccount(clients, setup.regions[0] ?? "us-east-1") }],
    };
  } finally {
    clients.close();
  }
}

async function ownAccount(clients: AwsClients, region: string): Promise<string> {
  const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  try {
    const client = await clients.sts(undefined, region);
    const abortSignal = AbortSignal.timeout(PATIENCE_MS);
    const { Account = "" } = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
    return Account;
  } catch (error) {
    throw toProblem(error, { region });
  }
}

/** What a question may cost, from its words to the local AWS and back: not asked, offered, agreed to, answered. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../src/answers/answer.ts";
import { gapsOf } from "../../src/answers/evidence.ts";
import { openAthena } from "../../src/aws/athena/athena.ts";
import { type AwsClients, createClients } from "../../src/aws/clients.ts";
import { ask } from "../../src/questions/ask.ts";
import { createSpending } from "../../src/questions/spending.ts";
import { BUCKETS, HOME } from "../../src/sandbox/scenario/company.ts";
import type { Spending, StagedTrail } from "../../src/sources/trail.ts";
import { createMemoryLedger } from "../../src/store/ledger.ts";
import { joinTrails } from "../../src/trail/federated.ts";
import { quietRun } from "../support/ask.ts";
import { type SandboxAws, startSandboxAws } from "../support/aws.ts";

/** Less than the least that AWS counts for a query. */
const LIMITS = { queryUsd: 0.00001, channelDayUsd: 0.001 };
const QUESTION = "who changed bucket-x last 24h in account 111122223333 region eu-west-1";

let aws: SandboxAws;
let clients: AwsClients;
let trail: StagedTrail;
let close: () => void;

beforeAll(async () => {
  aws = await startSandboxAws();
  clients = createClients(aws.setup);
  const athena = openAthena({
    setup: {
      ...aws.setup,
      athena: { region: HOME, database: "audit", table: "cloudtrail_logs", ...LIMITS },
      logs: { bucket: BUCKETS.logs, region: HOME, dir: "" },
    },
    clients,
    clock: aws,
    pauseMs: 5,
  });
  trail = joinTrails([athena], { clock: aws });
  close = () => athena.close();
}, 60_000);

afterAll(async () => {
  close();
  clients.close();
  await aws.close();
});

async function answerTo(text: string, spending: Spending): Promise<Answer> {
  const context = { now: aws.now(), zone: "UTC", accountNames: {} };
  const run = { ...quietRun, spending };
  const { answer } = await ask(text, { trail }, context, run, (_, error) => {
    throw error;
  });
  return answer;
}

describe("a question that would cost more than the limit", { timeout: 60_000 }, () => {
  it("is not asked of Athena, and answered in full once its button is pressed", async () => {
    const ledger = createMemoryLedger();
    const spending = createSpending(ledger, LIMITS, aws)("C1");

    const first = await answerTo(QUESTION, spending);
    const before = spending.left().mostUsd;
    const [offer] = first.followUps;
    const then = await answerTo(offer?.text ?? "", spending);

    expect(first.outcome).toBe("nothing");
    expect(first.headline).toBe("Not known: Athena was not asked");
    expect(gapsOf(first.searched).join()).toMatch(
      /Athena was not asked: it would read .*, about \$0\.0001, over the limit of \$0\.0001 a query; add “spend \$0\.0001” to ask it/,
    );
    expect(before).toBe(0.001);
    expect(offer).toEqual({
      label: "Ask Athena too ($0.0001)",
      text: `${QUESTION} spend $0.0001`,
    });
    expect(then.outcome).toBe("found");
    expect(then.headline).toContain("bucket-x");
    expect(spending.left().mostUsd).toBeLessThan(0.001);
    expect(spending.left().mostUsd).toBeGreaterThanOrEqual(0.0009);
  });

  it("is not asked at all when the day's limit is spent, and says so", async () => {
    const ledger = createMemoryLedger();
    const spending = createSpending(ledger, LIMITS, aws)("C1");
    spending.add(0.001);

    const answer = await answerTo(`${QUESTION} spend $1`, spending);

    expect(answer.outcome).toBe("nothing");
    expect(gapsOf(answer.searched).join()).toMatch(
      /and the limit of \$0\.0010 a day leaves nothing$/,
    );
    expect(answer.followUps.filter(({ text }) => text.includes("spend"))).toEqual([]);
  });
});

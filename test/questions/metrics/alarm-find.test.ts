import { describe, expect, it } from "vitest";
import { alarmOf, asking, NOW, STAGING, shownText } from "./alarm-world.ts";

const errors = alarmOf("checkout-api-errors", { state: "ALARM", stateSince: NOW - 12 * 60_000 });

describe("which alarm", () => {
  const world = { alarms: [errors, alarmOf("checkout-api-throttles"), alarmOf("orders-db-cpu")] };

  it("is found by a part of its name that no other has, said so", async () => {
    const answer = await asking("/alarm orders", world);

    expect(answer.headline).toMatch(/^orders-db-cpu /);
    expect(shownText(answer)).toContain(
      "No alarm is named “orders”; orders-db-cpu is the only one whose name holds it.",
    );
  });

  it("is known by its name without the markup that a chat takes away", async () => {
    const alarms = [alarmOf("*slow* `orders` <staging> & late"), alarmOf("slow orders")];

    const answer = await asking("/alarm slow orders staging late", { alarms });

    expect(answer.headline).toMatch(/^\*slow\* `orders` <staging> & late has been OK/);
    expect(shownText(answer)).not.toContain("No alarm is named");
  });

  it("may be a pattern, also where a name is the pattern without its stars", async () => {
    const alarms = [alarmOf("checkout"), alarmOf("checkout-api"), alarmOf("***")];

    const several = await asking("/alarm checkout*", { alarms });
    const one = await asking("/alarm *-api", { alarms });

    expect(several.headline).toBe("2 alarms hold “checkout*” in their names: say which one");
    expect(one.headline).toMatch(/^checkout-api has been OK/);
  });

  it("is asked back where several names hold the words", async () => {
    const answer = await asking("/alarm checkout", world);

    expect(answer.headline).toBe("2 alarms hold “checkout” in their names: say which one");
    expect(answer.followUps.map(({ text }) => text)).toEqual([
      "alarm checkout-api-errors account 111122223333 region eu-west-1",
      "alarm checkout-api-throttles account 111122223333 region eu-west-1",
    ]);
  });

  it("is offered where a name is misspelt", async () => {
    const answer = await asking("/alarm checkout-api-erors", world);

    expect(answer.outcome).toBe("nothing");
    expect(answer.headline).toBe("There is no alarm “checkout-api-erors”: 3 alarms looked at");
    expect(answer.followUps[0]?.text).toBe("alarm checkout-api-errors");
  });

  it("is the one in ALARM where a name stands in several places, and the others are told", async () => {
    const alarms = [alarmOf("errors", { place: STAGING }), { ...errors, name: "errors" }];

    const answer = await asking("/alarm errors", { alarms });

    const text = shownText(answer);
    expect(answer.headline).toBe("errors has been in ALARM for 12 min");
    expect(text).toContain("One of the same name is OK in staging (222233334444), us-east-1.");
    expect(answer.followUps.map((each) => each.text)).toContain(
      "alarm errors account 222233334444 region us-east-1",
    );
  });

  it("may be named by its ARN, which says where it is", async () => {
    const alarms = [{ ...errors }, alarmOf("checkout-api-errors", { place: STAGING })];

    const answer = await asking(
      "/alarm arn:aws:cloudwatch:us-east-1:222233334444:alarm:checkout-api-errors",
      { alarms },
    );

    expect(answer.data.alarms).toMatchObject([{ account: "222233334444", state: "OK" }]);
  });

  it.each(["Team Payments / weekly 🚨", "<!channel> *bold* `x`", "a'b"])(
    "may be called %s",
    async (name) => {
      const answer = await asking(`/alarm "${name}"`, { alarms: [alarmOf(name)] });

      expect(answer.headline).toBe(`${name} has been OK for 60 min`);
      expect(answer.data.alarms).toMatchObject([{ name }]);
    },
  );

  it("is asked for again by words that find it, whatever its name", async () => {
    const names = ["Team Payments / weekly 🚨", "in prod", "last 24h", 'say "hi"', "a-b.c"];
    const alarms = names.flatMap((name) => [alarmOf(name), alarmOf(name, { place: STAGING })]);

    for (const name of names) {
      const { followUps } = await asking("/alarms", {
        alarms: alarms.filter((each) => each.name === name),
      });
      const again = await asking(followUps[1]?.text ?? "", { alarms });
      expect(again.data.alarms).toMatchObject([{ name, account: STAGING.account }]);
    }
  });
});

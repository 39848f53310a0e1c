/** Things that go wrong at Slack, on order: what tests and the curious switch on. */

export type Failure =
  | { kind: "error"; error: string }
  | { kind: "rate"; seconds: number }
  | { kind: "status"; status: number };

export type Faults = {
  areTokensRevoked(): boolean;
  isDown(): boolean;
  /** What the next call of this method should come to. */
  takeFailure(method: string): Failure | undefined;
  revokeTokens(): void;
  restoreTokens(): void;
  goDown(): void;
  comeBack(): void;
  failNext(method: string, failure: Failure, times: number): void;
};

export function createFaults(): Faults {
  let areRevoked = false;
  let isDown = false;
  const planned = new Map<string, Failure[]>();
  return {
    areTokensRevoked: () => areRevoked,
    isDown: () => isDown,
    takeFailure: (method) => planned.get(method)?.shift(),
    revokeTokens: () => {
      areRevoked = true;
    },
    restoreTokens: () => {
      areRevoked = false;
    },
    goDown: () => {
      isDown = true;
    },
    comeBack: () => {
      isDown = false;
    },
    failNext: (method, failure, times) => {
      const list = planned.get(method) ?? [];
      planned.set(method, list);
      for (let count = 0; count < times; count += 1) list.push(failure);
    },
  };
}

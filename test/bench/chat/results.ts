/** What was measured of the chat side. */
export type AckResult = {
  mode: "socket" | "http";
  /** The whole program at 100 commands a second: milliseconds until the acknowledgement, and what it answered. */
  answering: { ackMs: number[]; answered: number; toldAlone: number };
  /** Acknowledged commands a second, a sample a round, of bare Bolt and of ours with a desk that does nothing. */
  perSecond: { bare: number[]; ours: number[] };
  /** Milliseconds until the acknowledgement of those two at 100 commands a second. */
  idleDeskMs: { bare: number[]; ours: number[] };
};

export type StartResult = {
  /** Milliseconds from the spawn to Slack's hello. */
  liveMs: number[];
  /** Milliseconds from the spawn to the line that says the console's address; connected then. */
  sandboxMs: number[];
  /** The same where the made-up company has to be told first, and to the first answer. */
  firstMs: number[];
  firstAnswerMs: number[];
};

export type MemoryResult = {
  name: string;
  /** Resident, 20 seconds after the start. */
  idleMb: number;
  /** Resident after so many questions. */
  usedMb: number;
  questions: number;
};

export type ChatResult = {
  acks: AckResult[];
  start: StartResult;
  memory: MemoryResult[];
  /** Milliseconds from Enter to the painted answer, and to a metric's painted picture; or why there are none. */
  page: { answer: number[]; picture: number[] } | string;
};

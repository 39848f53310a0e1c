/** Slack's way to say no: a code such as `channel_not_found`, sometimes with lines that name the place. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly messages: string[];
  readonly fields: Record<string, unknown>;

  constructor(code: string, messages: string[] = [], fields: Record<string, unknown> = {}) {
    super(code);
    this.name = "SlackRefusal";
    this.code = code;
    this.messages = messages;
    this.fields = fields;
  }
}

export function refuse(code: string, messages?: string[], fields?: Record<string, unknown>): never {
  throw new SlackRefusal(code, messages, fields);
}

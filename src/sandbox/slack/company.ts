/** The workspace that the local Slack serves: people, channels, what they said, and the app with its commands. */
import { GRAMMAR } from "../../questions/grammar.ts";
import type { ConsoleCommand, ConsoleShortcut } from "./console-protocol.ts";

export type CompanyUser = {
  id: string;
  /** The handle, without `@`. */
  name: string;
  realName: string;
  title: string;
  /** IANA zone. */
  zone: string;
  email: string;
};

export type CompanyChannel = {
  id: string;
  name: string;
  topic: string;
  isPrivate: boolean;
  members: string[];
};

export type Company = {
  team: { id: string; domain: string; name: string };
  app: { id: string; botId: string; botUserId: string; name: string; realName: string };
  users: CompanyUser[];
  channels: CompanyChannel[];
  groups: { id: string; handle: string; name: string; users: string[] }[];
  /** What was said before the server started. */
  messages: { channel: string; user: string; text: string; minutesAgo: number }[];
  commands: ConsoleCommand[];
  messageShortcuts: ConsoleShortcut[];
  /** Scopes that the bot was installed with. */
  scopes: string[];
  /** Events that the app subscribed to; `message.im` is a message in a direct conversation with the bot. */
  events: string[];
};

const JANE = "U01JANEDOE0";
const OMAR = "U01OMARHAD0";
const MEI = "U01MEITANAK";
const PRIYA = "U01PRIYANAI";
const LUCAS = "U01LUCASMEY";
const BOT = "U0TRAILWTCH";
const EVERYBODY = [JANE, OMAR, MEI, PRIYA, LUCAS];

const user = (id: string, realName: string, title: string, zone: string): CompanyUser => {
  const email = `${realName.toLowerCase().replace(" ", ".")}@acme.example`;
  return { id, name: realName.split(" ")[0]?.toLowerCase() ?? id, realName, title, zone, email };
};

const USERS: CompanyUser[] = [
  user(JANE, "Jane Doe", "Platform engineer, on call", "Europe/Dublin"),
  user(OMAR, "Omar Haddad", "Payments engineer", "Europe/Berlin"),
  user(MEI, "Mei Tanaka", "Data engineer", "Asia/Tokyo"),
  user(PRIYA, "Priya Nair", "Incident manager", "Asia/Kolkata"),
  user(LUCAS, "Lucas Meyer", "Security engineer", "America/New_York"),
];

const INCIDENTS = "C01INCIDENT";
const PAYMENTS = "C01PAYMENTS";
const RANDOM = "C01RANDOM00";

const said = (channel: string, minutesAgo: number, by: string, text: string) => ({
  channel,
  user: by,
  text,
  minutesAgo,
});

const MESSAGES = [
  said(INCIDENTS, 186, PRIYA, "Opening an incident: the product pictures are public. I lead."),
  said(
    INCIDENTS,
    184,
    OMAR,
    "A customer forwarded a link into `bucket-x` that opens without signing in.",
  ),
  said(
    INCIDENTS,
    180,
    JANE,
    "Nothing was deployed today as far as I know. Looking at the console.",
  ),
  said(
    INCIDENTS,
    172,
    LUCAS,
    "Bucket policy or public access block? One of the two must have moved.",
  ),
  said(
    INCIDENTS,
    140,
    PRIYA,
    "It is closed again, thanks. Who changed it, and what was it before? We need that for the report.",
  ),
  said(PAYMENTS, 124, PRIYA, "orders-db looks idle from here. Is it up at all?"),
  said(PAYMENTS, 16, OMAR, "Checkout answers nothing any more, the lambda seems throttled."),
  said(RANDOM, 300, MEI, "There is cake in the kitchen of the third floor."),
];

/** Scopes that the bot needs, each because of a method or an event that it uses. */
export const BOT_SCOPES = [
  "app_mentions:read",
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "files:write",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "usergroups:read",
  "users:read",
];

/** The made-up company of the sandbox; commands and their hints come from the question table. */
export function acmeCompany(): Company {
  return {
    team: { id: "T01ACMESHOP", domain: "acme-shop", name: "Acme Shop" },
    app: {
      id: "A0TRAILWTCH",
      botId: "B0TRAILWTCH",
      botUserId: BOT,
      name: "trailwatch",
      realName: "Trailwatch",
    },
    users: USERS.map((row) => ({ ...row })),
    channels: [
      {
        id: INCIDENTS,
        name: "incidents",
        topic: "What is broken now, and who looks at it",
        isPrivate: false,
        members: [...EVERYBODY, BOT],
      },
      {
        id: PAYMENTS,
        name: "payments",
        topic: "Checkout, orders and money",
        isPrivate: false,
        members: [JANE, OMAR, MEI, PRIYA, BOT],
      },
      {
        id: RANDOM,
        name: "random",
        topic: "Everything else (trailwatch is not here)",
        isPrivate: false,
        members: [...EVERYBODY],
      },
    ],
    groups: [
      { id: "S01ONCALL00", handle: "on-call", name: "On call", users: [JANE, OMAR] },
      { id: "S01SECURITY", handle: "security", name: "Security", users: [LUCAS] },
    ],
    messages: MESSAGES.map((row) => ({ ...row })),
    commands: GRAMMAR.map((row) => ({
      command: row.slash,
      usage: row.usage.replace(row.slash, "").trim(),
      description: row.about,
    })),
    messageShortcuts: [{ callbackId: "what_changed_around", name: "What changed around this" }],
    scopes: [...BOT_SCOPES],
    events: ["app_mention", "app_home_opened", "message.im"],
  };
}

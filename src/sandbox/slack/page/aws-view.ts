/** The panel of the local AWS: what can be broken, what it was asked, and what can be made to happen now. */
import type { ConsoleAws, ConsoleReply } from "../console-protocol.ts";
import { countsView } from "./aws-counts.ts";
import { backToNormal, faultTitle } from "./aws-row.ts";
import { readAws, sendAws } from "./connection.ts";
import { type Desk, goTo } from "./desk.ts";
import { type Child, element, fill, icon } from "./element.ts";

export type AwsView = { root: HTMLElement; show: () => void };

/** How often the numbers are read while the panel is open. */
const REFRESH_MS = 1000;

/** What a person has chosen in the panel, which the server does not know. */
type Chosen = { afterMs: number | undefined };

export function createAwsView(desk: Desk): AwsView {
  const body = element("div", { class: "aws-body" });
  const said = element("p", { class: "aws-said", role: "status" });
  const chosen: Chosen = { afterMs: undefined };
  const close = () => {
    desk.tell({ kind: "aws-panel", isOpen: false });
    focusOutside();
  };
  const exit = closeButton(close);
  const root = element(
    "aside",
    { class: "aws", "aria-label": "Local AWS", hidden: true },
    element(
      "header",
      { class: "channel-head" },
      element("div", { class: "channel-title" }, icon("cloud"), element("h2", {}, "Local AWS")),
      exit,
    ),
    said,
    body,
  );
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  const tell = (reply: ConsoleReply, text: string) => fill(said, reply.ok ? text : reply.text);
  let drawn = "";
  const draw = (aws: ConsoleAws) => {
    const key = JSON.stringify([aws, chosen]);
    if (key !== drawn) {
      drawn = key;
      keepingFocus(body, () => fill(body, ...sections(desk, aws, chosen, tell, () => draw(aws))));
    }
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  let known: ConsoleAws | undefined;
  const refresh = async () => {
    const aws = document.hidden ? undefined : await readAws();
    if (aws && !root.hidden) {
      draw(aws);
    }
  };
  const show = () => {
    const { aws, isAwsOpen } = desk.state();
    const isOpen = isAwsOpen && aws !== undefined;
    const isOpening = isOpen && root.hidden;
    root.hidden = !isOpen;
    if (!isOpen) {
      clearInterval(timer);
      timer = undefined;
      return;
    }
    if (aws !== known || isOpening) {
      known = aws;
      draw(aws);
    }
    timer ??= setInterval(() => void refresh(), REFRESH_MS);
    if (isOpening) {
      fill(said);
      exit.focus();
      void refresh();
    }
  };
  return { root, show };
}

function closeButton(close: () => void): HTMLElement {
  return element(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close Local AWS", onclick: close },
    icon("close"),
  );
}

/** Back to the row that opened the panel or, where it is out of sight, to the way to it. */
function focusOutside(): void {
  const ways = [...document.querySelectorAll<HTMLElement>('[data-go="aws"], .menu-button')];
  ways.find((way) => way.checkVisibility({ visibilityProperty: true }))?.focus();
}

/** Redraws; the control that had the focus has it afterwards. */
function keepingFocus(body: HTMLElement, draw: () => void): void {
  const active = document.activeElement;
  const key = body.contains(active) ? active?.getAttribute("data-key") : undefined;
  const { scrollTop } = body;
  draw();
  body.scrollTop = scrollTop;
  if (key) {
    body.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }
}

type Tell = (reply: ConsoleReply, text: string) => void;

function sections(
  desk: Desk,
  aws: ConsoleAws,
  chosen: Chosen,
  tell: Tell,
  redraw: () => void,
): Child[] {
  return [
    section("Something happens now", ...happening(aws, chosen, tell, redraw)),
    aws.happened.length > 0 && happenedList(desk, aws),
    section("Broken on purpose", ...faultSwitches(aws, tell)),
    section("What it was asked", ...countsView(aws.counts)),
  ];
}

function section(title: string, ...children: Child[]): HTMLElement {
  return element("section", { "aria-label": title }, element("h3", {}, title), ...children);
}

/** `30 seconds`, `2 minutes`. */
function lagWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}

function happening(aws: ConsoleAws, chosen: Chosen, tell: Tell, redraw: () => void): Child[] {
  const afterMs = chosen.afterMs ?? aws.lags[0] ?? 0;
  const choices = aws.lags.map((lag) =>
    element(
      "label",
      { class: "choice" },
      element("input", {
        type: "radio",
        name: "aws-lag",
        value: lag,
        checked: lag === afterMs,
        "data-key": `lag ${lag}`,
        onchange: () => {
          chosen.afterMs = lag;
          redraw();
        },
      }),
      lagWords(lag),
    ),
  );
  const deeds = aws.deeds.map(({ name, label }) =>
    element(
      "button",
      {
        type: "button",
        class: "button aws-deed",
        "data-key": `deed ${name}`,
        onclick: () =>
          void sendAws({ act: "happen", deed: name, afterMs }).then((reply) =>
            tell(reply, `Done. CloudTrail shows it in ${lagWords(afterMs)}.`),
          ),
      },
      label,
    ),
  );
  return [
    element(
      "fieldset",
      { class: "aws-lags" },
      element("legend", {}, "CloudTrail shows it after"),
      ...choices,
    ),
    element("div", { class: "aws-deeds" }, ...deeds),
  ];
}

function happenedList(desk: Desk, { happened }: ConsoleAws): HTMLElement {
  const rows = happened.map(({ label, ask, shownInMs }, at) =>
    element(
      "li",
      {},
      element(
        "span",
        {},
        label,
        element(
          "small",
          {},
          shownInMs > 0 ? `CloudTrail shows it in ${countdown(shownInMs)}` : "CloudTrail shows it",
        ),
      ),
      element(
        "button",
        {
          type: "button",
          class: "button",
          "aria-label": `Ask ${ask}`,
          title: ask,
          "data-key": `ask ${happened.length - at}`,
          onclick: () => askInChannel(desk, ask),
        },
        "Ask",
      ),
    ),
  );
  return element("ul", { class: "aws-happened", "aria-label": "What happened" }, ...rows);
}

function countdown(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Types the command into the channel in view. */
function askInChannel(desk: Desk, ask: string): void {
  const { place, channels } = desk.state();
  const channel = place.kind === "channel" ? place.channelId : channels[0]?.id;
  if (channel === undefined) {
    return;
  }
  if (place.kind === "home") {
    goTo(desk, channel);
  }
  const [command = "", ...words] = ask.split(" ");
  void desk.act({ act: "command", channel, command, text: words.join(" ") });
  // On a phone the panel covers the answer.
  if (matchMedia("(max-width: 820px)").matches) {
    desk.tell({ kind: "aws-panel", isOpen: false });
  }
}

function faultSwitches({ faults }: ConsoleAws, tell: Tell): Child[] {
  const switches = faults.map(({ name, label, isOn }) =>
    element(
      "button",
      {
        type: "button",
        role: "switch",
        class: "aws-fault",
        "aria-checked": String(isOn),
        "aria-label": faultTitle(name),
        "aria-describedby": `fault-${name}`,
        "data-key": `fault ${name}`,
        onclick: () =>
          void sendAws({ act: "set", fault: name, isOn: !isOn }).then((reply) => tell(reply, "")),
      },
      element("span", { class: "aws-switch", "aria-hidden": "true" }),
      element(
        "span",
        { class: "aws-fault-text" },
        element("strong", {}, faultTitle(name)),
        element("small", { id: `fault-${name}` }, label),
      ),
    ),
  );
  return [...switches, faults.some(({ isOn }) => isOn) && backToNormal()];
}

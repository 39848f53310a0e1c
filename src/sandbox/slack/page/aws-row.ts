/** What the page shows of the local AWS while its panel is closed: the way in, and that something is broken on purpose. */
import type { ConsoleAws } from "../console-protocol.ts";
import { sendAws } from "./connection.ts";
import type { Desk } from "./desk.ts";
import { element, fill, icon } from "./element.ts";
import type { State } from "./state.ts";

/** `athena-queued` → `Athena queued`, `cloudwatch-partial` → `CloudWatch partial`. */
export function faultTitle(name: string): string {
  const words = name.replaceAll("-", " ");
  return words
    .replace(/^cloudwatch/, "CloudWatch")
    .replace(/^[a-z]/, (first) => first.toUpperCase());
}

function brokenOf(aws: ConsoleAws | undefined): string[] {
  return (aws?.faults ?? []).filter(({ isOn }) => isOn).map(({ name }) => faultTitle(name));
}

/** The row in the column of places that opens and closes the panel. */
export function awsRow(desk: Desk, aws: ConsoleAws, onGo: () => void): HTMLElement {
  const { isAwsOpen } = desk.state();
  const broken = brokenOf(aws).length;
  return element(
    "button",
    {
      type: "button",
      class: `place${broken > 0 ? " is-unread" : ""}`,
      "aria-expanded": String(isAwsOpen),
      "aria-label": broken > 0 ? `Local AWS, ${broken} broken on purpose` : "Local AWS",
      "data-go": "aws",
      onclick: () => {
        onGo();
        desk.tell({ kind: "aws-panel", isOpen: !isAwsOpen });
      },
    },
    icon("cloud"),
    element("span", { class: "place-name" }, "Local AWS"),
    broken > 0 && element("span", { class: "badge badge-broken" }, String(broken)),
  );
}

/** Says above the page what is broken on purpose, with the way back; hides the line when nothing is. */
export function awsBanner(banner: HTMLElement, { aws }: State): void {
  const broken = brokenOf(aws);
  const text = `Broken on purpose at the local AWS: ${broken.join(", ")}.`;
  banner.hidden = broken.length === 0;
  if (banner.hidden) {
    fill(banner);
  } else if (banner.firstElementChild?.nextElementSibling?.textContent !== text) {
    fill(banner, icon("cloud"), element("span", {}, text), backToNormal());
  }
}

/** The button that switches every fault off. */
export function backToNormal(): HTMLElement {
  return element(
    "button",
    {
      type: "button",
      class: "button back-to-normal",
      onclick: () => void sendAws({ act: "back-to-normal" }),
    },
    "Back to normal",
  );
}

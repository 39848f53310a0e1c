/** An alarm that somebody thinks about, as an answer: what it would have done, and its text. */
import type { Answer, FollowUp } from "../../answers/answer.ts";
import { count, duration } from "../../answers/words.ts";
import type { Search } from "../../domain/search.ts";
import { formatInstant } from "../../domain/time.ts";
import { noteSections, placeText, placeWords } from "./alarm-parts.ts";
import type { MetricsAsked } from "./asked.ts";
import { conditionText, type Watched } from "./draft-alarm-parts.ts";
import {
  callout,
  chartSection,
  type Drafted,
  firingsSection,
  proposalSections,
  sameSection,
  sentenceOf,
} from "./draft-alarm-sections.ts";
import { cliAlarmText, cloudFormationText, terraformText } from "./draft-alarm-texts.ts";
import { lengthOf } from "./draft-alarm-trial.ts";

export function draftedAnswer(drafted: Drafted): Answer {
  const { draft, tried, trial, proposal, notes, problem, searched, context } = drafted;
  const { window } = tried;
  return {
    outcome: "found",
    headline: headlineOf(drafted),
    question: questionOf(drafted.asked, drafted.text),
    sections: [
      ...noteSections(drafted.asked, [...notes, ...otherNotes(drafted)]),
      ...(problem === undefined ? [] : [callout("problem", problem)]),
      ...proposalSections(drafted),
      { kind: "text", line: [sentenceOf(drafted), `; in ${placeWords(draft.place, context)}.`] },
      chartSection(drafted),
      ...firingsSection(drafted),
      ...sameSection(drafted.same),
      { kind: "record", title: "AWS CLI", text: cliAlarmText(draft) },
      { kind: "record", title: "CloudFormation", text: cloudFormationText(draft) },
      { kind: "record", title: "Terraform", text: terraformText(draft) },
      {
        kind: "text",
        line: [
          "Nothing was created. It tells nobody yet: add the ARN of an SNS topic to its actions.",
        ],
      },
    ],
    searched,
    followUps: followUps(drafted),
    data: {
      draft,
      firings: trial.firings.map((firing) => ({
        from: formatInstant(firing.from),
        ...(firing.to !== undefined && { to: formatInstant(firing.to) }),
        seconds: Math.round(lengthOf(firing, window) / 1000),
      })),
      times: trial.firings.length,
      firedSeconds: Math.round(trial.firedMs / 1000),
      verdict: trial.verdict,
      datapoints: tried.points.length,
      ...(proposal && {
        proposal: { threshold: proposal.threshold, times: proposal.trial.firings.length },
      }),
    },
  };
}

function headlineOf({ trial, tried }: Drafted): string {
  const { window, points } = tried;
  const span = duration(window.to - window.from);
  if (points.length === 0) return `There was no data in ${span} to try it on`;
  const times = trial.firings.length;
  if (times === 0) return `It would never have fired in ${span}`;
  const all = `It would have fired ${count(times, "time")} in ${span}, ${duration(trial.firedMs)} in all`;
  if (times === 1 || !trial.longest) return all;
  return `${all}; the longest ${duration(lengthOf(trial.longest, window))}`;
}

function otherNotes({ others, context }: Drafted): string[] {
  if (others.length === 0) return [];
  const [first] = others;
  const where = first
    ? ` such as ${[...(first.meant?.names ?? []), placeWords(first.place, context)].join(" in ")}`
    : "";
  return [
    `The words mean ${count(others.length, "other series", "other series")} too,${where}: one alarm is drafted here.`,
  ];
}

function followUps({ asked, condition, draft, proposal, others, watched }: Drafted): FollowUp[] {
  const name = asked.expression ?? asked.name;
  const stat = asked.stat === undefined ? "" : ` ${asked.stat}`;
  const text = (threshold: number, { place }: Watched) =>
    `draft alarm ${name}${stat} ${conditionText(condition, threshold, draft.period)} ${placeText(place)}`;
  return [
    ...(proposal
      ? [
          {
            label: `Try ${condition.operator} ${proposal.threshold}`,
            text: text(proposal.threshold, watched),
          },
        ]
      : []),
    ...others
      .filter(({ place }) => placeText(place) !== placeText(watched.place))
      .slice(0, 2)
      .map((other) => ({
        label: `In ${other.place.account} ${other.place.region}`,
        text: text(condition.threshold, other),
      })),
  ];
}

function questionOf({ window }: MetricsAsked, text: string): Answer["question"] {
  return {
    name: "draft-alarm",
    text,
    window: { from: window.from, to: window.to },
    zone: window.zone,
  };
}

/** The metric is not there, or no alarm can watch it. */
export function refusedAnswer(
  asked: MetricsAsked,
  text: string,
  told: { headline: string; next?: string; suggestions: string[]; searched: Search[] },
): Answer {
  const condition = asked.condition
    ? ` ${conditionText(asked.condition, asked.condition.threshold, asked.condition.period ?? 60)}`
    : "";
  return {
    outcome: "nothing",
    headline: told.headline,
    question: questionOf(asked, text),
    sections: [
      ...noteSections(asked),
      ...(told.next === undefined ? [] : [callout("info", told.next)]),
    ],
    searched: told.searched,
    followUps: told.suggestions.slice(0, 6).map((suggestion) => {
      const draft = `${suggestion.replace(/^metric /, "draft alarm ")}${condition}`;
      return { label: draft, text: draft };
    }),
    data: {},
  };
}

/** Words are missing. */
export function unclearDraft(asked: MetricsAsked, text: string, headline: string): Answer {
  const example = "draft alarm lambda checkout-api errors >= 5 in 1m";
  return {
    outcome: "misunderstood",
    headline: `${headline}, as in “${example}”`,
    question: questionOf(asked, text),
    sections: noteSections(asked),
    searched: [],
    followUps: [{ label: example, text: example }],
    data: {},
  };
}

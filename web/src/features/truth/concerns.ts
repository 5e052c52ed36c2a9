import type { Concern, Question } from "@/api/types";
import { count, percent } from "@/kit/format";
import { answerName } from "@/questions/names";
import { WRITING_FLAGS } from "@/ui/writing";

export type Kind = Concern["kind"];
type Words = { title: string; about: string };

/** What each detector sees, and what else may look like it. */
export const KINDS: Record<Kind, Words> = {
  says_nothing: {
    title: "Answers say nothing",
    about: "Their answers go with those of others hardly oftener than chance would. Somebody may be alone and right.",
  },
  one_side: {
    title: "One side chosen far oftener",
    about:
      "They prefer what is shown on one side, far oftener than others do. Sides are drawn by lot, so the responses do not explain it.",
  },
  too_fast: {
    title: "Much faster than others",
    about:
      "Less than a third of what the others took on the same items, again and again. Who knows a subject is fast too.",
  },
  long_run: {
    title: "One answer many times in a row",
    about: "Longer than their own habit explains. Items that came sorted make such runs too.",
  },
  drift: {
    title: "Agreement has changed",
    about: "They agree with others more, or less, than they did. The project may have changed, not the person.",
  },
  gold_known: {
    title: "Better on gold than on the rest",
    about: "Right on hidden gold far oftener than they agree elsewhere. Gold may be easier for some.",
  },
  same_mistakes: {
    title: "Two people share mistakes",
    about: "The same wrong answers, oftener than two who err on their own. A misread rule makes pairs as well.",
  },
  copied_text: {
    title: "Two texts are one",
    about: "Texts of two people that share most of their words. Both may have used one source.",
  },
  repeated_text: {
    title: "One text for many items",
    about:
      "Many of their texts are nearly the same as another of their own, far oftener than with others. Items that ask the same thing twice are answered alike.",
  },
  taken_text: {
    title: "Texts that stand in the item",
    about:
      "Most words of many of their texts stand in the item itself, in the same order, far oftener than with others. Who is asked to quote does the same.",
  },
  one_grade: {
    title: "One grade on every question",
    about:
      "The same grade on three questions or more, for one thing after the other, far oftener than others give it. Responses that are good or bad in every way are graded so, too.",
  },
  wrong_gold: {
    title: "Gold may be wrong",
    about: "Able people are sure of another answer than the key. A trap that everybody falls into looks the same.",
  },
  ambiguous: {
    title: "Item stays divided",
    about: "Two answers are almost equally likely after many. There may be no right one; keep what the minority says.",
  },
  text_brought_in: {
    title: "Text brought in from elsewhere",
    about:
      "Counted while they wrote: pasted, dropped or inserted without keys, far oftener than by others. People paste their own notes, and dictate. The text was not looked at.",
  },
  odd_typing: {
    title: "Typing unlike a person's",
    about:
      "Counted while they wrote: faster than people type, or as even as a program. It is about keys, not about time on items; assistive technology types so too.",
  },
  confusing_labels: {
    title: "Two labels are mixed up",
    about:
      "People take these two for each other far more than other labels. The guideline may not tell them apart, or the items cannot.",
  },
  guideline_regression: {
    title: "Worse under a newer guideline",
    about:
      "The same people agree less, or are less often right on gold, than under the version before. Harder items that came with it look the same.",
  },
};

export type Drawn = { value: number; reference: number | null; max: number; says: string; reads: string };

const share = (value: number | undefined) => percent(value ?? 0);
const number = (value: number | undefined) => count(Math.round(value ?? 0));
const decimal = (value: number | undefined) => (value ?? 0).toFixed(1);

const compared = (value: number, reference: number, says: string, reads: string): Drawn => ({
  value,
  reference,
  max: 1,
  says,
  reads,
});

/** The evidence as one bar against what it is compared with. */
export function drawn(kind: Kind, of: Record<string, number>): Drawn {
  const at = (name: string) => of[name] ?? 0;
  switch (kind) {
    case "says_nothing":
      return compared(
        at("agreement"),
        at("by_chance"),
        of.labels ? `${share(of.agreement)} alike` : `${share(of.agreement)} agree`,
        `${share(of.by_chance)} by chance, ${number(of.answers)} answers`,
      );
    case "one_side":
      return compared(
        at("answers") ? at("chosen") / at("answers") : 0,
        at("usual_share"),
        `${number(of.chosen)} of ${number(of.answers)} on the ${of.place === 1 ? "first" : "second"} side`,
        `of others ${share(of.usual_share)}`,
      );
    case "too_fast":
      return compared(
        at("answers") ? at("fast") / at("answers") : 0,
        at("usual_share"),
        `${number(of.fast)} of ${number(of.answers)} items`,
        `usual ${share(of.usual_share)}`,
      );
    case "long_run":
      return {
        value: at("run"),
        reference: null,
        max: Math.max(at("answers"), 1),
        says: `${number(of.run)} in a row`,
        reads: `of ${number(of.answers)} ${of.sides ? "sides and verdicts" : "answers"}, ${share(of.share)} are that one`,
      };
    case "drift":
      return compared(
        at("after"),
        at("before"),
        `${share(of.after)} later`,
        `${share(of.before)} before, from answer ${number(of.at_answer)} on`,
      );
    case "gold_known":
      return compared(
        at("on_gold"),
        at("elsewhere"),
        `${share(of.on_gold)} on gold`,
        `${share(of.elsewhere)} elsewhere, ${number(of.gold)} gold items`,
      );
    case "same_mistakes":
      return {
        value: at("same_mistakes"),
        reference: at("expected"),
        max: Math.max(at("same_mistakes"), at("expected")) * 1.25 || 1,
        says: `${number(of.same_mistakes)} shared mistakes`,
        reads: `${decimal(of.expected)} expected, ${number(of.items)} items`,
      };
    case "copied_text":
      return {
        value: at("overlap"),
        reference: null,
        max: 1,
        says: `${share(of.overlap)} in common`,
        reads: `${number(of.texts)} of their texts`,
      };
    case "wrong_gold":
      return compared(
        at("other"),
        at("gold"),
        `${share(of.other)} another answer`,
        `${share(of.gold)} the key, ${number(of.answers)} answers`,
      );
    case "ambiguous":
      return compared(
        at("first"),
        at("second"),
        `${share(of.first)} the first`,
        `${share(of.second)} the second, ${number(of.answers)} answers`,
      );
    case "repeated_text":
    case "taken_text":
      return compared(
        at("answers") ? at("marked") / at("answers") : 0,
        at("usual_share"),
        `${number(of.marked)} of ${number(of.answers)} texts`,
        `of others ${share(of.usual_share)}`,
      );
    case "one_grade":
      return compared(
        at("answers") ? at("marked") / at("answers") : 0,
        at("usual_share"),
        `${number(of.marked)} of ${number(of.answers)} times`,
        `of others ${share(of.usual_share)}`,
      );
    case "text_brought_in":
    case "odd_typing":
      return compared(
        at("answers") ? at("marked") / at("answers") : 0,
        at("usual_share"),
        `${number(of.marked)} of ${number(of.answers)} recorded answers`,
        `of others ${share(of.usual_share)}${marks(of)}`,
      );
    case "confusing_labels":
      return compared(
        at("rate"),
        at("rest"),
        `${share(of.rate)} mixed up`,
        `${share(of.low)}–${share(of.high)}, other pairs ${share(of.rest)}, ${number(of.mixed)} of ${number(of.answers)} answers`,
      );
    case "guideline_regression":
      return { ...(fallen(of) ?? NOTHING), max: 1 };
  }
}

const MARKS = Object.entries(WRITING_FLAGS);

function marks(of: Record<string, number>): string {
  return MARKS.flatMap(([mark, title]) => (of[mark] ? [`; ${title.toLowerCase()}: ${of[mark]}`] : [])).join("");
}

/** Agreement, or what is right on gold, before and after; null where it was not measured. */
function change(of: Record<string, number>, what: "agreement" | "gold") {
  const at = (name: string) => of[`${what}_${name}`] ?? 0;
  if (of[`${what}_fall`] === undefined) return null;
  const n = what === "gold" ? `${number(at("answers"))} gold answers` : `${number(at("items"))} items`;
  return {
    value: at("after"),
    reference: at("before"),
    fall: at("fall"),
    says: `${share(at("after"))} ${what === "gold" ? "right on gold" : "agree"} now`,
    reads: `${share(at("before"))} before: ${percent(at("low"))} to ${percent(at("high"))} less, ${n}`,
  };
}

const NOTHING = { value: 0, reference: 0, fall: 0, says: "", reads: "" };

/** Of the two, that which fell more is drawn. */
function fallen(of: Record<string, number>, least = false) {
  const both = [change(of, "agreement"), change(of, "gold")].flatMap((each) => (each ? [each] : []));
  both.sort((one, other) => other.fall - one.fall);
  return least ? both[1] : (both[0] ?? NOTHING);
}

/** What the bar has no room for. */
export function besides(concern: Concern): [string, string][] {
  const of = concern.evidence;
  if (concern.kind !== "guideline_regression") return [];
  const other = fallen(of, true);
  const schemas: [string, string] = ["Label schema", `Version ${of.schema_before} before, ${of.schema_after} now`];
  return [
    ...(other ? [["And", `${other.says}, ${other.reads}`] as [string, string]] : []),
    ["People", `${number(of.people)}, who answered under both`],
    ...(of.schema_before === of.schema_after ? [] : [schemas]),
  ];
}

/** How often chance shows as much. */
export function byChance(p: number | null): string {
  if (p === null) return "not a test";
  if (p < 1e-6) return "under 1 in a million";
  return `1 in ${count(Math.round(1 / p))}`;
}

/** Whom or what it is about. */
export function aboutWhom(concern: Concern, question: Question | undefined): string {
  if (concern.item) return concern.item.external_id ?? concern.item.item_id.slice(0, 8);
  if (concern.labels.length) return concern.labels.map((label) => answerName(label, question)).join(" / ");
  if (concern.kind === "guideline_regression")
    return `Guideline ${concern.evidence.version_before} → ${concern.evidence.version_after}`;
  return concern.people.map((each) => each.person.name).join(" and ");
}

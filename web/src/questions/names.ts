import { letterOf } from "@/fields/model";
import { type Answer, ITEM, type Question } from "./model";

/** What the label of a part says, by kind: a flag, an option of several, a criterion is believed by itself. */
const SAID: Record<string, Record<string, string>> = {
  flags: { none: "Nothing to flag", yes: "Raised", no: "Not raised" },
  choice: { yes: "Chosen", no: "Not chosen" },
  rubric: { met: "Met", not_met: "Not met", cannot_assess: "Cannot be assessed" },
  ranking: { ahead: "Ahead", behind: "Behind", equal: "Equal" },
  pairwise: { tie: "Tie", both_bad: "Both bad" },
  steps: {
    give_up: "Gave up",
    bad_problem: "The problem is bad",
    no_error: "No error",
    from_own: "From a step they wrote",
    from_nothing: "From nothing",
  },
};
const BELOW = ["options", "categories"];

/** The title of an option, a label, a flag, a category or a criterion, however deep it stands. */
function titleOf(id: string, settings: unknown): string | undefined {
  const lists = Object.values((settings ?? {}) as Record<string, unknown>).filter(Array.isArray);
  for (const one of lists.flat() as Record<string, unknown>[]) {
    if (one?.id === id) return String(one.title ?? one.criterion ?? id);
    const below = Object.fromEntries(BELOW.flatMap((name) => (one?.[name] ? [[name, one[name]]] : [])));
    const found = Object.keys(below).length > 0 ? titleOf(id, below) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** What people call a value, or a part of an answer, wherever it is told apart from its item: the title of an option
 * or a label, the letter of a response as it was imported, the step or the candidate of one. */
export function valueName(value: string, question: Question | undefined): string {
  const known = titleOf(value, question?.settings) ?? SAID[question?.kind ?? ""]?.[value];
  if (known) return known;
  if (question?.kind === "steps") return stepName(value) ?? value;
  const response = /^r(\d+)$/.exec(value);
  return response ? `Response ${letterOf(Number(response[1]) - 1)}` : value;
}

/** Several options chosen together are one answer: "a, b". */
export function answerName(value: string, question: Question | undefined): string {
  return value
    .split(", ")
    .map((one) => valueName(one, question))
    .join(", ");
}

function stepName(value: string): string | undefined {
  if (value === "ended") return "How it ends";
  const [, candidate] = /^from_(\d+)$/.exec(value) ?? [];
  if (candidate) return `From candidate ${letterOf(Number(candidate) - 1).toLowerCase()}`;
  const [, onward] = /^onward_(\d+)$/.exec(value) ?? [];
  if (onward) return `Where step ${onward} goes on`;
  const [, step] = /^r(\d+)$/.exec(value) ?? [];
  return step ? `Step ${step}` : undefined;
}

/** A part of an answer by what its answers tell of it: of several candidates of a step, which one ("Step 2b"). */
export function partName(part: string, question: Question | undefined, answers: Record<string, Answer>[]): string {
  if (question?.kind === "rubric" && !titleOf(part, question.settings)) return `Criterion ${part}`;
  if (question?.kind !== "steps" || !/^r\d+$/.test(part)) return valueName(part, question);
  for (const { value } of answers.flatMap((each) => Object.values(each))) {
    const steps = ((value as { steps?: unknown } | null)?.steps ?? []) as { step: string; place?: number }[];
    const place = steps.find((one) => one.step === part)?.place;
    if (place === undefined) continue;
    const beside = steps.filter((one) => one.place === place);
    if (beside.length === 1) return `Step ${place}`;
    return `Step ${place}${letterOf(beside.findIndex((one) => one.step === part)).toLowerCase()}`;
  }
  return valueName(part, question);
}

/** What a question hangs on, where the item is not at hand: empty for the item. */
export function placeName(target: string): string {
  const [, level, number] = /^([mtr]):[mtr](\d+)$/.exec(target) ?? [];
  if (!level) return target === ITEM ? "" : target;
  if (level === "r") return `Response ${letterOf(Number(number) - 1)}`;
  return `${level === "m" ? "Message" : "Turn"} ${Number(number) + 1}`;
}

import type { LabelSchema, Question } from "@/api/types";

/** What becomes of the answers that chose an option which is gone: another option, a new answer, or nothing. */
export type Fate = { to: string } | "ask" | "drop";

/** A plan in the terms in which people think of it: what is gone, and what becomes of it. */
export type Fates = {
  /** By the old name of a question that is gone: its new name, or null where it is asked no more. */
  questions: Record<string, string | null>;
  /** By a question's new name, then by the option that is gone. */
  options: Record<string, Record<string, Fate>>;
};

export type Step = Record<string, unknown>;
type Option = { id: string; title?: string; options?: Option[]; categories?: Option[] };

/** Where a kind keeps its options; other kinds have none. */
const PLACES: Record<string, string> = {
  choice: "options",
  spans: "labels",
  relations: "labels",
  flags: "flags",
  errors: "categories",
  claims: "verdicts",
};

/** The options of a question, of its whole tree, in order. */
export function optionsOf(question: Question | undefined): { id: string; title: string }[] {
  const place = question && PLACES[question.kind];
  if (!place) return [];
  const found: { id: string; title: string }[] = [];
  const walk = (entries: Option[]) => {
    for (const entry of entries) {
      found.push({ id: entry.id, title: entry.title ?? entry.id });
      walk(entry.options ?? entry.categories ?? []);
    }
  };
  walk(((question.settings as Record<string, unknown> | undefined)?.[place] as Option[] | undefined) ?? []);
  return found;
}

export const named = (schema: LabelSchema, name: string) => schema.questions.find((one) => one.name === name);

/** Questions of `before` that are gone by name, and those that came. */
export function goneAndCome(before: LabelSchema, after: LabelSchema) {
  return {
    gone: before.questions.filter((one) => !named(after, one.name)),
    come: after.questions.filter((one) => !named(before, one.name)),
  };
}

/** What a plan's steps say, told as fates; what they do not say is asked anew. */
export function fatesOf(steps: readonly Step[], before: LabelSchema, after: LabelSchema): Fates {
  const questions: Fates["questions"] = {};
  const said: Record<string, Record<string, Fate>> = {};
  const origin: Record<string, string> = {};
  for (const step of steps) {
    const question = String(step.question);
    const old = origin[question] ?? question;
    if (step.do === "rename_question") {
      questions[old] = String(step.to);
      origin[String(step.to)] = old;
      continue;
    }
    said[old] ??= {};
    const fates = said[old];
    if (step.do === "rename_option") fates[String(step.option)] = { to: String(step.to) };
    if (step.do === "merge_options") for (const each of step.options as string[]) fates[each] = { to: String(step.to) };
    if (step.do === "split_option")
      fates[String(step.option)] = (step.answers ?? "ask") === "ask" ? "ask" : { to: String(step.answers) };
    if (step.do === "retire_option") fates[String(step.option)] = step.answers === "drop" ? "drop" : "ask";
  }
  for (const one of goneAndCome(before, after).gone) questions[one.name] ??= null;
  const options: Fates["options"] = {};
  for (const one of before.questions) {
    const name = one.name in questions ? questions[one.name] : one.name;
    if (!name) continue;
    const left = new Set(optionsOf(named(after, name)).map((each) => each.id));
    const missing = optionsOf(one).filter((each) => !left.has(each.id));
    if (missing.length > 0)
      options[name] = Object.fromEntries(missing.map((each) => [each.id, said[one.name]?.[each.id] ?? "ask"]));
  }
  return { questions, options };
}

/** The steps that say these fates: questions first, then options under the questions' new names. */
export function stepsOf(fates: Fates, before: LabelSchema, after: LabelSchema): Step[] {
  const { gone, come } = goneAndCome(before, after);
  const taken = new Set(Object.values(fates.questions));
  const steps: Step[] = gone.map((one) => {
    const to = fates.questions[one.name];
    return to ? { do: "rename_question", question: one.name, to } : { do: "retire_question", question: one.name };
  });
  for (const one of before.questions) {
    const name = one.name in fates.questions ? fates.questions[one.name] : one.name;
    if (name)
      steps.push(...optionSteps(name, optionsOf(one), optionsOf(named(after, name)), fates.options[name] ?? {}));
  }
  return [
    ...steps,
    ...come.filter((one) => !taken.has(one.name)).map((question) => ({ do: "add_question", question })),
  ];
}

function optionSteps(
  question: string,
  before: { id: string }[],
  after: { id: string; title: string }[],
  fates: Record<string, Fate>,
): Step[] {
  const there = new Set(before.map((each) => each.id));
  const steps: Step[] = [];
  for (const [option, fate] of Object.entries(fates)) {
    if (typeof fate === "string") {
      steps.push({ do: "retire_option", question, option, answers: fate });
    } else if (there.has(fate.to)) {
      steps.push({ do: "merge_options", question, options: [option], to: fate.to });
    } else {
      steps.push({ do: "rename_option", question, option, to: fate.to });
      there.add(fate.to);
    }
  }
  const fresh = after.filter((each) => !there.has(each.id));
  return [...steps, ...fresh.map(({ id, title }) => ({ do: "add_option", question, option: { id, title } }))];
}

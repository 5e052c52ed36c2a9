import type { Condition, Field, LabelSchema, Question } from "@/api/types";

/** A name for the wire out of a title: lower case, no blanks, not taken. */
export function nameFrom(title: string, taken: readonly string[]): string {
  const base =
    title
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .replace(/^(\d)/, "q_$1")
      .slice(0, 40) || "question";
  let name = base;
  for (let count = 2; taken.includes(name); count += 1) name = `${base}_${count}`;
  return name;
}

export function move<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}

/** Problems that belong to one path ("questions.2"), wherever below it they lie. */
export function problemsAt<P extends { path: string }>(problems: readonly P[], path: string): P[] {
  const wanted = path.replace(/\[(\w+)\]/g, ".$1");
  return problems.filter((problem) => {
    const own = problem.path.replace(/\[(\w+)\]/g, ".$1");
    return own === wanted || own.startsWith(`${wanted}.`);
  });
}

function renameIn(condition: Condition | null | undefined, from: string, to: string): Condition | null | undefined {
  if (!condition) return condition;
  if ("all" in condition) return { all: condition.all.map((one) => renameIn(one, from, to) as Condition) };
  if ("any" in condition) return { any: condition.any.map((one) => renameIn(one, from, to) as Condition) };
  if ("not" in condition) return { not: renameIn(condition.not, from, to) as Condition };
  return condition.question === from ? { ...condition, question: to } : condition;
}

/** A question renamed together with the conditions that name it. */
export function renameQuestion(schema: LabelSchema, from: string, to: string): LabelSchema {
  const questions = schema.questions.map(
    (question): Question => ({
      ...question,
      name: question.name === from ? to : question.name,
      show_if: renameIn(question.show_if, from, to),
      required_if: renameIn(question.required_if, from, to),
    }),
  );
  return { ...schema, questions };
}

/** A field renamed together with the targets and settings that name it. */
export function renameField(schema: LabelSchema, from: string, to: string): LabelSchema {
  const fields = schema.fields.map((field): Field => (field.name === from ? { ...field, name: to } : field));
  const questions = schema.questions.map((question): Question => {
    const target =
      question.target && question.target.level !== "item" && question.target.field === from
        ? { ...question.target, field: to }
        : question.target;
    const settings = question.settings?.field === from ? { ...question.settings, field: to } : question.settings;
    return { ...question, target, settings };
  });
  return { fields, questions };
}

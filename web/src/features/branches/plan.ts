import type { AssembledItem, BranchPlan } from "@/api/branches";
import type { LabelSchema } from "@/api/types";

type Option = { id: string; title: string; options?: Option[] };

/** Something that one branch is asked: a whole question, or one option with all below it. */
export type Piece = { key: string; question: string; option: string | null; title: string };

/** A branch while it is written. */
export type Draft = { name: string; title: string; guideline: string };

const topOf = (settings: unknown) => (settings as { options?: Option[] } | undefined)?.options ?? [];

/** What can be given to branches: the options of every choice, other questions as a whole. */
export function piecesOf(schema: LabelSchema, split: ReadonlySet<string>): Piece[] {
  return schema.questions.flatMap((question): Piece[] =>
    split.has(question.name)
      ? topOf(question.settings).map((option) => ({
          key: `${question.name}/${option.id}`,
          question: question.name,
          option: option.id,
          title: option.title,
        }))
      : [{ key: question.name, question: question.name, option: null, title: question.title }],
  );
}

/** The plan that gives every piece to the branch at its place. */
export function planOf(drafts: Draft[], pieces: Piece[], at: Record<string, number>): BranchPlan[] {
  return drafts.map((draft, place) => {
    const mine = pieces.filter((piece) => (at[piece.key] ?? 0) === place);
    const names = [...new Set(mine.map((piece) => piece.question))];
    const questions = names.map((question) => {
      const options = mine.flatMap((piece) => (piece.question === question && piece.option ? [piece.option] : []));
      return options.length ? { question, options } : { question };
    });
    return { ...draft, questions } as BranchPlan;
  });
}

/** Ids of a question's options with their titles, the whole tree. */
export function titlesOf(settings: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (options: Option[]) => {
    for (const option of options) {
      found.set(option.id, option.title);
      walk(option.options ?? []);
    }
  };
  walk(topOf(settings));
  return found;
}

/** What an item's answers say, a line per question; a tie names what is claimed. */
export function said(item: AssembledItem, schema: LabelSchema): { question: string; text: string; open: boolean }[] {
  return schema.questions.flatMap((question) => {
    const titles = titlesOf(question.settings);
    const told = (value: unknown) => {
      const selected = (value as { selected?: string[] } | null)?.selected;
      return selected ? selected.map((id) => titles.get(id) ?? id).join(", ") : JSON.stringify(value);
    };
    const votes = Object.values(item.answers[question.name] ?? {}).map((vote) => ({
      question: question.title,
      text: vote.tie ? (vote.leaders ?? []).map(told).join(" or ") || "divided" : told(vote.value),
      open: vote.tie,
    }));
    const unclaimed = item.unclaimed.includes(question.name)
      ? [{ question: question.title, text: "none of any branch", open: true }]
      : [];
    return [...votes, ...unclaimed];
  });
}

/** The only list of question kinds. */
import { choice } from "./choice/plugin";
import { date } from "./date/plugin";
import { flags } from "./flags/plugin";
import type { LabelSchema, QuestionKindName } from "./model";
import { number } from "./number/plugin";
import { pairwise } from "./pairwise/plugin";
import type { AnyQuestionPlugin } from "./plugin";
import { rating } from "./rating/plugin";
import { slider } from "./slider/plugin";
import { text } from "./text/plugin";

/** Kinds whose script comes when a schema asks for them: the bench awaits `loadKinds`, other pages import `all`. */
const late = {
  ranking: async () => (await import("./ranking/plugin")).ranking,
  spans: async () => (await import("./spans/plugin")).spans,
  relations: async () => (await import("./relations/plugin")).relations,
  steps: async () => (await import("./steps/plugin")).steps,
  errors: async () => (await import("./errors/plugin")).errors,
  claims: async () => (await import("./claims/plugin")).claims,
  rubric: async () => (await import("./rubric/plugin")).rubric,
  criteria: async () => (await import("./criteria/plugin")).criteria,
};
export type LateKind = keyof typeof late;
type SoonKind = Exclude<QuestionKindName, LateKind>;

const soon: Record<SoonKind, AnyQuestionPlugin> = {
  choice,
  flags,
  rating,
  slider,
  pairwise,
  text,
  number,
  date,
};
const present: Partial<Record<QuestionKindName, AnyQuestionPlugin>> = { ...soon };

/** Makes kinds known that were loaded by other means. */
export function knowKinds(plugins: Record<LateKind, AnyQuestionPlugin>): Record<QuestionKindName, AnyQuestionPlugin> {
  Object.assign(present, plugins);
  return { ...soon, ...plugins };
}

/** Fetches what this schema asks for and nobody asked for before. */
export async function loadKinds(schema: Pick<LabelSchema, "questions">): Promise<void> {
  const wanted = new Set(schema.questions.map((question) => question.kind).filter((kind) => !present[kind]));
  await Promise.all(
    [...wanted].map(async (kind) => {
      if (kind in late) present[kind] = await late[kind as LateKind]();
    }),
  );
}

export function pluginOf(kind: QuestionKindName): AnyQuestionPlugin {
  const plugin = present[kind];
  if (!plugin) throw new Error(`This version of the app does not know the question kind "${kind}". Reload the page.`);
  return plugin;
}

/** The only list of question kinds. */
import { choice } from "./choice/plugin";
import { claims } from "./claims/plugin";
import { date } from "./date/plugin";
import { errors } from "./errors/plugin";
import { flags } from "./flags/plugin";
import type { QuestionKindName } from "./model";
import { number } from "./number/plugin";
import { pairwise } from "./pairwise/plugin";
import type { AnyQuestionPlugin } from "./plugin";
import { ranking } from "./ranking/plugin";
import { rating } from "./rating/plugin";
import { rubric } from "./rubric/plugin";
import { slider } from "./slider/plugin";
import { spans } from "./spans/plugin";
import { steps } from "./steps/plugin";
import { text } from "./text/plugin";

export const questionPlugins: Record<QuestionKindName, AnyQuestionPlugin> = {
  choice,
  flags,
  rating,
  slider,
  pairwise,
  ranking,
  text,
  spans,
  steps,
  errors,
  claims,
  rubric,
  number,
  date,
};

export function pluginOf(kind: QuestionKindName): AnyQuestionPlugin {
  const plugin = questionPlugins[kind];
  if (!plugin) throw new Error(`This version of the app does not know the question kind "${kind}". Reload the page.`);
  return plugin;
}

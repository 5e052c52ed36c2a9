/** The only list of question kinds. */
import { choice } from "./choice/plugin";
import type { QuestionKindName } from "./model";
import { pairwise } from "./pairwise/plugin";
import type { AnyQuestionPlugin } from "./plugin";
import { ranking } from "./ranking/plugin";
import { rating } from "./rating/plugin";
import { spans } from "./spans/plugin";
import { text } from "./text/plugin";

export const questionPlugins: Record<QuestionKindName, AnyQuestionPlugin> = {
  choice,
  rating,
  pairwise,
  ranking,
  text,
  spans,
};

export function pluginOf(kind: QuestionKindName): AnyQuestionPlugin {
  const plugin = questionPlugins[kind];
  if (!plugin) throw new Error(`This version of the app does not know the question kind "${kind}". Reload the page.`);
  return plugin;
}

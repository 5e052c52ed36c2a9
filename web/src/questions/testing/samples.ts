import { samples as choice } from "../choice/samples";
import type { QuestionKindName } from "../model";
import { samples as pairwise } from "../pairwise/samples";
import type { Sample } from "../plugin";
import { samples as ranking } from "../ranking/samples";
import { samples as rating } from "../rating/samples";
import { samples as spans } from "../spans/samples";
import { samples as text } from "../text/samples";

export type AnySample = Sample<unknown, unknown, unknown>;

/** The samples of every kind; apart from the plug-ins, so that the app does not carry them. */
export const samplesOf = { choice, rating, pairwise, ranking, text, spans } as unknown as Record<
  QuestionKindName,
  readonly AnySample[]
>;

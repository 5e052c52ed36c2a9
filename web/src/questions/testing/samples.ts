import { samples as choice } from "../choice/samples";
import { samples as claims } from "../claims/samples";
import { samples as criteria } from "../criteria/samples";
import { samples as date } from "../date/samples";
import { samples as errors } from "../errors/samples";
import { samples as flags } from "../flags/samples";
import type { QuestionKindName } from "../model";
import { samples as number } from "../number/samples";
import { samples as pairwise } from "../pairwise/samples";
import type { Sample } from "../plugin";
import { samples as ranking } from "../ranking/samples";
import { samples as rating } from "../rating/samples";
import { samples as relations } from "../relations/samples";
import { samples as rubric } from "../rubric/samples";
import { samples as slider } from "../slider/samples";
import { samples as spans } from "../spans/samples";
import { samples as steps } from "../steps/samples";
import { samples as text } from "../text/samples";

export type AnySample = Sample<unknown, unknown, unknown>;

/** The samples of every kind; apart from the plug-ins, so that the app does not carry them. */
export const samplesOf = {
  choice,
  flags,
  rating,
  slider,
  pairwise,
  ranking,
  text,
  spans,
  relations,
  steps,
  errors,
  claims,
  rubric,
  criteria,
  number,
  date,
} as unknown as Record<QuestionKindName, readonly AnySample[]>;

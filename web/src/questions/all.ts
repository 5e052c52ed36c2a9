/** Every kind of question at once: for pages that show any, and are not the bench. */
import { claims } from "./claims/plugin";
import { criteria } from "./criteria/plugin";
import { errors } from "./errors/plugin";
import { ranking } from "./ranking/plugin";
import { knowKinds } from "./registry";
import { relations } from "./relations/plugin";
import { rubric } from "./rubric/plugin";
import { spans } from "./spans/plugin";
import { steps } from "./steps/plugin";

export const questionPlugins = knowKinds({ ranking, spans, relations, steps, errors, claims, rubric, criteria });

import type { Answers, Candidate } from "@/api/types";
import { same } from "@/questions/model";

/** What all answers say alike: nobody has to decide that again. */
export function agreed(candidates: readonly Candidate[]): Answers {
  const [first, ...others] = candidates;
  const found: Answers = {};
  for (const [question, byTarget] of Object.entries(first?.answers ?? {})) {
    for (const [target, answer] of Object.entries(byTarget)) {
      if (others.every((one) => same(one.answers[question]?.[target], answer)))
        found[question] = { ...found[question], [target]: answer };
    }
  }
  return found;
}

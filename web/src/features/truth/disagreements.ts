import type { Disagreement, Question } from "@/api/types";
import { partName, placeName } from "@/questions/names";

/** What somebody gave as their reason. */
export function reasons(answers: Disagreement["voices"][number]["answers"]): string[] {
  return Object.values(answers).flatMap((each) => (each.justification ? [each.justification] : []));
}

/** The item by the name its owner knows. */
export const named = (row: Disagreement) => row.external_id ?? row.item_id.slice(0, 8);

/** The question, and the place in the item and the part of the answer on which people are most divided. */
export function aboutWhat(row: Disagreement, question: Question | undefined): string {
  const answers = row.voices.map((voice) => voice.answers);
  const place = row.target ? placeName(row.target) : "";
  const part = row.part ? partName(row.part, question, answers) : "";
  return [question?.title ?? row.question, place, part].filter(Boolean).join(" · ");
}

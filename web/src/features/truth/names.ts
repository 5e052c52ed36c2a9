import type { Question } from "@/api/types";

/** What a flag's own label says: it is believed flag by flag. */
const FLAG: Record<string, string> = { none: "Nothing to flag", yes: "Raised", no: "Not raised" };

/** What people call a value: the title of an option, a label or a flag, the letter of a response as it was imported. */
export function valueName(value: string, question: Question | undefined): string {
  const lists = Object.values(question?.settings ?? {}).filter(Array.isArray) as { id?: unknown; title?: string }[][];
  const option = lists.flat().find((one) => one?.id === value);
  if (option?.title) return option.title;
  const response = /^r(\d+)$/.exec(value);
  if (response) return `Response ${String.fromCharCode(64 + Number(response[1]))}`;
  if (value === "tie") return "Tie";
  if (question?.kind === "flags" && FLAG[value]) return FLAG[value];
  return value === "both_bad" ? "Both bad" : value;
}

/** Several options chosen together are one answer: "a, b". */
export function answerName(value: string, question: Question | undefined): string {
  return value
    .split(", ")
    .map((one) => valueName(one, question))
    .join(", ");
}

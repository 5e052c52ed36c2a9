import type { Question } from "@/api/types";

/** What the label of a part says, by kind: a flag, an option of several, a criterion is believed by itself. */
const PART: Record<string, Record<string, string>> = {
  flags: { none: "Nothing to flag", yes: "Raised", no: "Not raised" },
  choice: { yes: "Chosen", no: "Not chosen" },
  rubric: { met: "Met", not_met: "Not met", cannot_assess: "Cannot be assessed" },
  ranking: { ahead: "Ahead", behind: "Behind", equal: "Equal" },
};

/** What people call a value: the title of an option, a label or a flag, the letter of a response as it was imported. */
export function valueName(value: string, question: Question | undefined): string {
  const lists = Object.values(question?.settings ?? {}).filter(Array.isArray) as { id?: unknown; title?: string }[][];
  const option = lists.flat().find((one) => one?.id === value);
  if (option?.title) return option.title;
  const response = /^r(\d+)$/.exec(value);
  if (response) return `Response ${String.fromCharCode(64 + Number(response[1]))}`;
  if (value === "tie") return "Tie";
  const part = PART[question?.kind ?? ""]?.[value];
  if (part) return part;
  return value === "both_bad" ? "Both bad" : value;
}

/** Several options chosen together are one answer: "a, b". */
export function answerName(value: string, question: Question | undefined): string {
  return value
    .split(", ")
    .map((one) => valueName(one, question))
    .join(", ");
}

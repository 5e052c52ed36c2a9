import type { Disagreement } from "@/api/types";

type Given = Disagreement["voices"][number]["answers"];

/** Answers to one question in a line of words: values as they are, the place before each where there are several. */
export function inWords(answers: Given): string {
  const all = Object.entries(answers);
  return all.map(([target, each]) => (all.length > 1 ? `${target}: ${word(each)}` : word(each))).join(" · ") || "–";
}

/** What somebody gave as their reason. */
export function reasons(answers: Given): string[] {
  return Object.values(answers).flatMap((each) => (each.justification ? [each.justification] : []));
}

function word(answer: Given[string]): string {
  return answer.state === "answered" ? plain(answer.value) : answer.state.replaceAll("_", " ");
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (value === null || typeof value !== "object") return String(value ?? "–");
  const parts = Object.entries(value);
  return parts.length === 1
    ? plain(parts[0]?.[1])
    : parts.map(([name, each]) => `${name.replaceAll("_", " ")} ${plain(each)}`).join(", ");
}

/** The item by the name its owner knows. */
export const named = (row: Disagreement) => row.external_id ?? row.item_id.slice(0, 8);

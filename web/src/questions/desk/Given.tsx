import type { Answer, Answers } from "@/api/types";

/** What was given and not taken, to read and to copy: what it is about may be somebody else's by now, and is not shown. */
export function Given({ answers, comment = "", open }: { answers: Answers | null; comment?: string; open: boolean }) {
  const said = [...(comment ? [comment] : []), ...linesOf(answers ?? {})];
  if (said.length === 0) return null;
  return (
    <details className="mt-1" open={open}>
      <summary className="w-fit cursor-pointer text-xs text-ink-2 hover:text-ink">What you gave</summary>
      <ul className="mt-1 max-h-48 overflow-y-auto border-l-2 border-line-strong pl-2">
        {said.map((line) => (
          <li key={line} dir="auto" className="whitespace-pre-wrap">
            {line}
          </li>
        ))}
      </ul>
    </details>
  );
}

function linesOf(answers: Answers): string[] {
  return Object.entries(answers).flatMap(([question, byTarget]) =>
    Object.entries(byTarget).map(
      ([target, answer]) => `${question}${target === "item" ? "" : ` (${target})`}: ${wordsOf(answer)}`,
    ),
  );
}

function wordsOf({ state, value, justification }: Answer): string {
  const text = (value as { text?: unknown } | null | undefined)?.text;
  const words =
    state !== "answered" ? state.replace("_", " ") : typeof text === "string" ? text : JSON.stringify(value);
  return justification ? `${words}: ${justification}` : words;
}

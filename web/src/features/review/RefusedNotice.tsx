import { X } from "lucide-react";
import type { Answer, Answers } from "@/api/types";
import type { Refused } from "./reviewDesk";

const GIVEN: Record<string, string> = { accept: "Your “accept”", fix: "Your fix", reject: "Your rejection" };

/** A decision that the server did not take: why, and what was said in it, until that was read. */
export function RefusedNotice({ refused, onDismiss }: { refused: Refused; onDismiss: (refused: Refused) => void }) {
  const { verdict, message, again, begun } = refused;
  const said = [...(begun.comment ? [begun.comment] : []), ...linesOf(begun.answers ?? {})];
  return (
    <div role="alert" className="flex items-start gap-3 border-b border-line bg-bad-soft px-4 py-2">
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{GIVEN[verdict ?? ""] ?? "Your decision"} was not taken.</span> {message}{" "}
          {again ? "It waits for a decision again; if it comes to you, what you gave is filled in." : null}
        </p>
        {said.length > 0 ? (
          <details className="mt-1" open={!again}>
            <summary className="w-fit cursor-pointer text-xs text-ink-2 hover:text-ink">What you gave</summary>
            <ul className="mt-1 max-h-48 overflow-y-auto border-l-2 border-line-strong pl-2">
              {said.map((line) => (
                <li key={line} dir="auto" className="whitespace-pre-wrap">
                  {line}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => onDismiss(refused)}
        className="rounded-sm p-1 hover:bg-hover"
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

/** Answers as lines to read and to copy: the item they are about may be somebody else's by now, so it is not shown. */
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

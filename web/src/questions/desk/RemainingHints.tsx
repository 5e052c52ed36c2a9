import { CircleAlert } from "lucide-react";
import { useMemo } from "react";
import { cx } from "@/kit/cx";
import { plural } from "@/kit/format";
import { answerAt } from "../model";
import { type Remaining, remaining } from "../remaining";
import { useSheetApi } from "../sheet/useSheet";

const SHOWN = 2;

export function useRemaining(): Remaining[] {
  const { sheet } = useSheetApi();
  return useMemo(() => remaining(sheet), [sheet]);
}

/** What is still missing; each leads to its question. A hint only where something is begun: else the name says it all. */
export function RemainingHints({ left }: { left: Remaining[] }) {
  const api = useSheetApi();
  if (left.length === 0) return null;
  return (
    <div className="flex min-w-0 items-start gap-1.5 text-xs text-ink-2">
      <CircleAlert size={13} aria-hidden className={cx("mt-0.5 shrink-0", api.showGaps ? "text-bad" : "text-ink-3")} />
      <span className="shrink-0">{plural(left.length, "answer is", "answers are")} missing:</span>
      <ul className="flex min-w-0 flex-1 flex-wrap gap-x-1">
        {left.slice(0, SHOWN).map(({ slot, hint }) => {
          const begun = answerAt(api.sheet.answers, slot.question.name, slot.target) !== undefined;
          return (
            <li key={slot.id} className="min-w-0 max-w-full">
              <button
                type="button"
                title={`${slot.question.title}: ${hint}`}
                onClick={() => api.activate(slot.id)}
                className="max-w-full truncate rounded-sm px-1 text-left underline decoration-line-strong underline-offset-2 hover:bg-hover hover:text-ink"
              >
                {slot.place || slot.question.title}
                {begun ? ` (${hint.charAt(0).toLowerCase() + hint.slice(1)})` : ""}
              </button>
            </li>
          );
        })}
        {left.length > SHOWN ? <li className="tabular px-1 text-ink-3">and {left.length - SHOWN} more</li> : null}
      </ul>
    </div>
  );
}

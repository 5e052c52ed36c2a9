import { CircleAlert } from "lucide-react";
import { useMemo } from "react";
import { plural } from "@/kit/format";
import { type Remaining, remaining } from "../remaining";
import { useSheetApi } from "../sheet/useSheet";

const SHOWN = 2;

export function useRemaining(): Remaining[] {
  const { sheet } = useSheetApi();
  return useMemo(() => remaining(sheet), [sheet]);
}

/** What is still missing; each leads to its question. */
export function RemainingHints({ left }: { left: Remaining[] }) {
  const api = useSheetApi();
  if (left.length === 0) return null;
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-xs text-ink-2">
      <CircleAlert size={13} aria-hidden className={api.showGaps ? "shrink-0 text-bad" : "shrink-0 text-ink-3"} />
      <ul className="flex min-w-0 flex-1 flex-wrap gap-x-1">
        {left.slice(0, SHOWN).map(({ slot, hint }) => (
          <li key={slot.id} className="min-w-0 max-w-full">
            <button
              type="button"
              title={slot.question.title}
              onClick={() => api.activate(slot.id)}
              className="max-w-full truncate rounded-sm px-1 text-left hover:bg-hover hover:text-ink"
            >
              {hint}
              <span className="text-ink-3">
                {" · "}
                {slot.place || slot.question.title}
              </span>
            </button>
          </li>
        ))}
        {left.length > SHOWN ? (
          <li className="tabular px-1 text-ink-3">and {plural(left.length - SHOWN, "more", "more")}</li>
        ) : null}
      </ul>
    </div>
  );
}

import { Check, Circle } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { cx } from "@/kit/cx";
import { checksOf } from "./checks";
import type { TextSettings } from "./model";

/** What the text must hold, with what is still wrong: to be glanced at while writing, never in the way. */
export function Asked({ text, settings, empty }: { text: string; settings: TextSettings; empty: boolean }) {
  // Typing comes first; the checks follow when there is time.
  const later = useDeferredValue(text);
  const checks = useMemo(() => checksOf(later, settings), [later, settings]);
  if (checks.length === 0) return null;
  return (
    <ul aria-label="What is asked of the text" className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-ink-2">
      {checks.map(({ check, asks, wrong }) => {
        const met = !empty && wrong === null;
        const Icon = met ? Check : Circle;
        return (
          <li key={check} className="flex min-w-0 items-start gap-1">
            <Icon size={12} aria-hidden className={cx("mt-0.5 shrink-0", met ? "text-good" : "text-ink-3")} />
            <span className="sr-only">{met ? "Met:" : "Not yet:"}</span>
            <span className="min-w-0 break-words">{empty || met ? asks : wrong}</span>
          </li>
        );
      })}
    </ul>
  );
}

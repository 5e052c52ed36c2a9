import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { chordFor } from "../keys";

/** One row that can be chosen: the whole row is the target, the mark says whether one or several may be. */
export function OptionButton({
  role,
  checked,
  title,
  help,
  hotkey,
  swatch,
  depth = 0,
  focusable = true,
  onChoose,
}: {
  role: "radio" | "checkbox";
  checked: boolean;
  title: ReactNode;
  help?: string | null;
  hotkey?: string | null;
  swatch?: string | null;
  depth?: number;
  focusable?: boolean;
  onChoose: () => void;
}) {
  const chord = hotkey ? chordFor(hotkey) : null;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles that it can have take aria-checked.
    <button
      type="button"
      role={role}
      aria-checked={checked}
      tabIndex={focusable ? 0 : -1}
      onClick={onChoose}
      style={{ marginLeft: depth * 20 }}
      className={cx(
        "group/option flex min-h-9 items-start gap-2.5 rounded-md border px-2.5 py-2 text-left transition-colors",
        checked ? "border-accent bg-accent-soft" : "border-line hover:border-line-strong hover:bg-hover",
      )}
    >
      <span
        aria-hidden
        className={cx(
          "mt-0.5 flex size-4 shrink-0 items-center justify-center border",
          role === "radio" ? "rounded-full" : "rounded-sm",
          checked ? "border-accent bg-accent text-accent-ink" : "border-line-strong bg-surface",
        )}
      >
        {checked ? (
          role === "radio" ? (
            <span className="size-1.5 rounded-full bg-accent-ink" />
          ) : (
            <Check size={11} strokeWidth={3} />
          )
        ) : null}
      </span>
      {swatch ? (
        <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full" style={{ background: swatch }} />
      ) : null}
      <span className="min-w-0 flex-1">
        <span dir="auto" className={cx("block [overflow-wrap:anywhere]", checked && "font-medium")}>
          {title}
        </span>
        {help ? (
          <span dir="auto" className="block text-xs text-ink-3">
            {help}
          </span>
        ) : null}
      </span>
      {chord ? <Keys of={chord} className="mt-0.5" /> : null}
    </button>
  );
}

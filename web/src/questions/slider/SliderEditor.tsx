import { cx } from "@/kit/cx";
import type { EditorProps } from "../plugin";
import type { SliderOp, SliderSettings, SliderValue } from "./model";

export function SliderEditor({ value, settings, question, emit }: EditorProps<SliderValue, SliderSettings, SliderOp>) {
  const { position } = value;
  const { min, max, step, low, high } = settings;
  const middle = (min + max) / 2;
  const place = (element: HTMLInputElement) => emit({ type: "set", position: Number(element.value) });
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-3">
        <input
          type="range"
          aria-label={question.title}
          aria-valuetext={position === null ? "Not placed yet" : String(position)}
          min={min}
          max={max}
          step={step}
          value={position ?? middle}
          onChange={(event) => place(event.target)}
          // Where it stands by itself is no answer; a press on that very place is.
          onPointerUp={(event) => position === null && place(event.currentTarget)}
          // Not placed it must not look like a middle that somebody chose.
          className={cx(
            "h-8 min-w-0 flex-1",
            position === null ? "opacity-45 accent-(--line-strong)" : "accent-(--accent)",
          )}
        />
        {settings.show_value ? (
          <output className="tabular min-w-10 text-right text-base font-medium">{position ?? "–"}</output>
        ) : null}
      </div>
      <p className="flex justify-between gap-4 text-xs text-ink-2">
        <span>{low ?? min}</span>
        <span className="text-right">{high ?? max}</span>
      </p>
    </div>
  );
}

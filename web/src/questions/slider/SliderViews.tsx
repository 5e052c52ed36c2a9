import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import type { SliderSettings, SliderValue } from "./model";

export function SliderViewer({ value, settings }: ViewerProps<SliderValue, SliderSettings>) {
  const { min, max, low, high } = settings;
  if (value.position === null) return <p className="text-ink-3">Not placed</p>;
  const share = (value.position - min) / (max - min || 1);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-3">
        <span aria-hidden className="relative h-1 min-w-0 flex-1 rounded-full bg-pressed">
          <span
            className="absolute top-1/2 size-2.5 -translate-1/2 rounded-full bg-ink"
            style={{ left: `${100 * Math.min(1, Math.max(0, share))}%` }}
          />
        </span>
        <span className="tabular font-medium">{value.position}</span>
      </div>
      <p className="flex justify-between gap-4 text-xs text-ink-3">
        <span>{low ?? min}</span>
        <span className="text-right">{high ?? max}</span>
      </p>
    </div>
  );
}

export function SliderDiff({ before, after }: DiffProps<SliderValue, SliderSettings>) {
  if (before.position === after.position) return <span className="tabular">{after.position ?? "–"}</span>;
  return <Changed before={before.position?.toString()} after={after.position?.toString()} />;
}

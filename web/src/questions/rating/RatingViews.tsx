import { Star } from "lucide-react";
import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { labelOf, type RatingSettings, type RatingValue } from "./model";

export function RatingViewer({ value, settings }: ViewerProps<RatingValue, RatingSettings>) {
  if (value.rating === null) return <p className="text-ink-3">Not rated</p>;
  const label = labelOf(value.rating, settings);
  return (
    <p className="tabular inline-flex items-center gap-1.5">
      {settings.style === "stars" ? <Star size={14} aria-hidden className="fill-warn text-warn" /> : null}
      <span className="font-semibold">{value.rating}</span>
      <span className="text-ink-3">of {settings.max}</span>
      {label ? <span>{label}</span> : null}
    </p>
  );
}

export function RatingDiff({ before, after }: DiffProps<RatingValue, RatingSettings>) {
  if (before.rating === after.rating) return <span className="tabular">{after.rating ?? "–"}</span>;
  return (
    <Changed
      before={before.rating === null ? null : String(before.rating)}
      after={after.rating === null ? null : String(after.rating)}
    />
  );
}

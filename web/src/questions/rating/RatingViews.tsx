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

function said(rating: number | null, settings: RatingSettings): string | null {
  if (rating === null) return null;
  const label = labelOf(rating, settings);
  return label ? `${rating} ${label}` : String(rating);
}

export function RatingDiff({ before, after, settings }: DiffProps<RatingValue, RatingSettings>) {
  if (before.rating === after.rating) return <span className="tabular">{said(after.rating, settings) ?? "–"}</span>;
  return <Changed before={said(before.rating, settings)} after={said(after.rating, settings)} />;
}

import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { type DateSettings, type DateValue, readBack } from "./model";

export function DateViewer({ value, settings }: ViewerProps<DateValue, DateSettings>) {
  if (!value.date) return <p className="text-ink-3">No date</p>;
  return (
    <p className="tabular">
      <span className="font-medium">{value.date}</span>
      {settings.precision === "year" ? null : <span className="ml-2 text-ink-3">{readBack(value, settings)}</span>}
    </p>
  );
}

export function DateDiff({ before, after }: DiffProps<DateValue, DateSettings>) {
  if (before.date === after.date) return <span className="tabular">{after.date || "–"}</span>;
  return <Changed before={before.date} after={after.date} />;
}

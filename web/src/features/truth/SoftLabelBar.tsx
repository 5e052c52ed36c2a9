import type { Disagreement, Question } from "@/api/types";
import { percent, plural } from "@/kit/format";
import { answerName } from "@/questions/names";

const SHADES = ["bg-accent", "bg-ink-3", "bg-warn", "bg-line-strong"];

/** What is believed as one bar, and who said what as counts. */
export function SoftLabelBar({ row, question }: { row: Disagreement; question: Question | undefined }) {
  if (row.labels.length === 0) {
    return (
      <span className="tabular text-xs text-ink-2">
        {plural(row.voices.length, "answer")}, {percent(row.divided)} apart
      </span>
    );
  }
  return (
    <span className="block min-w-36">
      <span aria-hidden className="flex h-2 overflow-hidden rounded-[2px] bg-sunken">
        {row.labels.map((each, place) => (
          <span
            key={each.label}
            className={SHADES[Math.min(place, SHADES.length - 1)]}
            style={{ width: `${each.probability * 100}%` }}
          />
        ))}
      </span>
      <span className="tabular mt-1 flex flex-wrap gap-x-3 text-xs">
        {row.labels.map((each, place) => (
          <span key={each.label} className={place === 0 ? "font-medium text-ink" : "text-ink-2"}>
            {answerName(each.label, question)} {percent(each.probability)} · {plural(each.votes, "vote")}
          </span>
        ))}
      </span>
    </span>
  );
}

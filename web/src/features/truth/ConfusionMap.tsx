import { useState } from "react";
import { count, percent } from "@/kit/format";

/** The commonest labels are shown, until somebody asks for all. */
const FOLDED = 10;
/** A share below it is a dot. */
const SEEN = 0.005;

/** Which label is said where which is believed: rows are the truth, every row adds up to all of it. */
export function ConfusionMap({
  labels,
  counts,
  name,
}: {
  labels: readonly string[];
  counts: readonly (readonly number[])[];
  name: (label: string) => string;
}) {
  const [open, setOpen] = useState(false);
  const rows = labels.map((label, at) => ({ label, said: counts[at] ?? [], total: sum(counts[at] ?? []) }));
  const believed = rows.filter((row) => row.total >= 0.5);
  if (believed.length < 2) return null;
  const commonest = [...believed].sort((a, b) => b.total - a.total).slice(0, FOLDED);
  const shown = open || believed.length <= FOLDED + 1 ? believed : believed.filter((row) => commonest.includes(row));
  const columns = labels.flatMap((label, at) =>
    labels.length <= FOLDED + 1 || shown.some((row) => row.label === label || (row.said[at] ?? 0) / row.total >= SEEN)
      ? [{ label, at }]
      : [],
  );
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2">
        <h4 className="font-medium">What is said instead?</h4>
        <span className="text-xs text-ink-3">
          Of the answers to items that are believed to be the one on the left, the share that said the one above
        </span>
      </figcaption>
      <div className="overflow-x-auto">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it */}
        <table tabIndex={0} className="border-separate border-spacing-px text-xs" aria-label="What is said instead">
          <thead>
            <tr>
              <td />
              {columns.map(({ label }) => (
                <th key={label} scope="col" className="max-w-24 truncate px-1 pb-1 font-normal" title={name(label)}>
                  {name(label)}
                </th>
              ))}
              <th scope="col" className="pb-1 pl-2 text-right font-normal text-ink-3">
                answers
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.label}>
                <th scope="row" className="max-w-36 truncate pr-2 text-left font-normal" title={name(row.label)}>
                  {name(row.label)}
                </th>
                {columns.map(({ label, at }) => (
                  <Cell key={label} share={(row.said[at] ?? 0) / row.total} right={label === row.label} />
                ))}
                <td className="tabular pl-2 text-right text-ink-3">{count(Math.round(row.total))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < believed.length ? (
        <button type="button" onClick={() => setOpen(true)} className="mt-2 text-xs underline underline-offset-2">
          Show all {count(believed.length)}
        </button>
      ) : null}
    </figure>
  );
}

function Cell({ share, right }: { share: number; right: boolean }) {
  const strength = Math.round(Math.min(1, share) * (right ? 45 : 80));
  const tone = right ? "var(--color-accent)" : "var(--color-warn)";
  return (
    <td
      className="tabular h-7 min-w-14 rounded-[2px] px-1 text-center"
      style={{ background: `color-mix(in oklab, ${tone} ${strength}%, transparent)` }}
    >
      {share < SEEN ? <span className="text-ink-3">·</span> : percent(share)}
    </td>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type { JudgedQuestion } from "@/api/judges";
import { Estimate, Interval } from "@/ui/Estimate";

type Mean = JudgedQuestion["means"][number];

/** One number over all items, told three ways. */
export function JudgeMeans({
  means,
  kind,
  name,
}: {
  means: readonly Mean[];
  kind: string;
  name: (label: string) => string;
}) {
  if (means.length === 0) return null;
  const grade = means.every((mean) => mean.of === "");
  return (
    <figure className="mt-6 min-w-0">
      <figcaption className="mb-1">
        <h4 className="font-medium">What does it say of all items, once people have corrected it?</h4>
        <span className="text-xs text-ink-3">
          {grade
            ? kind === "rating"
              ? "The mean grade"
              : "The mean"
            : kind === "pairwise"
              ? "How often each wins; a tie is half"
              : "The share of each label"}
          , by people alone, by the judge alone, and by all verdicts corrected by people’s answers
        </span>
      </figcaption>
      <div className="overflow-x-auto">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it */}
        <table tabIndex={0} className="w-full border-collapse text-left" aria-label="One number over all items">
          <thead className="text-xs text-ink-3">
            <tr>
              <th scope="col" className="font-normal">
                Of
              </th>
              {["People", "The judge", "Corrected"].map((title) => (
                <th key={title} scope="col" className="px-3 font-normal">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {means.map((mean) => (
              <tr key={mean.of} className="border-t border-line align-top">
                <th scope="row" className="max-w-56 truncate py-1.5 pr-3 font-medium" title={name(mean.of)}>
                  {mean.of === "" ? (kind === "rating" ? "Mean grade" : "Mean") : name(mean.of)}
                </th>
                {[mean.people, mean.judge, mean.corrected].map((value, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three columns that stay where they are
                  <td key={at} className="min-w-44 px-3 py-1.5">
                    <Estimate of={value} as={grade ? "number" : "share"} />
                    {grade || value.value === null ? null : <Interval of={value} className="mt-1 block" />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

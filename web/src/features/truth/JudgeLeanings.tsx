import type { JudgedQuestion } from "@/api/judges";
import type { QuestionAgreement } from "@/api/types";
import { cx } from "@/kit/cx";
import { percent, points } from "@/kit/format";
import { Estimate, Interval } from "@/ui/Estimate";

type Value = QuestionAgreement["percent"];
type Pull = NonNullable<JudgedQuestion["side"]>;

/** What a judge goes by more than people do, on the same pairs. */
export function JudgeLeanings({ judged }: { judged: JudgedQuestion }) {
  const pulls: [string, Pull | null][] = [
    ["What it was shown first", judged.side],
    ["The longer response", judged.length],
    ["A response of its own family", judged.family],
  ];
  const shown = pulls.filter((one): one is [string, Pull] => one[1] !== null);
  if (shown.length === 0 && judged.grade_length === null) return null;
  return (
    <figure className="mt-6 min-w-0">
      <figcaption className="mb-1">
        <h4 className="font-medium">What does it go by?</h4>
        <span className="text-xs text-ink-3">
          {judged.grade_length
            ? "Whether grades rise with the length of what is graded: rank correlation"
            : "How often it picks each, and people on the same pairs; a tie is half a pick. The difference is the judge’s own"}
        </span>
      </figcaption>
      {judged.grade_length ? (
        <ul className="flex flex-wrap gap-x-8 gap-y-1">
          <li>
            The judge’s grades <Estimate of={judged.grade_length.judge} />
          </li>
          <li>
            People’s <Estimate of={judged.grade_length.people} />
          </li>
        </ul>
      ) : (
        <div className="overflow-x-auto">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it */}
          <table tabIndex={0} className="w-full border-collapse text-left" aria-label="What it goes by">
            <thead className="text-xs text-ink-3">
              <tr>
                <th scope="col" className="font-normal">
                  Picks
                </th>
                <th scope="col" className="px-3 text-right font-normal">
                  The judge
                </th>
                <th scope="col" className="px-3 text-right font-normal">
                  People
                </th>
                <th scope="col" className="w-40 px-3 font-normal max-md:hidden">
                  <span className="sr-only">The difference on an axis</span>
                </th>
                <th scope="col" className="text-right font-normal">
                  Difference
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(([title, found]) => (
                <Row key={title} title={title} found={found} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {judged.people_side ? (
        <p className="mt-1 text-xs text-ink-3">
          People pick what they themselves were shown first:{" "}
          <Estimate of={judged.people_side} as="share" unit="answer" />
        </p>
      ) : null}
    </figure>
  );
}

function Row({ title, found }: { title: string; found: Pull }) {
  const few = found.difference.value === null;
  const leans = !few && ((found.difference.low ?? 0) > 0 || (found.difference.high ?? 0) < 0);
  return (
    <tr className="border-t border-line align-baseline">
      <th scope="row" className="py-1.5 pr-3 font-medium whitespace-nowrap">
        {title}
      </th>
      <td className="px-3 py-1.5 text-right">{few ? null : <Share of={found.judge} />}</td>
      <td className="px-3 py-1.5 text-right">{few ? null : <Share of={found.people} />}</td>
      <td className="px-3 py-1.5 max-md:hidden">
        {few ? null : <Interval of={found.difference} min={-0.5} max={0.5} />}
      </td>
      <td className="py-1.5 text-right whitespace-nowrap">
        {few ? (
          <span className="text-ink-3">{found.difference.note}</span>
        ) : (
          <Points of={found.difference} leans={leans} />
        )}
      </td>
    </tr>
  );
}

function Share({ of }: { of: Value }) {
  return (
    <span className="tabular whitespace-nowrap">
      <span className="font-medium">{percent(of.value)}</span>{" "}
      <span className="text-xs text-ink-2">
        {percent(of.low)}–{percent(of.high)}
      </span>
    </span>
  );
}

function Points({ of, leans }: { of: Value; leans: boolean }) {
  return (
    <span className="tabular">
      <span className={cx("font-medium", leans && "text-warn")}>{points(of.value)} points</span>{" "}
      <span className="text-xs text-ink-2">
        {points(of.low)} to {points(of.high)}
      </span>{" "}
      <span className="text-xs text-ink-3">{of.n} pairs</span>
    </span>
  );
}

import type { Judge, JudgedQuestion } from "@/api/judges";
import { cx } from "@/kit/cx";
import { points } from "@/kit/format";
import { Estimate } from "@/ui/Estimate";
import { Section } from "@/ui/Page";

type One = { judge: Judge; judged: JudgedQuestion };
type Pull = JudgedQuestion["side"];

/** Judges and their versions side by side on one question: which is nearest to people, and did a new version drift? */
export function JudgesTable({ judges }: { judges: readonly Judge[] }) {
  const all: One[] = judges.flatMap((judge) => judge.questions.map((judged) => ({ judge, judged })));
  const questions = [...new Map(all.map((one) => [one.judged.question, one.judged.title]))];
  return questions.map(([question, title]) => {
    const rows = all.filter((one) => one.judged.question === question && one.judged.compared > 0);
    return rows.length < 2 ? null : (
      <Section
        key={question}
        title={`Side by side: ${title}`}
        lead="Every version of every judge, on the items that it and people answered. Leanings in points more often than people."
      >
        <div className="overflow-x-auto rounded-lg border border-line bg-surface">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it */}
          <table tabIndex={0} className="w-full border-collapse text-left" aria-label={`Judges side by side: ${title}`}>
            <thead className="text-xs text-ink-3">
              <tr className="border-b border-line">
                {["Judge", "Agreement", "Kappa", "First shown", "Longer", "Own family", "May stand in"].map((name) => (
                  <th key={name} scope="col" className="px-3 py-2 font-medium whitespace-nowrap">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={`${row.judge.source} ${row.judge.version}`} {...row} />
              ))}
            </tbody>
          </table>
        </div>
      </Section>
    );
  });
}

function Row({ judge, judged }: One) {
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="px-3 py-2 font-medium whitespace-nowrap">
        {judge.source} <span className="font-normal text-ink-3">{judge.version}</span>
      </th>
      <td className="px-3 py-2">
        <Estimate of={judged.percent} as="share" />
      </td>
      <td className="px-3 py-2">
        <Estimate of={judged.kappa} />
      </td>
      {[judged.side, judged.length, judged.family].map((pull, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: three columns that stay where they are
        <td key={at} className="px-3 py-2">
          <Points of={pull} />
        </td>
      ))}
      <td className="px-3 py-2 whitespace-nowrap" title={judged.stand_in.note ?? undefined}>
        {judged.stand_in.note ? <span className="text-ink-3">too few</span> : judged.stand_in.passes ? "yes" : "no"}
      </td>
    </tr>
  );
}

/** How many points more often than people. */
function Points({ of }: { of: Pull }) {
  if (of === null || of.difference.value === null) return <span className="text-ink-3">–</span>;
  const { value, low, high } = of.difference;
  const leans = (low ?? 0) > 0 || (high ?? 0) < 0;
  return (
    <span className="tabular whitespace-nowrap" title="points more often than people">
      <span className={cx("font-medium", leans && "text-warn")}>{points(value)}</span>{" "}
      <span className="text-xs text-ink-2">
        {points(low)} to {points(high)}
      </span>
    </span>
  );
}

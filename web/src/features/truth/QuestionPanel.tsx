import type { Agreement, Id, Question, QuestionAgreement } from "@/api/types";
import { Distribution } from "@/features/truth/Distribution";
import { DividedItems } from "@/features/truth/DividedItems";
import { MixedUp } from "@/features/truth/MixedUp";
import { MEASURES, measuresOf } from "@/features/truth/measures";
import { Slices } from "@/features/truth/Slices";
import { plural } from "@/kit/format";
import { answerName, valueName } from "@/questions/names";
import { Estimate, Interval } from "@/ui/Estimate";
import { Panel } from "@/ui/Page";

const SCALES: Record<QuestionAgreement["measure_scale"], string> = {
  nominal: "equal or not",
  ordinal: "by order",
  interval: "by distance",
  spans: "by overlap of spans",
  sets: "by what was said of the same spans",
};

/** How far people agree on one question: its measures on one axis, what was said, what is mixed up, which items divide. */
export function QuestionPanel({
  projectId,
  agreement,
  question,
  divided,
}: {
  projectId: Id;
  agreement: QuestionAgreement;
  question: Question | undefined;
  divided: NonNullable<Agreement["divided"]>[string];
}) {
  const measures = measuresOf(agreement);
  const estimates = measures.map((measure) => measure.estimate);
  const nothing = estimates.every((estimate) => estimate.value === null);
  // One axis for all measures that can be negative; below −0.2 the whole of it is shown.
  const least = Math.min(...estimates.map((estimate) => estimate.low ?? 0)) < -0.2 ? -1 : -0.2;
  const distribution = agreement.distribution.map((bar) => ({ ...bar, value: valueName(bar.value, question) }));
  return (
    <Panel>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-base">{question?.title ?? agreement.question}</h2>
        <span className="text-xs text-ink-3">
          {plural(agreement.answers, "answer")} on {plural(agreement.items, "item")}
          {nothing
            ? ""
            : ` by ${plural(agreement.people, "person", "people")}, compared ${SCALES[agreement.measure_scale]}`}
        </span>
      </div>
      {nothing ? (
        <p className="text-ink-2">
          {estimates[0]?.note || "Nothing to compare yet: no item has two answers to this question."}
        </p>
      ) : (
        <div className="grid items-start gap-6 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-[3fr_2fr]">
          <table className="w-full table-fixed border-collapse text-left">
            <tbody>
              {measures.map(({ id, estimate }) => (
                <tr key={id} className="border-t border-line first:border-t-0">
                  <th scope="row" className="py-1.5 pr-4 font-normal">
                    <span className="font-medium">{MEASURES[id].name}</span>
                    <span className="block text-xs text-ink-3">{MEASURES[id].help}</span>
                  </th>
                  <td className="w-40 py-1.5 pr-4 max-sm:hidden">
                    {estimate.value === null ? null : <Interval of={estimate} min={MEASURES[id].share ? 0 : least} />}
                  </td>
                  <td className="w-52 py-1.5 text-right max-sm:w-48">
                    <Estimate of={estimate} as={MEASURES[id].share ? "share" : "number"} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="flex flex-col gap-6">
            <Distribution of={distribution} />
            <MixedUp pairs={agreement.mixed_up ?? []} name={(value) => answerName(value, question)} />
          </div>
          <Slices agreement={agreement} question={question} />
          <div className="lg:col-span-2">
            <DividedItems projectId={projectId} items={divided} />
          </div>
        </div>
      )}
    </Panel>
  );
}

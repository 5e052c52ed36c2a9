import type { Question, QuestionAgreement } from "@/api/types";
import { Distribution } from "@/features/truth/Distribution";
import { plural } from "@/kit/format";
import { Estimate, Interval } from "@/ui/Estimate";
import { Panel } from "@/ui/Page";

const SCALES: Record<QuestionAgreement["measure_scale"], string> = {
  nominal: "equal or not",
  ordinal: "by order",
  interval: "by distance",
  spans: "by overlap of spans",
};

const MEASURES = [
  {
    of: "alpha",
    name: "Krippendorff’s alpha",
    help: "corrected for chance; any number of people, answers may be missing",
  },
  { of: "percent", name: "Percent agreement", help: "pairs of answers that are equal, not corrected for chance" },
  { of: "fleiss", name: "Fleiss’ kappa", help: "corrected for chance; the same number of answers on each item" },
  { of: "cohen", name: "Cohen’s kappa", help: "corrected for chance; mean over pairs of people" },
] as const;

/** What people call a value: the title of an option, a label or a flag, the letter of a response as it was imported. */
function valueName(value: string, question: Question | undefined): string {
  const lists = Object.values(question?.settings ?? {}).filter(Array.isArray) as { id?: unknown; title?: string }[][];
  const option = lists.flat().find((one) => one?.id === value);
  if (option?.title) return option.title;
  const response = /^r(\d+)$/.exec(value);
  if (response) return `Response ${String.fromCharCode(64 + Number(response[1]))}`;
  if (value === "tie") return "Tie";
  if (value === "none" && question?.kind === "flags") return "Nothing to flag";
  return value === "both_bad" ? "Both bad" : value;
}

/** How far people agree on one question: four measures on one axis, and what was said. */
export function QuestionPanel({
  agreement,
  question,
}: {
  agreement: QuestionAgreement;
  question: Question | undefined;
}) {
  const estimates = MEASURES.map((measure) => agreement[measure.of]);
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
        <div className="grid gap-6 lg:grid-cols-[3fr_2fr]">
          <table className="w-full table-fixed border-collapse text-left">
            <tbody>
              {MEASURES.map((measure) => (
                <tr key={measure.of} className="border-t border-line first:border-t-0">
                  <th scope="row" className="py-1.5 pr-4 font-normal">
                    <span className="font-medium">{measure.name}</span>
                    <span className="block text-xs text-ink-3">{measure.help}</span>
                  </th>
                  <td className="w-40 py-1.5 pr-4">
                    {agreement[measure.of].value === null ? null : (
                      <Interval of={agreement[measure.of]} min={measure.of === "percent" ? 0 : least} />
                    )}
                  </td>
                  <td className="w-52 py-1.5 text-right">
                    <Estimate of={agreement[measure.of]} as={measure.of === "percent" ? "share" : "number"} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Distribution of={distribution} />
        </div>
      )}
    </Panel>
  );
}

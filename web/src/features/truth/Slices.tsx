import { useState } from "react";
import type { Question, QuestionAgreement } from "@/api/types";
import { count } from "@/kit/format";
import { valueName } from "@/questions/names";
import { Estimate } from "@/ui/Estimate";

const FOLDED = 10;
type Slice = { name: string; answers: number } & Pick<QuestionAgreement, "percent" | "alpha">;

/** Agreement within some of the answers: part by part, and under each version of the guideline. */
export function Slices({ agreement, question }: { agreement: QuestionAgreement; question: Question | undefined }) {
  const parts = (agreement.parts ?? []).map((one) => ({ ...one, name: valueName(one.part, question) }));
  const guidelines = (agreement.guidelines ?? []).map((one) => ({ ...one, name: `Version ${one.guideline_version}` }));
  return (
    <>
      {question?.kind === "choice" ? (
        <Table title="Option by option" first="Option" counted="Chosen" slices={parts} />
      ) : (
        <Table title="Part by part" first="Part" slices={parts} />
      )}
      <Table title="Under the same version of the guideline" first="Guideline" slices={guidelines} />
    </>
  );
}

function Table({
  title,
  first,
  counted = "Answers",
  slices,
}: {
  title: string;
  first: string;
  counted?: string;
  slices: readonly Slice[];
}) {
  const [open, setOpen] = useState(false);
  if (slices.length === 0) return null;
  const shown = open || slices.length <= FOLDED + 1 ? slices : slices.slice(0, FOLDED);
  return (
    <div className="overflow-x-auto lg:col-span-2">
      <h3 className="mb-1 text-sm font-medium">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it */}
      <table tabIndex={0} className="w-full border-collapse text-left text-xs" aria-label={title}>
        <thead>
          <tr className="text-ink-3">
            <th scope="col" className="py-1.5 pr-4 font-medium">
              {first}
            </th>
            <th scope="col" className="py-1.5 pr-4 text-right font-medium">
              {counted}
            </th>
            <th scope="col" className="py-1.5 pr-4 text-right font-medium">
              Percent agreement
            </th>
            <th scope="col" className="py-1.5 text-right font-medium">
              Krippendorff’s alpha
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={one.name} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-4 font-normal">
                {one.name}
              </th>
              <td className="tabular py-1.5 pr-4 text-right">{count(one.answers)}</td>
              <td className="py-1.5 pr-4 text-right">
                <Estimate of={one.percent} as="share" />
              </td>
              <td className="py-1.5 text-right">
                <Estimate of={one.alpha} as="number" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < slices.length ? (
        <button type="button" onClick={() => setOpen(true)} className="mt-2 text-xs underline underline-offset-2">
          Show all {count(slices.length)}
        </button>
      ) : null}
    </div>
  );
}

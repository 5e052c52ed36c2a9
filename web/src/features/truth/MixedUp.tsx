import { useState } from "react";
import type { QuestionAgreement } from "@/api/types";
import { count, percent } from "@/kit/format";
import { Estimate, Interval } from "@/ui/Estimate";

type Pair = NonNullable<QuestionAgreement["mixed_up"]>[number];

const HALF = 0.5;
const FOLDED = 5;

/** Which two answers are given to the same item, the worst first. */
export function MixedUp({ pairs, name }: { pairs: readonly Pair[]; name: (value: string) => string }) {
  const [open, setOpen] = useState(false);
  if (pairs.length === 0) return null;
  const shown = open || pairs.length <= FOLDED + 1 ? pairs : pairs.slice(0, FOLDED);
  return (
    <figure>
      <figcaption className="mb-1 text-xs text-ink-3">
        What is mixed up: of all answers within the two, those that are one of each. At 50% nobody tells them apart.
      </figcaption>
      <table className="w-full border-collapse text-left" aria-label="Answers that are mixed up">
        <thead className="text-xs text-ink-3">
          <tr>
            <th scope="col" className="font-normal">
              Answers
            </th>
            <th scope="col" className="text-right font-normal">
              Mixed up
            </th>
            <th scope="col" className="pl-4 text-right font-normal max-sm:hidden">
              Of all disagreement
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((pair) => (
            <tr key={`${pair.one} ${pair.other}`} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-4 font-normal break-words">
                <span className="line-clamp-3" title={`${name(pair.one)} or ${name(pair.other)}`}>
                  {name(pair.one)} <span className="text-ink-3">or</span> {name(pair.other)}
                </span>
                <Interval of={pair.mixed} className="block max-w-40" />
              </th>
              <td className="py-1.5 text-right">
                <Estimate
                  of={pair.mixed}
                  as="share"
                  className={(pair.mixed.low ?? 0) > HALF ? "text-bad" : undefined}
                />
              </td>
              <td className="tabular py-1.5 pl-4 text-right max-sm:hidden">{percent(pair.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < pairs.length ? (
        <button type="button" onClick={() => setOpen(true)} className="mt-2 text-xs underline underline-offset-2">
          Show all {count(pairs.length)}
        </button>
      ) : null}
    </figure>
  );
}

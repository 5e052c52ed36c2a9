import { Check, CircleHelp, X } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { useScratch } from "../scratch";
import { CURRENT, currentOf, SAMPLE } from "./act";
import type { Props } from "./CriteriaEditor";
import { firing, graded, outcomeOf, percentOf, samplesIn, triedOn, type Verdict } from "./model";

const WORDS = { met: "met", not_met: "not met", cannot_assess: "cannot assess" };
/** What the next press on a cell makes of it. */
const NEXT: Record<string, Verdict | null> = {
  "": "met",
  met: "not_met",
  not_met: "cannot_assess",
  cannot_assess: null,
};
const FEW = 0.2;

/** The author grades the samples by the rubric: does it tell good from bad? */
export function Trial(props: Props) {
  const { value, settings, scratch, emit, active } = props;
  const samples = samplesIn(props);
  const sample = useScratch<string>(scratch, SAMPLE);
  const current = currentOf(props);
  if (samples.length === 0) return null;
  const { scores, separation } = outcomeOf(value, samples);
  return (
    <section aria-label="Trial" className="border-t border-line pt-3">
      <h4 className="flex flex-wrap items-baseline gap-x-2 font-semibold">
        Try it on the responses
        {settings.trial === "required" ? <span className="text-xs font-normal text-ink-3">required</span> : null}
        <span
          className={cx("ml-auto flex items-center gap-1.5 text-xs font-normal text-ink-3", !active && "invisible")}
        >
          <Keys of="Digit1" /> met <Keys of="Digit2" /> not <Keys of="Digit3" /> cannot tell
        </span>
      </h4>
      <div className="mt-2 overflow-x-auto">
        <table className="w-full border-collapse text-xs">
          <thead>
            <tr className="text-ink-3">
              <th scope="col" className="py-1 text-left font-normal">
                Criterion
              </th>
              {samples.map((one) => (
                <th key={one.id} scope="col" className="w-15 py-1 text-center font-semibold text-ink-2">
                  {one.letter}
                </th>
              ))}
              <th scope="col" className="w-24 py-1 pl-2 text-left font-normal">
                Met
              </th>
            </tr>
          </thead>
          <tbody>
            {value.criteria.map((criterion) => (
              <tr key={criterion.id} className="border-t border-line">
                <th scope="row" dir="auto" className="min-w-32 max-w-0 truncate py-1 pr-2 text-left font-normal">
                  {criterion.criterion || "—"}
                </th>
                {samples.map((one) => {
                  const verdict = triedOn(value, one.id)?.verdicts[criterion.id];
                  const isHere = active && sample === one.id && current?.id === criterion.id;
                  return (
                    <td key={one.id} className="p-0.5 text-center">
                      <button
                        type="button"
                        aria-label={`Response ${one.letter}: ${criterion.criterion}: ${verdict ? WORDS[verdict] : "not graded"}`}
                        onClick={() => {
                          scratch.set(SAMPLE, one.id);
                          scratch.set(CURRENT, criterion.id);
                          emit(graded(value, one.id, criterion.id, NEXT[verdict ?? ""] ?? null));
                        }}
                        className={cx(
                          "inline-flex size-7 items-center justify-center rounded-md border",
                          isHere ? "border-accent outline-1 outline-accent" : "border-line",
                          verdict ? "bg-sunken" : "hover:bg-hover",
                        )}
                      >
                        <Mark verdict={verdict} />
                      </button>
                    </td>
                  );
                })}
                <Fires {...firing(value, criterion.id)} all={samples.length} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t border-line-strong font-semibold">
              <th scope="row" className="py-1.5 text-left">
                Score
              </th>
              {scores.map(({ letter, score }) => (
                <td key={letter} className="tabular py-1.5 text-center whitespace-nowrap">
                  {score === undefined ? <span className="text-ink-3">–</span> : percentOf(score)}
                </td>
              ))}
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
      <Told separation={separation} whole={scores.every(({ score }) => score !== undefined)} />
    </section>
  );
}

function Mark({ verdict }: { verdict: Verdict | undefined }) {
  if (verdict === "met") return <Check size={14} className="text-good" aria-hidden />;
  if (verdict === "not_met") return <X size={14} className="text-bad" aria-hidden />;
  return verdict ? <CircleHelp size={14} className="text-ink-3" aria-hidden /> : null;
}

/** A criterion that is met always, or never, tells nothing apart. */
function Fires({ met, of, all }: { met: number; of: number; all: number }) {
  const idle = of === all && of > 1 && (met === of || met === 0);
  return (
    <td className={cx("tabular py-1 pl-2 whitespace-nowrap", idle ? "text-warn" : "text-ink-3")}>
      {of === 0 ? "" : `${met} of ${of}`}
      {idle ? (met === 0 ? ", never" : ", always") : ""}
    </td>
  );
}

function Told({ separation, whole }: { separation: number | null; whole: boolean }) {
  if (separation === null || !whole)
    return <p className="mt-1 text-xs text-ink-3">Scores are shown when a response is graded by every criterion.</p>;
  const isLow = separation < FEW;
  return (
    <p role="status" className={cx("mt-1 text-xs", isLow ? "text-warn" : "text-ink-2")}>
      Separation {percentOf(separation)}
      {isLow ? ": the rubric hardly tells these responses apart" : " between the best and the worst"}
    </p>
  );
}

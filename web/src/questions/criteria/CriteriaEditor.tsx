import { Plus } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";
import type { EditorProps } from "../plugin";
import { useScratch } from "../scratch";
import { add, CURRENT, currentOf, SAMPLE } from "./act";
import { CriterionRow } from "./CriterionRow";
import { type CriteriaOp, type CriteriaSettings, type CriteriaValue, isComplete, outcomeOf, signed } from "./model";
import { Trial } from "./Trial";

export type Props = EditorProps<CriteriaValue, CriteriaSettings, CriteriaOp>;

/** The rubric as a list that is written and sorted here, and below it its trial. */
export function CriteriaEditor(props: Props) {
  const { value, settings, scratch, active } = props;
  useScratch<string>(scratch, CURRENT);
  const sample = useScratch<string>(scratch, SAMPLE);
  const current = currentOf(props);
  const isFull = settings.max !== null && value.criteria.length >= settings.max;
  return (
    <div className="flex flex-col gap-3">
      {value.criteria.length === 0 ? (
        <p className="text-ink-3">
          One thing that is there or not in a response, and what it is worth. Something bad has points below 0.
        </p>
      ) : (
        <ol aria-label="Criteria" className="-mx-1.5 flex flex-col gap-0.5">
          {value.criteria.map((criterion, index) => (
            <CriterionRow
              key={criterion.id}
              {...props}
              criterion={criterion}
              index={index}
              isCurrent={criterion.id === current?.id && sample === undefined}
            />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button size="sm" icon={<Plus size={14} />} disabled={isFull} onClick={() => add(props)}>
          Add criterion <Keys of="KeyA" className={cx(!active && "invisible")} />
        </Button>
        <Sum {...props} />
      </div>
      {settings.samples !== null && value.criteria.some((one) => one.criterion.trim()) ? <Trial {...props} /> : null}
    </div>
  );
}

/** What there is to get, and what is still wrong with the whole. */
function Sum(props: Props) {
  const { value, settings } = props;
  const { best, worst } = outcomeOf(value, []);
  const musts = value.criteria.filter((one) => one.must).length;
  const verdict = isComplete(value, props);
  const parts = [
    `${best} ${best === 1 ? "point is" : "points are"} 100 %`,
    worst < 0 && `${signed(worst)} at worst`,
    musts > 0 && (musts === 1 ? "1 must" : `${musts} musts`),
    settings.max !== null && `${value.criteria.length} of ${settings.max} criteria`,
  ];
  return (
    <p className="tabular text-right text-xs text-ink-3">
      {parts.filter(Boolean).join(" · ")}
      {value.criteria.length > 0 && !verdict.complete ? <span className="block text-warn">{verdict.hint}</span> : null}
    </p>
  );
}

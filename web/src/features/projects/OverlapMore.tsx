import type { Quality } from "@/features/projects/QualityForm";
import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";

const MOST = 100;

/** What was typed in percent, within what may be chosen. */
function shareOf(given: number | null): number {
  return Math.min(0.5, Math.max(0.001, (given ?? 5) / 100));
}

/** More people for what is unsure: up to how many, and how sure is enough. */
export function OverlapMore({ value, onChange }: { value: Quality; onChange: (change: Partial<Quality>) => void }) {
  const most = value.overlap_max;
  return (
    <Field
      inline
      label="Where it is unsure"
      hint={
        most === null
          ? "Every item is answered by as many people."
          : `One person more at a time, until everything believed of it is right with ${Math.round((1 - value.overlap_risk) * 1000) / 10} %, or ${most} people have answered.`
      }
    >
      <div className="flex flex-col gap-2">
        <Checkbox
          label="Ask more people"
          checked={most !== null}
          disabled={value.overlap >= MOST}
          onChange={(on) => onChange({ overlap_max: on ? Math.min(MOST, value.overlap + 3) : null })}
        />
        {most !== null ? (
          <div className="flex flex-wrap items-center gap-3">
            <NumberInput
              aria-label="At most"
              min={value.overlap + 1}
              max={MOST}
              step={1}
              value={most}
              suffix="people at most"
              onChange={(given) =>
                onChange({ overlap_max: Math.min(MOST, Math.max(value.overlap + 1, Math.round(given ?? most))) })
              }
            />
            <NumberInput
              aria-label="Accepted risk"
              min={0.1}
              max={50}
              step={0.1}
              value={Math.round(value.overlap_risk * 1000) / 10}
              suffix="% may be wrong"
              onChange={(given) => onChange({ overlap_risk: shareOf(given) })}
            />
            <NumberInput
              aria-label="Numbers may be off by"
              min={0.1}
              max={50}
              step={0.1}
              value={Math.round(value.overlap_tolerance * 1000) / 10}
              suffix="% of its range a number may be off"
              onChange={(given) => onChange({ overlap_tolerance: shareOf(given) })}
            />
          </div>
        ) : null}
        {most !== null ? (
          <Checkbox
            label="Only when every item has its first answers, about the least sure first"
            hint="Where the money may not reach for everything: nothing is left without an answer, and what is left goes where it decides most."
            checked={value.overlap_last}
            onChange={(overlap_last) => onChange({ overlap_last })}
          />
        ) : null}
      </div>
    </Field>
  );
}

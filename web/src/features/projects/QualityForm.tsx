import { OverlapMore } from "@/features/projects/OverlapMore";
import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { ShareInput } from "@/ui/ShareInput";
import { Checkbox } from "@/ui/Toggle";

export type Quality = {
  overlap: number;
  overlap_max: number | null;
  overlap_risk: number;
  overlap_last: boolean;
  overlap_tolerance: number;
  review_share: number;
  lease_seconds: number;
  person_cap: number | null;
};

/** How many answers, how much review, how long a lease: the same form in the wizard and in the settings. */
export function QualityForm({ value, onChange }: { value: Quality; onChange: (value: Quality) => void }) {
  const set = (change: Partial<Quality>) => onChange({ ...value, ...change });
  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <Field
        inline
        label="Overlap"
        hint={
          value.overlap === 1
            ? "One answer per item: agreement cannot be measured."
            : `${value.overlap} different people answer each item${value.overlap_max === null ? "; never more, never one twice." : ", more where it is unsure."}`
        }
      >
        <NumberInput
          min={1}
          max={100}
          step={1}
          value={value.overlap}
          suffix="people per item"
          onChange={(given) => {
            const overlap = Math.max(1, Math.round(given ?? 1));
            const most = value.overlap_max;
            set({ overlap, overlap_max: most === null ? null : Math.max(most, overlap + 1) });
          }}
        />
      </Field>
      <OverlapMore value={value} onChange={set} />
      <Field
        inline
        label="Share to review"
        hint={
          value.review_share === 0
            ? "No annotation goes to review."
            : `Of 100 annotations about ${Math.round(value.review_share * 100)} go to a reviewer, drawn by chance.`
        }
      >
        <ShareInput
          label="Share to review"
          step={0.05}
          value={value.review_share}
          onChange={(share) => set({ review_share: share })}
        />
      </Field>
      <Field
        inline
        label="Lease"
        hint="How long an item stays with a person who does nothing. Work on the bench renews it."
      >
        <NumberInput
          min={1}
          max={1440}
          value={Math.round(value.lease_seconds / 60)}
          suffix="minutes"
          onChange={(minutes) => set({ lease_seconds: Math.max(1, Math.round(minutes ?? 1)) * 60 })}
        />
      </Field>
      <Field inline label="Cap per person" hint="So that no single person shapes the data.">
        <div className="flex flex-col gap-2">
          <Checkbox
            label="Nobody answers more than"
            checked={value.person_cap !== null}
            onChange={(on) => set({ person_cap: on ? 100 : null })}
          />
          {value.person_cap !== null ? (
            <NumberInput
              min={1}
              value={value.person_cap}
              suffix="items"
              onChange={(cap) => set({ person_cap: Math.max(1, Math.round(cap ?? 1)) })}
            />
          ) : null}
        </div>
      </Field>
    </div>
  );
}

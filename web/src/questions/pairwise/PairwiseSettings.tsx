import { Checkbox } from "@/ui/Toggle";
import { FieldSelect } from "../parts/FieldSelect";
import { pruned } from "../parts/prune";
import { ReadFirstForm } from "../parts/ReadFirstForm";
import { StepsEditor } from "../parts/StepsEditor";
import type { SettingsFormProps } from "../plugin";
import { readSettings } from "./model";

const USUAL = ["Slightly better", "Better", "Significantly better"];

export function PairwiseSettingsForm({ value, onChange, schema }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  return (
    <div className="flex flex-col gap-4">
      <FieldSelect
        label="Responses to compare"
        hint="Every item must hold exactly two."
        fields={schema.fields}
        fits={(field) => field.many === true}
        none="Add a field that holds several responses first."
        value={settings.field}
        onChange={(field) => set({ field })}
      />
      <StepsEditor
        label="How much better, the weakest first"
        noun="strength"
        rows={settings.strengths}
        usual={USUAL}
        none="Only which one is better is asked."
        onChange={(strengths) => set({ strengths })}
      />
      <Checkbox
        label="Offer a tie"
        checked={settings.allow_tie}
        onChange={(allow) => set({ allow_tie: allow || undefined })}
      />
      <Checkbox
        label="Offer “both bad”"
        checked={settings.allow_both_bad}
        onChange={(allow) => set({ allow_both_bad: allow || undefined })}
      />
      <ReadFirstForm settings={settings} set={set} />
    </div>
  );
}

import { Checkbox } from "@/ui/Toggle";
import { FieldSelect } from "../parts/FieldSelect";
import { pruned } from "../parts/prune";
import { ReadFirstForm } from "../parts/ReadFirstForm";
import type { SettingsFormProps } from "../plugin";
import { readSettings } from "./model";

export function RankingSettingsForm({ value, onChange, schema }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  return (
    <div className="flex flex-col gap-4">
      <FieldSelect
        label="Responses to rank"
        fields={schema.fields}
        fits={(field) => field.many === true}
        none="Add a field that holds several responses first."
        value={settings.field}
        onChange={(field) => set({ field })}
      />
      <Checkbox
        label="Only the best and the worst"
        hint="Of three responses or more. Quicker than a whole order, and nearly as much is learned."
        checked={settings.best_worst}
        onChange={(ends) => set(ends ? { best_worst: true, ties: undefined } : { best_worst: undefined })}
      />
      <Checkbox
        label="Ties are allowed"
        checked={settings.ties}
        disabled={settings.best_worst}
        onChange={(ties) => set({ ties: ties ? undefined : false })}
      />
      <Checkbox
        label="Offer “not rankable”"
        hint="For when every response is flawed."
        checked={settings.allow_not_rankable}
        onChange={(allow) => set({ allow_not_rankable: allow || undefined })}
      />
      <ReadFirstForm settings={settings} set={set} />
    </div>
  );
}

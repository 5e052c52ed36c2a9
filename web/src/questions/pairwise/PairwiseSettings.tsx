import { Plus, X } from "lucide-react";
import { Button, IconButton } from "@/ui/Button";
import { Input } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";
import { FieldSelect } from "../parts/FieldSelect";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { readSettings, type Strength } from "./model";

const USUAL = ["Slightly better", "Better", "Significantly better"];

export function PairwiseSettingsForm({ value, onChange, schema }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  // The ids of strengths count up from one, the weakest first: the server wants exactly that.
  const setStrengths = (titles: string[]) =>
    set({ strengths: titles.map((title, index): Strength => ({ id: index + 1, title })) });
  const titles = settings.strengths.map((strength) => strength.title);
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
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">How much better, the weakest first</legend>
        {titles.length === 0 ? <p className="text-xs text-ink-3">Only which one is better is asked.</p> : null}
        {titles.map((title, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a strength is its place.
          <div key={index} className="flex items-center gap-1.5">
            <span className="tabular w-6 text-center text-ink-3">{index + 1}</span>
            <Input
              aria-label={`Strength ${index + 1}`}
              value={title}
              onChange={(event) => setStrengths(titles.map((one, at) => (at === index ? event.target.value : one)))}
            />
            <IconButton
              size="sm"
              label={`Remove strength ${index + 1}`}
              onClick={() => setStrengths(titles.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </IconButton>
          </div>
        ))}
        <div className="flex gap-2">
          <Button
            size="sm"
            icon={<Plus size={14} />}
            onClick={() => setStrengths([...titles, USUAL[titles.length] ?? ""])}
          >
            Add strength
          </Button>
          {titles.length === 0 ? (
            <Button size="sm" tone="quiet" onClick={() => setStrengths(USUAL)}>
              Use three usual ones
            </Button>
          ) : null}
        </div>
      </fieldset>
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
    </div>
  );
}

import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";
import { ListEditor } from "../parts/ListEditor";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { type ChoiceOption, readSettings } from "./model";

export function ChoiceSettingsForm({ value, onChange }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  return (
    <div className="flex flex-col gap-4">
      <ListEditor
        label="Options"
        noun="option"
        rows={settings.options}
        onChange={(options) => set({ options })}
        make={(id) => ({ id, title: "" })}
        withHelp
        below={(option: ChoiceOption, change) => (
          <ListEditor
            label={`Options under ${option.title || option.id}`}
            noun="option below"
            rows={option.options ?? []}
            onChange={(options) =>
              change(
                pruned({ ...option, options: options.length > 0 ? options : undefined }) as unknown as ChoiceOption,
              )
            }
            make={(id) => ({ id: `${option.id}_${id}`, title: "" })}
            quiet
          />
        )}
      />
      <Checkbox
        label="Several may be chosen"
        checked={settings.multiple}
        onChange={(multiple) => set(multiple ? { multiple } : { multiple: undefined, min: undefined, max: undefined })}
      />
      {settings.multiple ? (
        <div className="flex gap-4">
          <Field label="At least">
            <NumberInput min={0} value={settings.min} onChange={(min) => set({ min: min ?? undefined })} />
          </Field>
          <Field label="At most">
            <NumberInput min={1} value={settings.max} onChange={(max) => set({ max: max ?? undefined })} />
          </Field>
        </div>
      ) : null}
      <Checkbox
        label="Offer “other” with a line to write in"
        checked={settings.allow_other}
        onChange={(allow) => set({ allow_other: allow || undefined })}
      />
    </div>
  );
}

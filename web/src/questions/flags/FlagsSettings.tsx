import { Checkbox } from "@/ui/Toggle";
import { ListEditor } from "../parts/ListEditor";
import { pruned } from "../parts/prune";
import { StepsEditor } from "../parts/StepsEditor";
import type { SettingsFormProps } from "../plugin";
import { readSettings } from "./model";

const USUAL = ["Mild", "Strong", "Very strong"];

export function FlagsSettingsForm({ value, onChange }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  return (
    <div className="flex flex-col gap-4">
      <ListEditor
        label="Flags"
        noun="flag"
        rows={settings.flags}
        onChange={(flags) => set({ flags })}
        make={(id) => ({ id, title: "" })}
      />
      <StepsEditor
        label="How bad, the mildest first"
        noun="severity"
        rows={settings.severities}
        usual={USUAL}
        none="It is only asked whether."
        onChange={(severities) => set({ severities: severities.length > 0 ? severities : undefined })}
      />
      {settings.severities.length > 0
        ? settings.flags.map((flag) => (
            <Checkbox
              key={flag.id}
              label={`Ask how bad: ${flag.title || flag.id}`}
              checked={flag.severity !== false}
              onChange={(asked) =>
                set({
                  flags: settings.flags.map((one) => {
                    const { severity: _old, ...rest } = one;
                    return one.id !== flag.id ? one : asked ? rest : { ...rest, severity: false };
                  }),
                })
              }
            />
          ))
        : null}
    </div>
  );
}

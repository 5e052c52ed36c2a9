import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";

/** What must come before a verdict. */
export function ReadFirstForm({
  settings,
  set,
}: {
  settings: { read_first: boolean; least_seconds: number | null };
  set: (change: Record<string, unknown>) => void;
}) {
  return (
    <>
      <Checkbox
        label="Read to the end first"
        hint="The bench takes no verdict before every response was on the screen to its end."
        checked={settings.read_first}
        onChange={(read) => set({ read_first: read || undefined })}
      />
      <Field label="No verdict before" optional hint="Counted while they are on the screen.">
        <NumberInput
          min={1}
          max={600}
          suffix="seconds"
          value={settings.least_seconds}
          onChange={(seconds) => set({ least_seconds: seconds ?? undefined })}
        />
      </Field>
    </>
  );
}

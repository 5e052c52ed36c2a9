import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import type { FieldSettingsFormProps } from "../plugin";

export function CodeSettings({ value, onChange }: FieldSettingsFormProps) {
  return (
    <Field label="Language" hint="Used when an item does not name its own.">
      <Input
        value={typeof value.language === "string" ? value.language : ""}
        placeholder="python"
        maxLength={40}
        onChange={(event) => onChange({ ...value, language: event.target.value.trim() })}
      />
    </Field>
  );
}

import { Radios } from "@/ui/Toggle";
import type { FieldSettingsFormProps } from "../plugin";

export function TextSettings({ value, onChange }: FieldSettingsFormProps) {
  const format = value.format === "plain" ? "plain" : "markdown";
  return (
    <Radios
      label="How the text is shown"
      value={format}
      onChange={(next) => onChange({ ...value, format: next })}
      options={[
        {
          value: "markdown",
          label: "Markdown",
          hint: "Headings, lists, code and LaTeX are drawn; people can switch to the raw text.",
        },
        { value: "plain", label: "Plain text", hint: "Exactly as written." },
      ]}
    />
  );
}

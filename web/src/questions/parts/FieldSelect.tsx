import { type Field as FieldModel, titleOf } from "@/fields/model";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";

/** Chooses the field a question works on, among those that fit. */
export function FieldSelect({
  label,
  hint,
  fields,
  fits,
  none,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  fields: readonly FieldModel[];
  fits: (field: FieldModel) => boolean;
  /** Said when no field fits. */
  none: string;
  value: string;
  onChange: (field: string) => void;
}) {
  const fitting = fields.filter(fits);
  const known = fitting.some((field) => field.name === value);
  return (
    <Field label={label} hint={hint} error={fitting.length === 0 ? none : false}>
      <Select
        value={known ? value : ""}
        onChange={onChange}
        options={[
          ...(known ? [] : [{ value: "", label: "Choose a field", disabled: true }]),
          ...fitting.map((field) => ({ value: field.name, label: titleOf(field) })),
        ]}
      />
    </Field>
  );
}

import { fieldError } from "@/api/failure";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Checkbox } from "@/ui/Toggle";

export type SendBackForm = { comment: string; elsewhere: boolean };

/** Why answers are sent back, as a bulk act is asked. */
export const sentBack = ({ comment, elsewhere }: SendBackForm) => ({
  comment,
  after_reject: elsewhere ? "someone_else" : "rework",
});

/** Why answers are sent back, and to whom. */
export function SendBack({
  form,
  error,
  onChange,
}: {
  form: SendBackForm;
  error: unknown;
  onChange: (change: Partial<SendBackForm>) => void;
}) {
  return (
    <>
      <Field label="Why" hint="Each author sees it." error={fieldError(error, "comment")}>
        <Textarea rows={3} value={form.comment} onChange={(event) => onChange({ comment: event.target.value })} />
      </Field>
      <Checkbox
        label="Ask somebody else"
        hint="Otherwise each goes back to its author."
        checked={form.elsewhere}
        onChange={(elsewhere) => onChange({ elsewhere })}
      />
    </>
  );
}

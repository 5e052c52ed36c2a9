import { createContext, type ReactNode, useContext, useId } from "react";
import { cx } from "@/kit/cx";

type Wiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };
const FieldContext = createContext<Wiring | null>(null);

/** What a control inside a `Field` puts on itself, so that label, hint and error belong to it. */
export function useFieldProps(): Record<string, unknown> {
  const wiring = useContext(FieldContext);
  if (!wiring) return {};
  return {
    id: wiring.id,
    "aria-describedby": wiring.describedBy,
    "aria-invalid": wiring.invalid || undefined,
    "aria-required": wiring.required || undefined,
  };
}

/** A label beside what it speaks of; above it where the screen is narrow. */
export const BESIDE = "grid gap-x-4 gap-y-1 sm:grid-cols-[160px_minmax(0,1fr)]";

/** Label, control, hint, error. The error stands where the eye is: under the control. */
export function Field({
  label,
  hint,
  error,
  required = false,
  optional = false,
  inline = false,
  hideLabel = false,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null | false;
  required?: boolean;
  optional?: boolean;
  inline?: boolean;
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error || hint;
  return (
    <FieldContext value={{ id, describedBy: note ? noteId : undefined, invalid: Boolean(error), required }}>
      <div className={cx(inline ? cx(BESIDE, "items-start") : "flex flex-col gap-1", className)}>
        <label htmlFor={id} className={cx("font-medium", inline && "sm:pt-1.5", hideLabel && "sr-only")}>
          {label}
          {optional ? <span className="ml-1 font-normal text-ink-3">optional</span> : null}
        </label>
        <div className="flex min-w-0 flex-col gap-1">
          {children}
          {note ? (
            <p id={noteId} className={cx("text-xs", error ? "text-bad" : "text-ink-3")}>
              {note}
            </p>
          ) : null}
        </div>
      </div>
    </FieldContext>
  );
}

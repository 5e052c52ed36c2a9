import { cx } from "@/kit/cx";

/** A few named steps in a row, one of them chosen: a severity, a verdict. */
export function SegmentRow<Id extends string | number>({
  label,
  options,
  chosen,
  onChoose,
  className,
}: {
  label: string;
  options: readonly { id: Id; title: string }[];
  chosen: Id | undefined;
  onChoose: (id: Id) => void;
  className?: string;
}) {
  return (
    <div role="radiogroup" aria-label={label} className={cx("flex flex-wrap gap-1", className)}>
      {options.map((one) => {
        const here = one.id === chosen;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a chip that is filled when it is chosen cannot be an input.
          <button
            key={one.id}
            type="button"
            role="radio"
            aria-checked={here}
            onClick={() => onChoose(one.id)}
            className={cx(
              "min-h-7 rounded-md border px-2 text-xs",
              here ? "border-ink bg-ink font-medium text-bg" : "border-line text-ink-2 hover:bg-hover",
            )}
          >
            {one.title}
          </button>
        );
      })}
    </div>
  );
}

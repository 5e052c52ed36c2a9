import { useInfiniteQuery } from "@tanstack/react-query";
import { batchesQuery } from "@/api/ingest";
import type { Care, Id } from "@/api/types";
import { Button } from "@/ui/Button";
import { HARM_LIST, HARMS, type Harm } from "@/ui/harms";
import { Popover } from "@/ui/Popover";
import { Checkbox } from "@/ui/Toggle";

type Marks = Care["batches"];

/** What the items of some batches carry besides what all of the project do. */
export function CareBatches({
  project,
  marks,
  onChange,
}: {
  project: Id;
  marks: Marks;
  onChange: (marks: Marks) => void;
}) {
  const batches = useInfiniteQuery(batchesQuery(project));
  const known = batches.data ?? [];
  if (known.length === 0) return null;
  const of = (id: Id): readonly Harm[] => marks.find((mark) => mark.id === id)?.warnings ?? [];
  const handleChange = (id: Id, harm: Harm, on: boolean) => {
    const warnings = HARM_LIST.filter((one) => (one === harm ? on : of(id).includes(one)));
    const others = marks.filter((mark) => mark.id !== id);
    onChange(warnings.length > 0 ? [...others, { id, warnings }] : others);
  };
  return (
    <div className="mt-5">
      <h3 className="mb-1 text-sm">In batches</h3>
      <p className="mb-2 text-ink-3">Put items that need a warning of their own into a batch of their own.</p>
      <ul className="divide-y divide-line border-y border-line">
        {known.map((batch) => (
          <li key={batch.id} className="flex flex-wrap items-center gap-3 py-1.5">
            <span className="min-w-0 flex-1 truncate">{batch.name}</span>
            <span className="text-ink-3">
              {of(batch.id)
                .map((harm) => HARMS[harm])
                .join(", ")}
            </span>
            <Popover
              align="end"
              className="flex w-64 flex-col gap-2"
              trigger={
                <Button size="sm" aria-label={`Warnings of ${batch.name}`}>
                  Warnings…
                </Button>
              }
            >
              {HARM_LIST.map((harm) => (
                <Checkbox
                  key={harm}
                  label={HARMS[harm]}
                  checked={of(batch.id).includes(harm)}
                  onChange={(on) => handleChange(batch.id, harm, on)}
                />
              ))}
            </Popover>
          </li>
        ))}
      </ul>
    </div>
  );
}

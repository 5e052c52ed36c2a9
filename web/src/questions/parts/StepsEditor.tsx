import { Plus, X } from "lucide-react";
import { Button, IconButton } from "@/ui/Button";
import { Input } from "@/ui/Input";

interface Step {
  id: number;
  title: string;
}

/** Named steps of a scale. Their ids count up from one, the weakest first: the server wants exactly that. */
export function StepsEditor({
  label,
  noun,
  rows,
  usual,
  none,
  onChange,
}: {
  label: string;
  noun: string;
  rows: readonly Step[];
  /** Titles to begin with. */
  usual: readonly string[];
  /** Said when there are none. */
  none: string;
  onChange: (rows: Step[]) => void;
}) {
  const titles = rows.map((row) => row.title);
  const set = (next: readonly string[]) => onChange(next.map((title, index) => ({ id: index + 1, title })));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{label}</legend>
      {titles.length === 0 ? <p className="text-xs text-ink-3">{none}</p> : null}
      {titles.map((title, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
        <div key={index} className="flex items-center gap-1.5">
          <span className="tabular w-6 text-center text-ink-3">{index + 1}</span>
          <Input
            aria-label={`Name of ${noun} ${index + 1}`}
            value={title}
            onChange={(event) => set(titles.map((one, at) => (at === index ? event.target.value : one)))}
          />
          <IconButton
            size="sm"
            label={`Remove ${noun} ${index + 1}`}
            onClick={() => set(titles.filter((_, at) => at !== index))}
          >
            <X size={14} />
          </IconButton>
        </div>
      ))}
      <div className="flex gap-2">
        <Button size="sm" icon={<Plus size={14} />} onClick={() => set([...titles, usual[titles.length] ?? ""])}>
          Add {noun}
        </Button>
        {titles.length === 0 ? (
          <Button size="sm" tone="quiet" onClick={() => set(usual)}>
            Use the usual {usual.length}
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}

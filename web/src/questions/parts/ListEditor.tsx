import { ArrowDown, ArrowUp, ListTree, Plus, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button, IconButton } from "@/ui/Button";
import { Input } from "@/ui/Input";

interface Row {
  id: string;
  title: string;
  help?: string | null;
  key?: string | null;
  color?: string | null;
}

const isFree = (rows: readonly Row[], id: string) => rows.every((row) => row.id !== id);

/** "Very good" → "very_good": readable in exports. Never changes once there are answers, so it follows only while it is new. */
export function idFrom(title: string, rows: readonly Row[]): string {
  const base =
    title
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 60) || "option";
  let id = base;
  for (let count = 2; !isFree(rows, id) || id === "other"; count += 1) id = `${base}_${count}`;
  return id;
}

/** Options or labels: title, id, key; up and down. */
export function ListEditor<R extends Row>({
  label,
  noun,
  rows,
  onChange,
  make,
  withHelp = false,
  quiet = false,
  mark,
  below,
  belowLabel = "Options below this one",
}: {
  label: string;
  noun: string;
  rows: readonly R[];
  onChange: (rows: R[]) => void;
  make: (id: string) => R;
  withHelp?: boolean;
  /** A list below a row: starts folded when empty. */
  quiet?: boolean;
  mark?: (row: R, index: number) => ReactNode;
  below?: (row: R, change: (row: R) => void) => ReactNode;
  /** What is below a row. */
  belowLabel?: string;
}) {
  const fresh = useRef(new Set<number>());
  const [opened, setOpened] = useState<string | null>(null);
  const replace = (index: number, row: R) => onChange(rows.map((one, at) => (at === index ? row : one)));
  const handleTitle = (index: number, row: R, title: string) => {
    const others = rows.filter((_, at) => at !== index);
    replace(index, fresh.current.has(index) ? { ...row, title, id: idFrom(title, others) } : { ...row, title });
  };
  const handleMove = (index: number, by: 1 | -1) => {
    const next = [...rows];
    const [row] = next.splice(index, 1);
    if (row) next.splice(index + by, 0, row);
    fresh.current.clear();
    onChange(next);
  };
  const handleAdd = () => {
    fresh.current.add(rows.length);
    onChange([...rows, make(idFrom(noun, rows))]);
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className={quiet ? "sr-only" : "mb-1 font-medium"}>{label}</legend>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the id follows the title while it is typed; the place is what stays.
        <div key={index} className="flex flex-col gap-1.5">
          <div className="flex flex-wrap items-center gap-1.5 sm:flex-nowrap">
            {mark?.(row, index)}
            <Input
              aria-label={`Title of ${noun} ${index + 1}`}
              placeholder="Title"
              className="min-w-48 grow basis-full sm:min-w-0 sm:basis-auto"
              value={row.title}
              onChange={(event) => handleTitle(index, row, event.target.value)}
            />
            <Input
              aria-label={`Id of ${noun} ${index + 1}`}
              placeholder="Id"
              value={row.id}
              className="w-32 shrink-0 font-mono text-xs"
              onChange={(event) => {
                fresh.current.delete(index);
                replace(index, { ...row, id: event.target.value });
              }}
            />
            <Input
              aria-label={`Key of ${noun} ${index + 1}`}
              placeholder="Key"
              maxLength={1}
              value={row.key ?? ""}
              className="w-12 shrink-0 text-center"
              onChange={(event) => {
                const { key: _old, ...rest } = row;
                replace(index, (event.target.value ? { ...rest, key: event.target.value.toLowerCase() } : rest) as R);
              }}
            />
            {below ? (
              <IconButton size="sm" label={belowLabel} onClick={() => setOpened(opened === row.id ? null : row.id)}>
                <ListTree size={14} />
              </IconButton>
            ) : null}
            <IconButton size="sm" label="Move up" disabled={index === 0} onClick={() => handleMove(index, -1)}>
              <ArrowUp size={14} />
            </IconButton>
            <IconButton
              size="sm"
              label="Move down"
              disabled={index === rows.length - 1}
              onClick={() => handleMove(index, 1)}
            >
              <ArrowDown size={14} />
            </IconButton>
            <IconButton
              size="sm"
              label={`Remove ${noun} ${index + 1}`}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </IconButton>
          </div>
          {withHelp && opened === row.id ? (
            <Input
              aria-label={`Help for ${noun} ${index + 1}`}
              placeholder="Help shown under the title"
              value={row.help ?? ""}
              onChange={(event) => {
                const { help: _old, ...rest } = row;
                replace(index, (event.target.value ? { ...rest, help: event.target.value } : rest) as R);
              }}
            />
          ) : null}
          {below && (opened === row.id || (row as { options?: unknown[] }).options?.length) ? (
            <div className="ml-6 border-l border-line pl-3">{below(row, (next) => replace(index, next))}</div>
          ) : null}
        </div>
      ))}
      <Button size="sm" className="self-start" icon={<Plus size={14} />} onClick={handleAdd}>
        Add {noun}
      </Button>
    </fieldset>
  );
}

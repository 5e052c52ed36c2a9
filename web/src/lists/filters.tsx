import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { may } from "@/api/identity";
import { batchesQuery } from "@/api/ingest";
import { progressQuery } from "@/api/truth";
import type { Project } from "@/api/types";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";

export const filterCommands = defineCommands("page", {
  "rows.clear": { title: "Clear the filters", keys: ["KeyX"] },
});

type Chosen = {
  project: Project;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
};

/** Of which batch. */
export function BatchSelect({ project, value, onChange }: Chosen) {
  const batches = useInfiniteQuery(batchesQuery(project.id));
  return (
    <Select
      aria-label="Batch"
      className="max-w-52"
      value={value ?? ""}
      options={[
        { value: "", label: "All batches" },
        ...(batches.data ?? []).map((batch) => ({ value: batch.id, label: batch.name })),
      ]}
      onChange={(batch) => onChange(batch || undefined)}
    />
  );
}

const BY = { anybody: "By anybody", one: (name: string) => `By ${name}` };

/** By whom, of those who were ever asked here. `label`: what is read aloud; `words`: what the choices say. */
export function PersonSelect({
  project,
  label,
  value,
  onChange,
  words = BY,
}: Chosen & { label: string; words?: typeof BY }) {
  const progress = useQuery({ ...progressQuery(project.id), enabled: may(project, "progress.read") });
  return (
    <Select
      aria-label={label}
      className="max-w-52"
      value={value ?? ""}
      options={[
        { value: "", label: words.anybody },
        ...(progress.data?.people ?? []).map((row) => ({ value: row.person.id, label: words.one(row.person.name) })),
      ]}
      onChange={(person) => onChange(person || undefined)}
    />
  );
}

/** Takes all filters away; nothing where there are none. */
export function ClearFilters({ active, onClear }: { active: boolean; onClear: () => void }) {
  useCommands(filterCommands, { "rows.clear": active && onClear });
  return active ? (
    <Button tone="quiet" size="sm" icon={<X size={13} aria-hidden />} onClick={onClear}>
      Clear
    </Button>
  ) : null;
}

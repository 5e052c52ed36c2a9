import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { schemaQuery } from "@/api/projects";
import type { ItemState, Project } from "@/api/types";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";
import { cleared, filtersOf, type ItemFilter, type ItemsSearch } from "@/features/ingest/items/search";
import { BatchSelect, ClearFilters, PersonSelect } from "@/lists/filters";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Checkbox } from "@/ui/Toggle";
import { stateWord } from "@/ui/words";

export const itemsCommands = defineCommands("page", {
  "items.search": { title: "Search items", keys: ["Slash"] },
});

const route = getRouteApi("/signed-in/shell/projects/$projectId/items");
const STATES: ItemState[] = ["open", "in_work", "in_review", "done", "cancelled", "gold"];

/** All filters stand in the address: a view can be sent to somebody. */
export function ItemFilters({ project, filter }: { project: Project; filter: ItemsSearch }) {
  const navigate = route.useNavigate();
  const schema = useQuery(schemaQuery(project.id));
  const searchable = (schema.data?.schema.fields ?? []).filter((field) => field.searchable);
  const set = (change: ItemFilter) => void navigate({ search: { ...filter, ...change }, replace: true });
  const active = Object.keys(filtersOf(filter)).length > 0;
  const clear = () => void navigate({ search: { ...cleared(filter) }, replace: true });
  const search = useRef<HTMLInputElement>(null);
  useCommands(itemsCommands, { "items.search": () => search.current?.focus() });
  const mode = filter.field ?? "external_id";
  const text = filter.field ? filter.contains : filter.external_id;
  function setText(next: string, by: string) {
    if (by === "external_id") set({ external_id: next || undefined, field: undefined, contains: undefined });
    else set({ external_id: undefined, field: next ? by : undefined, contains: next || undefined });
  }
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <SearchBox
        ref={search}
        value={text ?? ""}
        mode={mode}
        onChange={setText}
        fields={searchable.map((field) => ({ value: field.name, label: field.title || field.name }))}
      />
      <Select
        aria-label="State"
        value={filter.state ?? ""}
        options={[
          { value: "", label: "Any state" },
          ...STATES.map((state) => ({ value: state, label: stateWord(state).text })),
        ]}
        onChange={(state) => set({ state: (state || undefined) as ItemState | undefined })}
      />
      <BatchSelect project={project} value={filter.batch_id} onChange={(batch_id) => set({ batch_id })} />
      <PersonSelect
        project={project}
        label="Annotated by"
        value={filter.annotated_by}
        onChange={(annotated_by) => set({ annotated_by })}
      />
      <Checkbox
        label="Flagged"
        checked={filter.flagged ?? false}
        onChange={(flagged) => set({ flagged: flagged || undefined })}
      />
      <ClearFilters active={active} onClear={clear} />
    </search>
  );
}

function SearchBox({
  ref,
  value,
  mode,
  fields,
  onChange,
}: {
  ref: Ref<HTMLInputElement>;
  value: string;
  mode: string;
  fields: { value: string; label: string }[];
  onChange: (text: string, mode: string) => void;
}) {
  const [text, setText] = useState(value);
  const [by, setBy] = useState(mode);
  // biome-ignore lint/correctness/useExhaustiveDependencies: typing is sent on a moment after the last key.
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text, by), 250);
    return () => clearTimeout(timer);
  }, [text, by]);
  useEffect(() => setText(value), [value]);
  return (
    <div className="flex">
      <Select
        aria-label="Search in"
        value={by}
        className="[&_select]:rounded-r-none [&_select]:border-r-0"
        options={[{ value: "external_id", label: "External id" }, ...fields]}
        onChange={(next) => {
          setBy(next);
          if (text) onChange(text, next);
        }}
      />
      <div className="relative">
        <Input
          ref={ref}
          type="search"
          aria-label="Search items"
          placeholder={by === "external_id" ? "is" : "contains"}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-52 rounded-l-none pl-7"
        />
        <Search size={13} aria-hidden className="pointer-events-none absolute top-2.5 left-2 text-ink-3" />
      </div>
    </div>
  );
}

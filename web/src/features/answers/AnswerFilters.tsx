import { getRouteApi } from "@tanstack/react-router";
import { ListFilter } from "lucide-react";
import type { LabelSchema, Project } from "@/api/types";
import { SaidFilter } from "@/features/answers/SaidFilter";
import {
  type AnswersSearch,
  type AnswerVerdict,
  dayOf,
  dayStart,
  filtersOf,
  VERDICTS,
} from "@/features/answers/search";
import { BatchSelect, ClearFilters, PersonSelect } from "@/lists/filters";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Popover } from "@/ui/Popover";
import { Select } from "@/ui/Select";
import { Checkbox } from "@/ui/Toggle";
import { stateWord } from "@/ui/words";

const route = getRouteApi("/signed-in/shell/projects/$projectId/answers");

/** All filters stand in the address: the list can be sent to somebody. */
export function AnswerFilters({
  project,
  schema,
  filter,
}: {
  project: Project;
  schema: LabelSchema | undefined;
  filter: AnswersSearch;
}) {
  const navigate = route.useNavigate();
  const set = (change: AnswersSearch) => void navigate({ search: { ...filter, ...change }, replace: true });
  const active = Object.keys(filtersOf(filter)).length > 0;
  const clear = () => void navigate({ search: { sort: filter.sort, view: filter.view ?? "all" }, replace: true });
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <Select
        aria-label="Review"
        value={filter.verdict ?? ""}
        options={[
          { value: "", label: "Any verdict" },
          ...VERDICTS.map((each) => ({ value: each, label: stateWord(each).text })),
        ]}
        onChange={(verdict) => set({ verdict: (verdict || undefined) as AnswerVerdict | undefined })}
      />
      <PersonSelect
        project={project}
        label="Given by"
        value={filter.person_id}
        onChange={(person_id) => set({ person_id })}
      />
      <BatchSelect project={project} value={filter.batch_id} onChange={(batch_id) => set({ batch_id })} />
      <SaidFilter schema={schema} filter={filter} onChange={set} />
      <Checkbox
        label="Given anew"
        checked={filter.reworks !== undefined}
        onChange={(anew) => set({ reworks: anew ? "1" : undefined })}
      />
      <Checkbox
        label="Flagged"
        checked={filter.flagged ?? false}
        onChange={(flagged) => set({ flagged: flagged || undefined })}
      />
      <MoreFilters filter={filter} set={set} />
      <Select
        aria-label="Order"
        value={filter.sort ?? "-at"}
        options={[
          { value: "-at", label: "Newest first" },
          { value: "at", label: "Oldest first" },
        ]}
        onChange={(sort) => set({ sort: sort === "at" ? "at" : undefined })}
      />
      <ClearFilters active={active} onClear={clear} />
    </search>
  );
}

const RARE = ["gold", "since", "until", "schema_version", "guideline_version"] as const;

function MoreFilters({ filter, set }: { filter: AnswersSearch; set: (change: AnswersSearch) => void }) {
  const used = RARE.filter((name) => filter[name] !== undefined).length;
  return (
    <Popover
      align="start"
      className="w-64"
      trigger={<Button icon={<ListFilter size={14} aria-hidden />}>{used > 0 ? `More (${used})` : "More"}</Button>}
    >
      <div className="flex flex-col gap-3">
        <Select
          aria-label="Gold"
          value={filter.gold === undefined ? "" : String(filter.gold)}
          options={[
            { value: "", label: "Gold or not" },
            { value: "true", label: "Only gold" },
            { value: "false", label: "Without gold" },
          ]}
          onChange={(gold) => set({ gold: gold === "" ? undefined : gold === "true" })}
        />
        <Field label="Given from">
          <Input
            type="date"
            value={dayOf(filter.since)}
            onChange={(event) => set({ since: dayStart(event.target.value) })}
          />
        </Field>
        <Field label="Given until">
          <Input
            type="date"
            value={dayOf(filter.until, true)}
            onChange={(event) => set({ until: dayStart(event.target.value, true) })}
          />
        </Field>
        <Field label="Version of the label schema">
          <Input
            type="number"
            min={1}
            value={filter.schema_version ?? ""}
            onChange={(event) => set({ schema_version: event.target.value || undefined })}
          />
        </Field>
        <Field label="Version of the guideline">
          <Input
            type="number"
            min={0}
            value={filter.guideline_version ?? ""}
            onChange={(event) => set({ guideline_version: event.target.value || undefined })}
          />
        </Field>
      </div>
    </Popover>
  );
}

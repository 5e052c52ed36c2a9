import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { fresh, keys } from "@/api/keys";
import { schemaQuery } from "@/api/projects";
import type { Field as FieldOf, Import, ImportPreview, Mapping, Project } from "@/api/types";
import { FieldMapping } from "@/features/ingest/FieldMapping";
import { freeColumns, setField, unmapped } from "@/features/ingest/mapping";
import { RowsPreview } from "@/features/ingest/RowsPreview";
import { Button } from "@/ui/Button";
import { BESIDE, Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { Checkbox } from "@/ui/Toggle";

/** Which column goes into which field; the first rows beside it. */
export function MappingStep({ project, data }: { project: Project; data: Import }) {
  const preview = useQuery({
    queryKey: keys.in(project.id, "import", data.id, "preview"),
    queryFn: () => api.post<ImportPreview>(`/projects/${project.id}/imports/${data.id}/preview`),
    staleTime: fresh.forever,
  });
  const schema = useQuery(schemaQuery(project.id));
  return (
    <Loaded query={preview}>
      {(found) => (
        <Loaded query={schema}>
          {(version) => <MappingForm project={project} data={data} preview={found} fields={version.schema.fields} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function MappingForm({
  project,
  data,
  preview,
  fields,
}: {
  project: Project;
  data: Import;
  preview: ImportPreview;
  fields: FieldOf[];
}) {
  const [mapping, setMapping] = useState<Mapping>(preview.mapping);
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: () => api.post<Import>(`/projects/${project.id}/imports/${data.id}/start`, { mapping }),
    onSuccess: (next) => client.setQueryData(keys.in(project.id, "import", data.id), next),
  });
  const missing = unmapped(fields, mapping);
  const free = freeColumns(preview.columns, mapping);
  const metadata = (mapping.metadata ?? []).filter((column) => free.includes(column));
  const why =
    missing.length > 0 ? `Choose a column for ${missing.map((field) => field.title || field.name).join(", ")}` : null;
  return (
    <div className="grid gap-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <div>
        <Section title="Which column goes where?" lead="Guessed from the names; check it against the rows.">
          <Panel className="flex flex-col gap-5">
            {fields.map((field) => (
              <FieldMapping
                key={field.name}
                field={field}
                columns={preview.columns}
                value={mapping.fields[field.name]}
                onChange={(ref) => setMapping(setField(mapping, field.name, ref))}
              />
            ))}
            <Field
              inline
              label="External id"
              hint="Your name for a row. With it, the same file can be imported twice without harm."
            >
              <NameOfRows
                columns={preview.columns}
                value={mapping.external_id ?? ""}
                onChange={(column) => setMapping({ ...mapping, external_id: column || null })}
              />
            </Field>
            {free.length > 0 ? (
              <MetadataColumns
                free={free}
                chosen={metadata}
                onChange={(columns) => setMapping({ ...mapping, metadata: columns })}
              />
            ) : null}
          </Panel>
        </Section>
        <FormError error={start.error} />
        <div className="mt-3 flex justify-end">
          <Button tone="primary" busy={start.isPending} why={why} onClick={() => start.mutate()}>
            Start the import
          </Button>
        </div>
      </div>
      <RowsPreview fields={fields} mapping={{ ...mapping, metadata }} preview={preview} />
    </div>
  );
}

const SEVERAL = "{}";

/** The column that names a row, or a text of several. */
function NameOfRows({
  columns,
  value,
  onChange,
}: {
  columns: readonly string[];
  value: string;
  onChange: (externalId: string) => void;
}) {
  const several = value !== "" && !columns.includes(value);
  return (
    <div className="flex flex-col gap-2">
      <Select
        aria-label="External id"
        value={several ? SEVERAL : value}
        options={[
          { value: "", label: "none" },
          ...columns.map((column) => ({ value: column, label: column })),
          { value: SEVERAL, label: "several columns together" },
        ]}
        onChange={(next) => onChange(next === SEVERAL ? `{${value || columns[0]}}/` : next)}
      />
      {several ? (
        <Input
          aria-label="Columns of the external id"
          className="font-mono text-xs"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : null}
    </div>
  );
}

function MetadataColumns({
  free,
  chosen,
  onChange,
}: {
  free: string[];
  chosen: string[];
  onChange: (columns: string[]) => void;
}) {
  return (
    <fieldset className={BESIDE}>
      <legend className="sr-only">Metadata</legend>
      <div className="flex flex-col items-start gap-1">
        <span className="font-medium">Metadata</span>
        {free.length > 6 ? (
          <Button size="sm" onClick={() => onChange(chosen.length > 0 ? [] : free)}>
            {chosen.length > 0 ? "None" : "All"}
          </Button>
        ) : null}
      </div>
      <div>
        <div className="grid max-h-64 grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-x-4 gap-y-2 overflow-y-auto">
          {free.map((column) => (
            <Checkbox
              key={column}
              label={<span className="[overflow-wrap:anywhere]">{column}</span>}
              checked={chosen.includes(column)}
              onChange={(on) => onChange(on ? [...chosen, column] : chosen.filter((one) => one !== column))}
            />
          ))}
        </div>
        <p className="mt-1 text-xs text-ink-3">
          Kept with the item and given back in releases; never shown to annotators.
        </p>
      </div>
    </fieldset>
  );
}

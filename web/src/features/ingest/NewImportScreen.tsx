import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { batchesQuery } from "@/api/ingest";
import { keys } from "@/api/keys";
import { presetsQuery, schemaQuery, useOpenProject } from "@/api/projects";
import type { Import } from "@/api/types";
import { DropZone } from "@/features/ingest/DropZone";
import { ACCEPTED, formatOf, rememberFile } from "@/features/ingest/upload";
import { bytes } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input, NumberInput } from "@/ui/Input";
import { Page, Panel } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";

const FORMATS = [
  { value: "jsonl", label: "JSON lines" },
  { value: "csv", label: "CSV or TSV" },
  { value: "parquet", label: "Parquet" },
  { value: "json", label: "JSON" },
] as const;

export function NewImportScreen() {
  const project = useOpenProject();
  const [file, setFile] = useState<File | null>(null);
  return (
    <Page
      title="Import items"
      lead={`Into ${project.name}. Rows with an external id can be imported again: what is there already stays as it is.`}
    >
      {file ? (
        <ImportForm key={file.name + file.size} file={file} onOther={() => setFile(null)} />
      ) : (
        <div className="grid gap-6 lg:grid-cols-[3fr_2fr]">
          <DropZone
            title="Drop a file of items here"
            accept={ACCEPTED}
            hint="JSON, JSONL, CSV, TSV or Parquet, also packed (.gz), of any size. One row is one item."
            onFile={setFile}
          />
          <RowHint />
        </div>
      )}
    </Page>
  );
}

/** What a row must hold, told from the label schema. */
function RowHint() {
  const project = useOpenProject();
  const schema = useQuery(schemaQuery(project.id));
  const presets = useQuery({ ...presetsQuery, enabled: project.preset !== null });
  const sample = presets.data?.find((preset) => preset.id === project.preset)?.sample_items[0];
  if (!schema.data) return null;
  return (
    <Panel>
      <h2 className="mb-2 text-base">What a row holds</h2>
      <ul className="mb-4 flex flex-col gap-1">
        {schema.data.schema.fields.map((field) => (
          <li key={field.name} className="flex gap-2">
            <code className="font-mono text-xs leading-5">{field.name}</code>
            <span className="text-ink-3">
              {field.many ? `a list of ${field.kind}s, or several columns` : field.kind}
              {field.required === false ? ", optional" : ""}
            </span>
          </li>
        ))}
        <li className="flex gap-2">
          <code className="font-mono text-xs leading-5">external_id</code>
          <span className="text-ink-3">your name for the row, optional</span>
        </li>
      </ul>
      <p className="mb-3 text-ink-3">Columns with other names are matched in the next step.</p>
      {sample ? (
        <pre className="rounded-md border border-line bg-sunken p-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
          {JSON.stringify(sample, null, 1)}
        </pre>
      ) : null}
    </Panel>
  );
}

function ImportForm({ file, onOther }: { file: File; onOther: () => void }) {
  const project = useOpenProject();
  const batches = useInfiniteQuery(batchesQuery(project.id));
  const [batch, setBatch] = useState(() => file.name.replace(/(\.[^.]+)(\.gz)?$/i, ""));
  const [priority, setPriority] = useState(0);
  const [format, setFormat] = useState(() => formatOf(file.name) ?? "jsonl");
  const client = useQueryClient();
  const navigate = useNavigate();
  const known = batches.data?.find((one) => one.name === batch.trim());
  const create = useMutation({
    mutationFn: () =>
      api.post<Import>(`/projects/${project.id}/imports`, {
        batch: batch.trim(),
        ...(known ? {} : { priority }),
        file_name: file.name,
        bytes: file.size,
        format,
      }),
    onSuccess: (made) => {
      rememberFile(made.id, file);
      client.setQueryData(keys.in(project.id, "import", made.id), made);
      void navigate({
        to: "/projects/$projectId/imports/$importId",
        params: { projectId: project.id, importId: made.id },
        replace: true,
      });
    },
  });
  return (
    <form
      className="max-w-2xl"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Panel className="flex flex-col gap-5">
        <FormError error={create.error} />
        <div className="flex items-center gap-4">
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium">{file.name}</p>
            <p className="text-ink-3">{bytes(file.size)}</p>
          </div>
          <Button onClick={onOther}>Another file</Button>
        </div>
        <Field inline label="Format">
          <Select value={format} onChange={setFormat} options={FORMATS} className="w-48" />
        </Field>
        <Field
          inline
          label="Batch"
          hint={
            known
              ? "This batch exists: the items are added to it."
              : "A new batch. Work can be paused and put in order by batch."
          }
        >
          <Input
            required
            list="batches"
            value={batch}
            maxLength={200}
            onChange={(event) => setBatch(event.target.value)}
          />
          <datalist id="batches">
            {(batches.data ?? []).map((one) => (
              <option key={one.id} value={one.name} />
            ))}
          </datalist>
        </Field>
        {known ? null : (
          <Field inline label="Priority" hint="Higher comes first. 0 is usual.">
            <NumberInput
              step={1}
              min={-1000}
              max={1000}
              value={priority}
              onChange={(next) => setPriority(Math.round(next ?? 0))}
            />
          </Field>
        )}
        <div className="flex justify-end gap-2 border-t border-line pt-4">
          <Link
            to="/projects/$projectId/batches"
            params={{ projectId: project.id }}
            className="px-3 py-1.5 text-ink-2 hover:text-ink"
          >
            Cancel
          </Link>
          <Button
            type="submit"
            tone="primary"
            busy={create.isPending}
            why={file.size === 0 ? "The file is empty" : null}
          >
            Upload
          </Button>
        </div>
      </Panel>
    </form>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { keys } from "@/api/keys";
import type { Project } from "@/api/types";
import { count, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Panel } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { Checkbox } from "@/ui/Toggle";
import { type Sent, sendSuggestions } from "./upload";

const EXAMPLE =
  '{"external_id": "prompt-17", "answers": {"topic": {"item": {"state": "answered", "value": {"selected": ["sea"]}}}}, "score": 0.93}';

/** A file of suggestions, checked line by line like answers. */
export function UploadForm({ project }: { project: Project }) {
  const [source, setSource] = useState("");
  const [version, setVersion] = useState("");
  const [judge, setJudge] = useState(false);
  const [family, setFamily] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (chosen: File) =>
      sendSuggestions(
        project.id,
        chosen,
        {
          source: source.trim(),
          version: version.trim(),
          ...(judge ? { judge: { family: family.trim() || null } } : {}),
        },
        setSent,
      ),
    onMutate: () => setSent(null),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.in(project.id, "suggestions", "sources") });
      void client.invalidateQueries({ queryKey: keys.in(project.id, "judges") });
    },
  });
  const ready = source.trim() && version.trim() && file;
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (file) send.mutate(file);
  }
  return (
    <Panel>
      <form onSubmit={handleSubmit} className="flex flex-col gap-4">
        <div className="grid max-w-3xl gap-4 sm:grid-cols-2">
          <Field label="Source" hint="Whose they are, e.g. the model’s name.">
            <Input value={source} maxLength={200} onChange={(event) => setSource(event.target.value)} />
          </Field>
          <Field label="Version" hint="What was brought in is never changed; other answers are another version.">
            <Input value={version} maxLength={200} onChange={(event) => setVersion(event.target.value)} />
          </Field>
          <Checkbox
            label="These are a judge’s verdicts"
            hint="Compared with what people say, and never shown to who answers."
            checked={judge}
            onChange={setJudge}
          />
          {judge ? (
            <Field label="Family" hint="Of models, its own: responses by models whose names begin so are its kin.">
              <Input value={family} maxLength={200} onChange={(event) => setFamily(event.target.value)} />
            </Field>
          ) : null}
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Button onClick={() => input.current?.click()}>{file ? "Choose another file" : "Choose a file"}</Button>
          <input
            ref={input}
            type="file"
            accept=".jsonl,.ndjson,.json"
            aria-label="File of suggestions"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              event.target.value = "";
            }}
          />
          <span className="min-w-0 truncate text-ink-2">{file ? file.name : "JSONL, one item on each line"}</span>
          <Button
            type="submit"
            tone="primary"
            busy={send.isPending}
            className="ml-auto"
            why={ready ? null : "Name source and version, and choose a file"}
          >
            Bring in
          </Button>
        </div>
        {file ? null : (
          <pre className="overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs text-ink-2">{EXAMPLE}</pre>
        )}
        <FormError error={send.error} />
        {sent ? <Became sent={sent} going={send.isPending} /> : null}
      </form>
    </Panel>
  );
}

function Became({ sent, going }: { sent: Sent; going: boolean }) {
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="tabular">
        {going ? `${count(sent.lines)} lines so far: ` : ""}
        {plural(sent.created, "suggestion")} brought in, {count(sent.unchanged)} here already,{" "}
        <span className={sent.refused > 0 ? "text-bad" : undefined}>{count(sent.refused)} refused</span>.
      </p>
      {sent.problems.length > 0 ? (
        <Table
          label="Refused lines"
          columns={PROBLEMS}
          rows={sent.problems}
          rowKey={(row) => `${row.line} ${row.field}`}
        />
      ) : null}
    </div>
  );
}

const PROBLEMS: Column<Sent["problems"][number]>[] = [
  {
    id: "line",
    title: "Line",
    align: "right",
    className: "w-16",
    cell: (row) => <span className="tabular">{count(row.line)}</span>,
  },
  { id: "field", title: "Field", cell: (row) => <span className="font-mono text-xs">{row.field}</span> },
  { id: "reason", title: "What is wrong", cell: (row) => row.reason },
];

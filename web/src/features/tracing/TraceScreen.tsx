import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { projectsQuery } from "@/api/projects";
import { traceText } from "@/api/tracing";
import { FormFindings } from "@/features/tracing/FormFindings";
import { TraceFindings } from "@/features/tracing/TraceFindings";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { Page, Panel } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";

/** Characters that the server reads at once. */
const MOST = 5_000_000;

/** A text that turned up elsewhere: which canaries are in it, and who was shown them. */
export function TraceScreen() {
  const projects = useInfiniteQuery(projectsQuery());
  const [text, setText] = useState("");
  const [project, setProject] = useState("");
  const [file, setFile] = useState("");
  const trace = useMutation({ mutationFn: () => traceText(text, project || null) });
  const words = text.split(/\s+/).filter(Boolean).length;
  return (
    <Page
      title="Trace a leak"
      lead="Something of yours turned up where it should not be. Give it here: it is compared with every canary there ever was, and with both forms of items that have two. The text is not kept, only its digest."
    >
      <Panel className="mb-8">
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            trace.mutate();
          }}
        >
          <FormError error={trace.error} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="A file of text" optional hint="Text, CSV, JSON, HTML: its words are read in your browser.">
              <Input
                type="file"
                className="h-auto py-1"
                onChange={async (event) => {
                  const chosen = event.target.files?.[0];
                  if (!chosen) return;
                  setFile(chosen.name);
                  setText(await chosen.text());
                }}
              />
            </Field>
            <Field label="Compare with">
              <Select
                value={project}
                onChange={setProject}
                options={[
                  { value: "", label: "All projects" },
                  ...(projects.data ?? []).map((each) => ({ value: each.id, label: each.name })),
                ]}
              />
            </Field>
          </div>
          <Field
            label={file ? `Text of ${file}` : "Or the text itself"}
            hint={text ? plural(words, "word") : undefined}
          >
            <Textarea rows={8} value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          <div>
            <Button tone="primary" type="submit" busy={trace.isPending} why={refused(text, words)}>
              Trace
            </Button>
          </div>
        </form>
      </Panel>
      {trace.data ? <TraceFindings report={trace.data} /> : null}
      {trace.data?.forms ? <FormFindings found={trace.data.forms} /> : null}
    </Page>
  );
}

function refused(text: string, words: number): string | null {
  if (words < 20) return "Give at least 20 words: fewer prove nothing";
  return text.length > MOST ? "Give it in parts of at most 5 million characters" : null;
}

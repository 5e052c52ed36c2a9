import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Branches, putBranches } from "@/api/branches";
import { keys } from "@/api/keys";
import type { LabelSchema, Project } from "@/api/types";
import { type Draft, piecesOf, planOf, titlesOf } from "@/features/branches/plan";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { Panel, Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

const begin = (place: number): Draft => ({ name: `branch_${place + 1}`, title: "", guideline: "" });

/** Which branch is asked what; nothing is split before it was previewed. */
export function SplitForm({
  project,
  schema,
  onClose,
}: {
  project: Project;
  schema: LabelSchema;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const choices = schema.questions.filter((question) => question.kind === "choice");
  const [split, setSplit] = useState<ReadonlySet<string>>(new Set(choices.slice(0, 1).map((each) => each.name)));
  const [drafts, setDrafts] = useState<Draft[]>([begin(0), begin(1)]);
  const [at, setAt] = useState<Record<string, number>>({});
  const pieces = piecesOf(schema, split);
  const plan = planOf(drafts, pieces, at);
  const preview = useMutation({ mutationFn: () => putBranches(project.id, 0, plan, true) });
  const save = useMutation({
    mutationFn: () => putBranches(project.id, 0, plan, false),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "branches") });
      toast("The question is split. Let vendors into the branches.", { tone: "good" });
      onClose();
    },
  });
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      preview.reset();
      set(value);
    };
  const change = changed((next: Draft[]) => setDrafts(next));
  const edit = (place: number, part: Partial<Draft>) =>
    change(drafts.map((draft, index) => (index === place ? { ...draft, ...part } : draft)));
  return (
    <Section title="Split the question">
      <div className="flex flex-col gap-4">
        <FormError error={preview.error ?? save.error} />
        <div className="grid gap-4 lg:grid-cols-2">
          {drafts.map((draft, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a branch is its place while it is written
            <Panel key={place} className="flex flex-col gap-3">
              <Field label="Branch" hint="On your side only." required>
                <Input value={draft.name} onChange={(event) => edit(place, { name: event.target.value })} />
              </Field>
              <Field label="Its people see the project as" hint="Something that tells nothing." required>
                <Input value={draft.title} onChange={(event) => edit(place, { title: event.target.value })} />
              </Field>
              <Field label="Guideline" hint="Markdown, for this branch alone." optional>
                <Textarea
                  rows={4}
                  value={draft.guideline}
                  onChange={(event) => edit(place, { guideline: event.target.value })}
                />
              </Field>
            </Panel>
          ))}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => change([...drafts, begin(drafts.length)])}>
            One more branch
          </Button>
        </div>
        <Panel className="flex flex-col gap-2">
          {choices.map((question) => (
            <Checkbox
              key={question.name}
              label={`Split the options of “${question.title}”`}
              checked={split.has(question.name)}
              onChange={(on) => {
                const next = new Set(split);
                on ? next.add(question.name) : next.delete(question.name);
                changed(setSplit)(next);
              }}
            />
          ))}
          {pieces.map((piece) => (
            <div key={piece.key} className="flex flex-wrap items-center gap-3">
              <span className="min-w-48 flex-1">{piece.title}</span>
              <Select
                aria-label={`Branch of ${piece.title}`}
                value={String(at[piece.key] ?? 0)}
                onChange={(value) => changed(setAt)({ ...at, [piece.key]: Number(value) })}
                options={drafts.map((draft, place) => ({ value: String(place), label: draft.name || `${place + 1}` }))}
              />
            </div>
          ))}
        </Panel>
        {preview.data ? <Preview made={preview.data} /> : null}
        <div className="flex flex-wrap gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button busy={preview.isPending} onClick={() => preview.mutate()}>
            Preview
          </Button>
          <Button
            tone="primary"
            busy={save.isPending}
            why={preview.data ? null : "Preview it first"}
            onClick={() => save.mutate()}
          >
            Split
          </Button>
        </div>
      </div>
    </Section>
  );
}

/** All that each branch's people will be asked. */
function Preview({ made }: { made: Branches }) {
  return (
    <div role="status" className="grid gap-4 lg:grid-cols-2">
      {made.branches.map((branch) => (
        <Panel key={branch.plan.name}>
          <p className="font-medium">{branch.plan.title}</p>
          {branch.schema.questions.map((question) => (
            <div key={question.name}>
              <p>{question.title}</p>
              <p className="text-ink-2">{[...titlesOf(question.settings).values()].join(" · ")}</p>
            </div>
          ))}
        </Panel>
      ))}
    </div>
  );
}

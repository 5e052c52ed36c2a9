import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { goldKeyQuery } from "@/api/gold";
import { itemAnswersQuery } from "@/api/ingest";
import { keys } from "@/api/keys";
import type { Answers, Content, GoldUse, GoldWithKey, ItemAnswer, ItemRow, LabelSchema, Project } from "@/api/types";
import { USES } from "@/features/ingest/gold/uses";
import { Within } from "@/features/ingest/gold/Within";
import { AnswerForm } from "@/questions/AnswerForm";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

type Props = { project: Project; item: ItemRow; schema: LabelSchema; content: Content; onClose: () => void };
type Form = {
  use: GoldUse;
  next_course: boolean;
  answers: Answers;
  explanation: string;
  within: Record<string, number>;
};

/** Makes an item gold, or changes what is right about one that is. */
export function GoldDialog(props: Props) {
  const isGold = props.item.state === "gold";
  const known = useQuery({ ...goldKeyQuery(props.project.id, props.item.id), enabled: isGold });
  const said = useQuery({ ...itemAnswersQuery(props.project.id, props.item.id), enabled: !isGold });
  if (isGold) return <Loaded query={known}>{(data) => <Editor {...props} known={data} said={[]} />}</Loaded>;
  return <Loaded query={said}>{(data) => <Editor {...props} known={null} said={data.answers} />}</Loaded>;
}

function Editor({
  project,
  item,
  schema,
  content,
  known,
  said,
  onClose,
}: Props & { known: GoldWithKey | null; said: ItemAnswer[] }) {
  const [form, setForm] = useState<Form>({
    use: known?.gold.use ?? "hidden",
    next_course: false,
    answers: known?.key.answers ?? {},
    explanation: known?.key.explanation ?? "",
    within: known?.key.within ?? {},
  });
  const [from, setFrom] = useState("");
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const { use, next_course, ...key } = form;
      return api.put<GoldWithKey>(`/projects/${project.id}/items/${item.id}/gold`, { use, next_course, key });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      toast(known ? "Saved; everybody is scored anew." : "The item is gold now.", { tone: "good" });
      onClose();
    },
  });
  function handleFrom(annotation: string) {
    setFrom(annotation);
    const one = said.find((answer) => answer.annotation_id === annotation);
    if (one) setForm({ ...form, answers: one.answers });
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={known ? "What is right" : "Make it gold"}
      description={
        known
          ? "A change scores everybody's answers anew."
          : "It leaves the queue, the agreement and later releases, for good."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {known ? "Save" : "Make it gold"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={save.error} />
        <Field label="Use" hint={USES[form.use].text}>
          <Select
            value={form.use}
            onChange={(use) => setForm({ ...form, use })}
            options={(Object.keys(USES) as GoldUse[]).map((use) => ({ value: use, label: USES[use].title }))}
          />
        </Field>
        {known || form.use === "hidden" ? null : (
          <Checkbox
            checked={form.next_course}
            onChange={(next_course) => setForm({ ...form, next_course })}
            label="For the next course"
            hint="Nobody is asked about it until everybody must pass again, by a new guideline or under Gold."
          />
        )}
        {said.length > 0 ? (
          <Field label="Begin with" hint="Somebody's answer, to be corrected.">
            <Select
              value={from}
              onChange={handleFrom}
              options={[
                { value: "", label: "nothing" },
                ...said.map((answer) => ({ value: answer.annotation_id, label: `${answer.person.name}'s answer` })),
              ]}
            />
          </Field>
        ) : null}
        <section aria-label="Right answers" className="rounded-lg border border-line">
          <AnswerForm
            key={from}
            schema={schema}
            content={content}
            answers={form.answers}
            onChange={(answers) => setForm((old) => ({ ...old, answers }))}
          />
        </section>
        <Within
          schema={schema}
          answers={form.answers}
          within={form.within}
          onChange={(within) => setForm((old) => ({ ...old, within }))}
        />
        <Field label="Explanation" optional hint="Markdown. Told to whoever trains on it, after they have answered.">
          <Textarea
            rows={4}
            value={form.explanation}
            onChange={(event) => setForm({ ...form, explanation: event.target.value })}
          />
        </Field>
      </div>
    </Dialog>
  );
}

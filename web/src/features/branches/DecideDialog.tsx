import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type AssembledItem, decideAssembled } from "@/api/branches";
import { keys } from "@/api/keys";
import type { LabelSchema, Project } from "@/api/types";
import { titlesOf } from "@/features/branches/plan";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

/** Somebody says what an item is, question by question; what is left alone stays as it was put together. */
export function DecideDialog({
  project,
  schema,
  item,
  onClose,
}: {
  project: Project;
  schema: LabelSchema;
  item: AssembledItem;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const choices = schema.questions.filter((question) => question.kind === "choice" && targetOf(item, question.name));
  const given = Object.entries(chosen).filter(([, option]) => option);
  const save = useMutation({
    mutationFn: () =>
      decideAssembled(
        project.id,
        item.item_id,
        Object.fromEntries(
          given.map(([question, option]) => [
            question,
            { [targetOf(item, question) ?? "item"]: { state: "answered", value: { selected: [option] } } },
          ]),
        ),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "branches") });
      toast("Decided. What the branches said stays on record.", { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Decide"
      description="It counts in releases from now on, in the place of what the branches say."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={save.isPending}
            why={given.length ? null : "Choose an answer"}
            onClick={() => save.mutate()}
          >
            Decide
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={save.error} />
        <p dir="auto">{item.summary}</p>
        {choices.map((question) => (
          <Field key={question.name} label={question.title}>
            <Select
              value={chosen[question.name] ?? ""}
              onChange={(option) => setChosen({ ...chosen, [question.name]: option })}
              options={[
                { value: "", label: "As it is" },
                ...[...titlesOf(question.settings)].map(([value, label]) => ({ value, label })),
              ]}
            />
          </Field>
        ))}
      </div>
    </Dialog>
  );
}

/** The target that is to be decided: one where the branches are torn, else the item. */
function targetOf(item: AssembledItem, question: string): string | null {
  const votes = item.answers[question] ?? {};
  const torn = Object.entries(votes).find(([, vote]) => vote.tie);
  if (torn) return torn[0];
  if (item.unclaimed.includes(question) || item.decision?.answers[question]) return "item";
  return null;
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { api } from "@/api/client";
import { isFailure } from "@/api/failure";
import { keys } from "@/api/keys";
import type { AnswerRestored, AnswerVersion, AnswerVersions, Id, Project } from "@/api/types";
import { plural } from "@/kit/format";
import { newId } from "@/kit/newId";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

/** Why, what follows, and the act. Sent twice it happens once; somebody else's change in between is told. */
export function RestoreDialog({
  project,
  data,
  version,
  onClose,
  onRestored,
}: {
  project: Project;
  data: AnswerVersions;
  version: AnswerVersion;
  onClose: () => void;
  onRestored: (id: Id) => void;
}) {
  const [reason, setReason] = useState("");
  const [migrate, setMigrate] = useState(false);
  const [key] = useState(newId);
  const form = useId();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.project(project.id) });
  const send = useMutation({
    mutationFn: () =>
      api.post<AnswerRestored>(`/projects/${project.id}/annotations/${version.annotation_id}/restore`, {
        key,
        stands: data.stands,
        reason,
        migrate,
      }),
    onSuccess: async (done) => {
      await refresh();
      onRestored(done.annotation_id);
      onClose();
      toast(`Version ${version.number} stands again, as version ${done.number}.`, { tone: "good" });
    },
    onError: (error) => {
      if (isFailure(error, "revision.answer_moved")) void refresh();
    },
  });
  const migrates = version.fits === "migrates";
  const why = !reason.trim() ? "Say why" : migrates && !migrate ? "Say that you want it as it reads today" : null;
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (!why) send.mutate();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Put version ${version.number} back`}
      description="It stands again as one more version. Nothing that was said before is changed."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} tone="primary" why={why} busy={send.isPending}>
            Put it back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={handleSubmit} className="flex flex-col gap-4">
        <FormError error={send.error} />
        <Follows data={data} />
        {migrates ? (
          <Checkbox
            label="Put it back as it reads today"
            hint={`It was given under version ${version.schema_version} of the label schema; since then the questions mean something else.`}
            checked={migrate}
            onChange={setMigrate}
          />
        ) : null}
        <Field label="Why" hint="It stays with the new version. Those who read answers see it; its author does not.">
          <Textarea
            autoFocus
            rows={3}
            maxLength={5000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}

/** What putting it back does to what stands now. */
function Follows({ data }: { data: AnswerVersions }) {
  const stands = data.versions.find((one) => one.stands);
  const released = stands?.releases ?? [];
  const lines = [
    released.length > 0 &&
      `What stands now is in ${plural(released.length, "release")} (${released.map((one) => one.name).join(", ")}), which ${released.length === 1 ? "stays as it is" : "stay as they are"}; the next release takes the version that you put back.`,
    data.standing === "in_review" && "What stands now waits for review. Nobody reviews it any more.",
    (data.standing === "rejected" || data.standing === "outdated") &&
      `It is back with ${data.author.name}, who is not asked any more; a draft that they began is dropped.`,
    data.decided && `${data.decided.person.name} decided between the answers to this item: releases still take that.`,
  ].filter((line): line is string => Boolean(line));
  if (lines.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 rounded-md bg-warn-soft px-3 py-2">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

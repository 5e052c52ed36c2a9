import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Id, MyAnnotation } from "@/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

/** Appeal against a verdict, or what became of the appeal. */
export function AppealBox({
  projectId,
  row,
  appeal,
}: {
  projectId: Id;
  row: MyAnnotation;
  appeal: NonNullable<MyAnnotation["appeal"]>;
}) {
  const [text, setText] = useState("");
  const [writing, setWriting] = useState(false);
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: () => api.post(`/projects/${projectId}/my/annotations/${row.assignment_id}/appeal`, { text }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.myAnnotations(projectId) });
      setWriting(false);
      toast("Your appeal is sent. A person who did not judge your answer decides.", { tone: "good" });
    },
  });
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (text.trim()) send.mutate();
  }
  if (appeal.state === "open") return <p className="mb-4 text-ink-2">You appealed. Somebody looks at it again.</p>;
  if (appeal.state !== "possible") {
    const granted = appeal.state === "granted";
    return (
      <div className={`mb-4 rounded-md px-3 py-2 ${granted ? "bg-good-soft" : "bg-sunken"}`}>
        <p className="text-xs text-ink-3">
          {granted ? "Your appeal was granted: the verdict does not count against you" : "Your appeal was declined"}
        </p>
        <p className="whitespace-pre-wrap">{appeal.reply}</p>
      </div>
    );
  }
  if (!writing)
    return (
      <p className="mb-4 flex flex-wrap items-center gap-3">
        <span className="text-ink-2">Do you think your answer was right?</span>
        <Button size="sm" onClick={() => setWriting(true)}>
          Appeal…
        </Button>
      </p>
    );
  return (
    <form onSubmit={handleSubmit} className="mb-4 flex flex-col gap-3 rounded-md border border-line px-3 py-3">
      <FormError error={send.error} />
      <Field label="Why your answer is right" hint="A manager reads it who did not judge your answer, and replies.">
        <Textarea autoFocus rows={3} maxLength={5000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" tone="primary" busy={send.isPending} why={text.trim() ? null : "Say why"}>
          Send the appeal
        </Button>
        <Button onClick={() => setWriting(false)}>Cancel</Button>
      </div>
    </form>
  );
}

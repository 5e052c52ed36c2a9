import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { myConcernsQuery } from "@/api/concerns";
import { keys } from "@/api/keys";
import type { Id, MyConcern } from "@/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";

/** What somebody decided about one's own answers, in words, and the appeal against it. */
export function MyConcerns({ projectId }: { projectId: Id }) {
  const mine = useQuery(myConcernsQuery(projectId));
  if (!mine.data?.length) return null;
  return (
    <section aria-labelledby="my-concerns" className="mb-6">
      <h2 id="my-concerns" className="text-base">
        What somebody saw in your answers
      </h2>
      <p className="mb-3 text-ink-2">
        A person looked at it and decided. By itself it changes neither your pay nor what you may do.
      </p>
      <ul className="flex flex-col gap-3">
        {mine.data.map((each) => (
          <li key={each.id} className="rounded-lg border border-line bg-surface px-4 py-3">
            <p>{each.told}</p>
            {each.word ? (
              <p className="mt-2 whitespace-pre-wrap border-l-2 border-line-strong pl-2">{each.word}</p>
            ) : null}
            <p className="mt-2 text-xs text-ink-3">
              Decided <Ago at={each.upheld_at} />
            </p>
            <Appeal projectId={projectId} concern={each} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Appeal({ projectId, concern }: { projectId: Id; concern: MyConcern }) {
  const [writing, setWriting] = useState(false);
  if (concern.appeal === "none")
    return writing ? (
      <AppealForm projectId={projectId} concern={concern} onClose={() => setWriting(false)} />
    ) : (
      <Button size="sm" className="mt-3" onClick={() => setWriting(true)}>
        It is not so: appeal…
      </Button>
    );
  return (
    <div className={`mt-3 rounded-md px-3 py-2 ${concern.appeal === "granted" ? "bg-good-soft" : "bg-sunken"}`}>
      <p className="text-xs text-ink-3">You said</p>
      <p className="whitespace-pre-wrap">{concern.text}</p>
      <p className="mt-2 text-xs text-ink-3">{OUTCOMES[concern.appeal]}</p>
      <p className="whitespace-pre-wrap">{concern.reply}</p>
    </div>
  );
}

const OUTCOMES = {
  open: "Somebody who did not decide before looks at it.",
  granted: "Your appeal was granted: it does not count against you",
  declined: "Your appeal was declined",
};

function AppealForm({ projectId, concern, onClose }: { projectId: Id; concern: MyConcern; onClose: () => void }) {
  const [text, setText] = useState("");
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: () => api.post(`/projects/${projectId}/my/concerns/${concern.id}/appeal`, { text }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.myAnnotations(projectId) });
      toast("Your appeal is sent. Somebody who did not decide before looks at it.", { tone: "good" });
    },
  });
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (text.trim()) send.mutate();
  }
  return (
    <form onSubmit={handleSubmit} className="mt-3 flex flex-col gap-3">
      <FormError error={send.error} />
      <Field label="Why it is not so" hint="Somebody reads it who did not decide before, and replies.">
        <Textarea autoFocus rows={3} maxLength={5000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" tone="primary" busy={send.isPending} why={text.trim() ? null : "Say why"}>
          Send the appeal
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

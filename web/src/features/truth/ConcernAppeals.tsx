import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { may, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Concern, ConcernPerson, Project } from "@/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

/** What those concerned say to it, and what somebody else decides. */
export function ConcernAppeals({ project, concern }: { project: Project; concern: Concern }) {
  return concern.people
    .filter((each) => each.appeal !== "none")
    .map((each) => <One key={each.person.id} project={project} concern={concern} who={each} />);
}

function One({ project, concern, who }: { project: Project; concern: Concern; who: ConcernPerson }) {
  const waits = who.appeal === "open";
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line px-3 py-3">
      <div>
        <p className="text-xs text-ink-3">{who.person.name} appeals</p>
        <p className="whitespace-pre-wrap">{who.text}</p>
      </div>
      {waits ? (
        <Decide project={project} concern={concern} who={who} />
      ) : (
        <div>
          <p className="text-xs text-ink-3">
            {who.appeal === "granted" ? "Granted" : "Declined"} by {who.decided_by?.name}
          </p>
          <p className="whitespace-pre-wrap">{who.reply}</p>
        </div>
      )}
    </div>
  );
}

function Decide({ project, concern, who }: { project: Project; concern: Concern; who: ConcernPerson }) {
  const me = useMe();
  const [reply, setReply] = useState("");
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (decision: "granted" | "declined") =>
      api.post(`/projects/${project.id}/concerns/${concern.id}/people/${who.person.id}/appeal`, { decision, reply }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "concerns") });
      toast(`Decided. ${who.person.name} is told.`, { tone: "good" });
    },
  });
  if (!may(project, "concern.manage")) return null;
  const involved =
    me.person.id === concern.decided_by?.id || concern.people.some((each) => each.person.id === me.person.id);
  const why = involved
    ? "Somebody decides who did not uphold it and whom it is not about"
    : reply.trim()
      ? null
      : "Say why: they read it";
  return (
    <>
      <FormError error={decide.error} />
      <Field label="Your word to them" hint="Granted, it counts against them no more.">
        <Textarea rows={2} maxLength={5000} value={reply} onChange={(event) => setReply(event.target.value)} />
      </Field>
      <div className="flex gap-2">
        <Button why={why} busy={decide.isPending} onClick={() => decide.mutate("declined")}>
          Decline
        </Button>
        <Button tone="primary" why={why} busy={decide.isPending} onClick={() => decide.mutate("granted")}>
          Grant
        </Button>
      </div>
    </>
  );
}

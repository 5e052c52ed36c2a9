import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { goldPolicyQuery } from "@/api/gold";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Concern, ConcernPerson, Project } from "@/api/types";
import { Button, buttonLook } from "@/ui/Button";
import { toast } from "@/ui/Toast";

/** What somebody may do now. Nothing of it happens by itself. */
export function ConcernActs({ project, concern }: { project: Project; concern: Concern }) {
  const people = concern.people.filter((each) => each.appeal !== "granted");
  const retire = concern.kind === "wrong_gold" && concern.item && may(project, "gold.manage");
  const labels = concern.labels.length === 2;
  const guideline = labels || concern.kind === "guideline_regression";
  if (!retire && !guideline && people.length === 0) return null;
  return (
    <section aria-label="What you may do" className="border-t border-line pt-3">
      <h3 className="mb-2 font-medium">What you may do</h3>
      {retire && concern.item ? <RetireGold project={project} itemId={concern.item.item_id} /> : null}
      {guideline ? <Guide project={project} concern={concern} /> : null}
      {people.map((each) => (
        <KeepOut key={each.person.id} project={project} concern={concern} who={each} />
      ))}
    </section>
  );
}

function Guide({ project, concern }: { project: Project; concern: Concern }) {
  const [one, other] = concern.labels;
  const several = concern.evidence.several === 1;
  return (
    <p className="flex flex-wrap items-center gap-3">
      {one && other ? (
        <Link
          to="/projects/$projectId/disagreements"
          params={{ projectId: project.id }}
          search={several ? { question: concern.question } : { question: concern.question, one, other }}
          className={buttonLook({ size: "sm" })}
        >
          {several ? "Where people differ on this question" : "Where people differ on these two"}
        </Link>
      ) : null}
      {may(project, "project.configure") ? (
        <Link
          to="/projects/$projectId/guideline"
          params={{ projectId: project.id }}
          className={buttonLook({ size: "sm" })}
        >
          Edit the guideline
        </Link>
      ) : null}
    </p>
  );
}

function RetireGold({ project, itemId }: { project: Project; itemId: string }) {
  const client = useQueryClient();
  const retire = useMutation({
    mutationFn: () => api.delete(`/projects/${project.id}/items/${itemId}/gold`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      toast("The gold item is out of use.", { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <p className="flex flex-wrap items-center gap-3">
      <Button size="sm" busy={retire.isPending} why={retire.isSuccess ? "Done" : null} onClick={() => retire.mutate()}>
        Retire the gold item
      </Button>
      <Link
        to="/projects/$projectId/items/$itemId"
        params={{ projectId: project.id, itemId }}
        className={buttonLook({ size: "sm" })}
      >
        Correct its key
      </Link>
      <span className="text-ink-3">Corrected, everybody's answers to it are scored anew.</span>
    </p>
  );
}

function KeepOut({ project, concern, who }: { project: Project; concern: Concern; who: ConcernPerson }) {
  const policy = useQuery({ ...goldPolicyQuery(project.id), enabled: may(project, "gold.manage") });
  const [sure, setSure] = useState(false);
  const client = useQueryClient();
  const bar = useMutation({
    mutationFn: () =>
      api.put(`/projects/${project.id}/gold/people/${who.person.id}`, { state: "barred", note: concern.reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "gold") });
      toast(`${who.person.name} is kept out. Let them in again under Gold.`, { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <p className="mt-2 flex flex-wrap items-center gap-3">
      {policy.data?.gate ? (
        <Button
          size="sm"
          tone={sure ? "danger" : undefined}
          busy={bar.isPending}
          why={bar.isSuccess ? "Done" : null}
          onClick={() => (sure ? bar.mutate() : setSure(true))}
        >
          {sure ? `Yes, keep ${who.person.name} out` : `Keep ${who.person.name} out of new work…`}
        </Button>
      ) : null}
      <Link to="/projects/$projectId/members" params={{ projectId: project.id }} className={buttonLook({ size: "sm" })}>
        {who.person.name}'s role
      </Link>
      <Link to="/projects/$projectId/reviews" params={{ projectId: project.id }} className={buttonLook({ size: "sm" })}>
        Reviews and audit
      </Link>
    </p>
  );
}

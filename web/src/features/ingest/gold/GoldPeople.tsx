import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { GoldPerson, Project } from "@/api/types";
import { count, percent } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Estimate, Interval } from "@/ui/Estimate";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { EmptyState, FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";

type Standing = NonNullable<GoldPerson["qualification"]>;
const TONES: Record<Standing["state"], "good" | "bad" | "accent"> = {
  passed: "good",
  admitted: "accent",
  failed: "bad",
  barred: "bad",
};

const BECAUSE: Record<GoldPerson["because"], string> = {
  everybody: "The project's share, the same for everybody",
  new: "The full share: nothing is known of them yet",
  measured: "By how narrow the interval of their last gold answers is, and what the last fit found",
  watched: "The full share: a concern about them is still found",
};

export function GoldPeople({ project, people }: { project: Project; people: GoldPerson[] }) {
  const [deciding, setDeciding] = useState<GoldPerson | null>(null);
  const manages = may(project, "gold.manage");
  if (people.length === 0) {
    return <EmptyState title="Nobody works here yet">Invite people, and how they do on gold stands here.</EmptyState>;
  }
  return (
    <>
      <Table
        label="People and gold"
        rows={people}
        rowKey={(row) => row.person.id}
        columns={[
          { id: "person", title: "Person", className: "whitespace-nowrap font-medium", cell: (row) => row.person.name },
          {
            id: "score",
            title: "Hidden gold",
            align: "right",
            cell: (row) => <Estimate of={row.score} as="share" unit="answer" />,
          },
          {
            id: "band",
            title: "",
            className: "w-40",
            cell: (row) => (row.score.n ? <Interval of={row.score} /> : null),
          },
          {
            id: "course",
            title: "In the course",
            align: "right",
            cell: (row) =>
              row.course_answers ? `${count(row.course_answers)} answered` : <span className="text-ink-3">–</span>,
          },
          {
            id: "share",
            title: "Meets now",
            align: "right",
            className: "whitespace-nowrap",
            cell: (row) => (
              <span title={BECAUSE[row.because]}>
                {percent(row.share)}
                {row.because === "watched" ? <span className="text-ink-3"> · concern</span> : null}
                {row.because === "new" ? <span className="text-ink-3"> · new</span> : null}
              </span>
            ),
          },
          { id: "gate", title: "Gate", className: "w-full", cell: (row) => <AtGate of={row.qualification ?? null} /> },
          { id: "last", title: "Last", align: "right", cell: (row) => <Ago at={row.last_at ?? null} /> },
          {
            id: "act",
            title: "",
            align: "right",
            cell: (row) =>
              manages ? (
                <Button size="sm" tone="quiet" onClick={() => setDeciding(row)}>
                  Decide…
                </Button>
              ) : null,
          },
        ]}
      />
      {deciding ? <DecideDialog project={project} of={deciding} onClose={() => setDeciding(null)} /> : null}
    </>
  );
}

function AtGate({ of }: { of: Standing | null }) {
  if (!of) return <span className="text-ink-3">not yet</span>;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Badge tone={TONES[of.state]}>{of.state}</Badge>
      {of.older ? <Badge tone="warn">under guideline v{of.guideline_version}</Badge> : null}
      {of.score === null ? null : <span className="tabular text-xs text-ink-2">scored {percent(of.score)}</span>}
      {of.decided_by ? (
        <span className="text-xs text-ink-3">
          {of.decided_by.name}: {of.note}
        </span>
      ) : null}
    </span>
  );
}

function DecideDialog({ project, of, onClose }: { project: Project; of: GoldPerson; onClose: () => void }) {
  const [note, setNote] = useState("");
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (state: "admitted" | "barred") =>
      api.put(`/projects/${project.id}/gold/people/${of.person.id}`, { state, note: note.trim() }),
    onSuccess: async (_answer, state) => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "gold") });
      toast(state === "admitted" ? `${of.person.name} may work.` : `${of.person.name} is kept out.`, { tone: "good" });
      onClose();
    },
  });
  const said = note.trim().length > 0;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Decide on ${of.person.name}`}
      description="Your word goes over the score of the course; the score stays beside it. It matters while the gate is closed."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="danger"
            why={said ? null : "Say why"}
            busy={decide.isPending}
            onClick={() => decide.mutate("barred")}
          >
            Keep out
          </Button>
          <Button
            tone="primary"
            why={said ? null : "Say why"}
            busy={decide.isPending}
            onClick={() => decide.mutate("admitted")}
          >
            Let in
          </Button>
        </>
      }
    >
      <FormError error={decide.error} />
      <Field label="Why" hint="Kept with the decision, for whoever asks later.">
        <Textarea value={note} autoFocus onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Dialog>
  );
}

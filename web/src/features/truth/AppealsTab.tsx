import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import { appealsQuery } from "@/api/review";
import type { Appeal, Project } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState, FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";

/** Authors against verdicts: those that wait, and those that were decided. */
export function AppealsTab({ project }: { project: Project }) {
  const [opened, setOpened] = useState<Appeal | null>(null);
  return (
    <>
      <Section title="Waiting" lead="Decided by somebody who gave neither the verdict nor the answer.">
        <List project={project} state="open" onOpen={setOpened} />
      </Section>
      <Section title="Decided">
        <List project={project} state="decided" />
      </Section>
      {opened ? <DecideDialog project={project} appeal={opened} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

function List({
  project,
  state,
  onOpen,
}: {
  project: Project;
  state: "open" | "decided";
  onOpen?: (appeal: Appeal) => void;
}) {
  const query = useInfiniteQuery(appealsQuery(project.id, state));
  return (
    <Loaded query={query}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState title={state === "open" ? "No appeal waits" : "No appeal decided yet"}>
            {state === "open" ? "Who had an answer rejected or fixed can appeal under My answers." : ""}
          </EmptyState>
        ) : (
          <Table
            label={state === "open" ? "Appeals that wait" : "Decided appeals"}
            rows={rows}
            rowKey={(row) => row.id}
            pages={query}
            columns={[
              {
                id: "item",
                title: "Author says",
                className: "w-full",
                cell: (row) => (
                  <Link
                    to="/projects/$projectId/items/$itemId"
                    params={{ projectId: project.id, itemId: row.item_id }}
                    className="line-clamp-2 hover:underline"
                  >
                    {row.text}
                  </Link>
                ),
              },
              { id: "author", title: "Author", className: "whitespace-nowrap", cell: (row) => row.person.name },
              { id: "verdict", title: "Verdict", cell: (row) => <State of={row.verdict} /> },
              { id: "by", title: "By", className: "whitespace-nowrap", cell: (row) => row.reviewer.name },
              state === "open"
                ? { id: "since", title: "Since", align: "right", cell: (row) => <Ago at={row.created_at} /> }
                : { id: "state", title: "Decision", cell: (row) => <State of={row.state} /> },
              state === "open"
                ? {
                    id: "act",
                    title: "",
                    align: "right",
                    cell: (row) => (
                      <Button size="sm" onClick={() => onOpen?.(row)}>
                        Decide…
                      </Button>
                    ),
                  }
                : {
                    id: "decided",
                    title: "Decided",
                    align: "right",
                    cell: (row) => (row.decided_at ? <Ago at={row.decided_at} /> : null),
                  },
            ]}
          />
        )
      }
    </Loaded>
  );
}

function DecideDialog({ project, appeal, onClose }: { project: Project; appeal: Appeal; onClose: () => void }) {
  const me = useMe();
  const [reply, setReply] = useState("");
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (decision: "granted" | "declined") =>
      api.post<Appeal>(`/projects/${project.id}/appeals/${appeal.id}/decide`, { decision, reply }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      onClose();
    },
  });
  const involved = me.person.id === appeal.reviewer.id || me.person.id === appeal.person.id;
  const why = involved ? "You gave the verdict or the answer" : reply.trim() ? null : "Say why: the author reads it";
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="md"
      title="Decide the appeal"
      description={`${appeal.person.name} against a verdict of ${appeal.reviewer.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button why={why} busy={decide.isPending} onClick={() => decide.mutate("declined")}>
            Decline
          </Button>
          <Button tone="primary" why={why} busy={decide.isPending} onClick={() => decide.mutate("granted")}>
            Grant
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={decide.error} />
        <Said label={`The reviewer ${appeal.verdict === "fix" ? "fixed it" : "rejected it"}`} text={appeal.comment} />
        <Said label="The author says" text={appeal.text} />
        <Link
          to="/projects/$projectId/items/$itemId"
          params={{ projectId: project.id, itemId: appeal.item_id }}
          className="w-fit underline underline-offset-2"
        >
          Look at the item and its answers
        </Link>
        <Field
          label="Your word to the author"
          hint="Granted, the verdict counts against nobody, and an answer still in rework is accepted. Otherwise the answer stays as it is."
        >
          <Textarea
            autoFocus
            rows={3}
            maxLength={5000}
            value={reply}
            onChange={(event) => setReply(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function Said({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <p className="text-xs text-ink-3">{label}</p>
      <p className="whitespace-pre-wrap border-l-2 border-line-strong pl-2">{text || "Without a comment."}</p>
    </div>
  );
}

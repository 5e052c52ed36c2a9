import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { useOpenProject } from "@/api/projects";
import { flagsQuery } from "@/api/truth";
import type { Flag, Project } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { ItemLink } from "@/ui/ItemLink";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState, FormError } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";
import { sentence } from "@/ui/words";

export function FlagsScreen() {
  const project = useOpenProject();
  const query = useInfiniteQuery(flagsQuery(project.id));
  const [open, setOpen] = useState<Flag | null>(null);
  const manages = may(project, "flag.manage");
  return (
    <Page
      title="Flags"
      lead="What people at the bench want somebody to look at: broken items, gaps in the guideline, harm, personal data."
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="No flags">
              Annotators raise a flag from the bench. It stands here until somebody answers it.
            </EmptyState>
          ) : (
            <Table
              label="Flags"
              rows={rows}
              rowKey={(row) => row.id}
              pages={query}
              columns={[
                {
                  id: "reason",
                  title: "Reason",
                  cell: (row) => (
                    <Badge
                      tone={
                        row.resolved_at ? "neutral" : row.reason === "harmful" || row.reason === "pii" ? "bad" : "warn"
                      }
                    >
                      {sentence(row.reason)}
                    </Badge>
                  ),
                },
                {
                  id: "item",
                  title: "Item",
                  className: "whitespace-nowrap",
                  cell: (row) => <ItemLink projectId={project.id} row={row} />,
                },
                {
                  id: "comment",
                  title: "Comment",
                  className: "w-full min-w-48",
                  cell: (row) => (
                    <>
                      {row.comment || <span className="text-ink-3">–</span>}
                      {row.note ? <span className="block text-xs text-ink-3">Answer: {row.note}</span> : null}
                    </>
                  ),
                },
                { id: "person", title: "By", className: "whitespace-nowrap", cell: (row) => row.person.name },
                { id: "at", title: "Raised", align: "right", cell: (row) => <Ago at={row.created_at} /> },
                {
                  id: "act",
                  title: "",
                  align: "right",
                  className: "whitespace-nowrap",
                  cell: (row) =>
                    row.resolved_at ? (
                      <span className="text-ink-3">
                        resolved <Ago at={row.resolved_at} />
                      </span>
                    ) : manages ? (
                      <Button size="sm" onClick={() => setOpen(row)}>
                        Resolve…
                      </Button>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Loaded>
      {open ? <ResolveDialog project={project} flag={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
}

function ResolveDialog({ project, flag, onClose }: { project: Project; flag: Flag; onClose: () => void }) {
  const [note, setNote] = useState("");
  const client = useQueryClient();
  const resolve = useMutation({
    mutationFn: () => api.post(`/projects/${project.id}/flags/${flag.id}/resolve`, { note: note.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      toast("Resolved.", { tone: "good" });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Resolve: ${sentence(flag.reason).toLowerCase()}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={resolve.isPending} disabled={!note.trim()} onClick={() => resolve.mutate()}>
            Resolve
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <FormError error={resolve.error} />
        <p>
          {flag.person.name}: {flag.comment || "no comment"}
        </p>
        <Field label="What was done" hint="Stays with the flag and in the log.">
          <Textarea value={note} autoFocus onChange={(event) => setNote(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

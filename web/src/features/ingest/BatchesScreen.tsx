import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Ellipsis, Upload } from "lucide-react";
import { type ReactNode, useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { batchesQuery, importsQuery } from "@/api/ingest";
import { moving } from "@/api/jobs";
import { keys } from "@/api/keys";
import { useOpenProject } from "@/api/projects";
import type { Batch, Project } from "@/api/types";
import { BatchDialog } from "@/features/ingest/BatchDialog";
import { count, date, plural } from "@/kit/format";
import { buttonLook, IconButton } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { Menu } from "@/ui/Menu";
import { Page, Section } from "@/ui/Page";
import { Progress } from "@/ui/Progress";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";

export function BatchesScreen() {
  const project = useOpenProject();
  const mayImport = may(project, "item.import");
  const link = (
    <Link
      to="/projects/$projectId/imports/new"
      params={{ projectId: project.id }}
      className={buttonLook({ tone: "primary" })}
    >
      <Upload size={14} aria-hidden />
      Import items
    </Link>
  );
  return (
    <Page
      title="Batches"
      lead="Items come in batches; a batch with a higher priority is worked on first."
      actions={mayImport ? link : null}
    >
      <Batches project={project} empty={mayImport ? link : null} />
      <Imports project={project} />
    </Page>
  );
}

function Batches({ project, empty }: { project: Project; empty: ReactNode }) {
  const query = useInfiniteQuery(batchesQuery(project.id));
  const client = useQueryClient();
  const [editing, setEditing] = useState<Batch | null>(null);
  const [ending, setEnding] = useState<Batch | null>(null);
  const manages = may(project, "batch.manage");
  const change = useMutation({
    mutationFn: ({ id, ...body }: { id: string; state: Batch["state"] }) =>
      api.patch<Batch>(`/projects/${project.id}/batches/${id}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.project(project.id) }),
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  const acts = (batch: Batch) => (
    <Menu
      items={[
        { label: "Name and priority…", onSelect: () => setEditing(batch) },
        batch.state === "open" && { label: "Pause", onSelect: () => change.mutate({ id: batch.id, state: "paused" }) },
        batch.state === "paused" && {
          label: "Resume",
          onSelect: () => change.mutate({ id: batch.id, state: "open" }),
        },
        "line",
        batch.state !== "cancelled" && { label: "Cancel…", danger: true, onSelect: () => setEnding(batch) },
      ]}
    >
      <IconButton size="sm" label={`Acts on ${batch.name}`}>
        <Ellipsis size={14} aria-hidden />
      </IconButton>
    </Menu>
  );
  return (
    <Section>
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="No items yet" action={empty}>
              Import a file of rows: each becomes an item. Bad rows are listed with line, field and reason; the others
              go in.
            </EmptyState>
          ) : (
            <Table
              label="Batches"
              rows={rows}
              rowKey={(row) => row.id}
              pages={query}
              columns={[
                {
                  id: "name",
                  title: "Batch",
                  cell: (row) => (
                    <Link
                      to="/projects/$projectId/items"
                      params={{ projectId: project.id }}
                      search={{ batch_id: row.id }}
                      className="font-medium hover:underline"
                    >
                      {row.name}
                    </Link>
                  ),
                },
                { id: "state", title: "State", cell: (row) => <State of={row.state} /> },
                { id: "priority", title: "Priority", align: "right", cell: (row) => row.priority },
                { id: "items", title: "Items", align: "right", cell: (row) => count(row.items) },
                { id: "open", title: "Still ask", align: "right", cell: (row) => count(row.open) },
                {
                  id: "done",
                  title: "Done",
                  align: "right",
                  className: "whitespace-nowrap",
                  cell: (row) => (
                    <>
                      {count(row.done)} <span className="text-ink-3">of {count(row.asked)}</span>
                    </>
                  ),
                },
                {
                  id: "bar",
                  title: "",
                  className: "w-40",
                  cell: (row) => (
                    <Progress
                      label={`${row.name} done`}
                      done={row.done}
                      total={row.asked || 1}
                      showText={false}
                      tone="good"
                    />
                  ),
                },
                { id: "made", title: "Made", align: "right", cell: (row) => date(row.created_at) },
                { id: "acts", title: "", align: "right", cell: (row) => (manages ? acts(row) : null) },
              ]}
            />
          )
        }
      </Loaded>
      {editing ? <BatchDialog project={project} batch={editing} onClose={() => setEditing(null)} /> : null}
      <Confirm
        open={ending !== null}
        onOpenChange={() => setEnding(null)}
        title={`Cancel the batch ${ending?.name}?`}
        action="Cancel the batch"
        busy={change.isPending}
        onConfirm={() =>
          ending && change.mutate({ id: ending.id, state: "cancelled" }, { onSettled: () => setEnding(null) })
        }
      >
        <p>
          {plural(ending?.open ?? 0, "item")} of {count(ending?.asked ?? 0)} still {ending?.open === 1 ? "asks" : "ask"}{" "}
          for somebody and {ending?.open === 1 ? "goes" : "go"} out of work. The {count(ending?.done ?? 0)} done ones
          and all annotations stay. This is for ever: pause it where work may go on.
        </p>
      </Confirm>
    </Section>
  );
}

function Imports({ project }: { project: Project }) {
  const query = useInfiniteQuery({
    ...importsQuery(project.id),
    enabled: may(project, "item.import"),
    refetchInterval: (one) =>
      one.state.data?.pages.some((page) => page.items.some((row) => !row.upload && moving(row.state))) ? 2000 : false,
  });
  const navigate = useNavigate();
  const rows = query.data ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title="Imports">
      <Table
        label="Imports"
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={(row) =>
          void navigate({
            to: "/projects/$projectId/imports/$importId",
            params: { projectId: project.id, importId: row.id },
          })
        }
        pages={query}
        columns={[
          {
            id: "file",
            title: "File",
            cell: (row) => (
              <Link
                to="/projects/$projectId/imports/$importId"
                params={{ projectId: project.id, importId: row.id }}
                className="font-medium hover:underline"
              >
                {row.file_name}
              </Link>
            ),
          },
          { id: "batch", title: "Batch", cell: (row) => row.batch.name },
          {
            id: "state",
            title: "State",
            cell: (row) =>
              row.upload ? (
                <span className="text-ink-3">
                  {row.upload.offset < row.bytes ? "upload not finished" : "not mapped yet"}
                </span>
              ) : (
                <State of={row.state} />
              ),
          },
          { id: "rows", title: "Rows read", align: "right", cell: (row) => count(row.rows_read) },
          { id: "created", title: "New items", align: "right", cell: (row) => count(row.created) },
          {
            id: "rejected",
            title: "Refused",
            align: "right",
            cell: (row) =>
              row.rejected ? (
                <span className="text-bad">{count(row.rejected)}</span>
              ) : (
                <span className="text-ink-3">0</span>
              ),
          },
          { id: "at", title: "Begun", align: "right", cell: (row) => <Ago at={row.created_at} /> },
        ]}
      />
    </Section>
  );
}

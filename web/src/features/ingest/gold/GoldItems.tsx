import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { GoldItem, Project } from "@/api/types";
import { USES } from "@/features/ingest/gold/uses";
import { count } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Estimate } from "@/ui/Estimate";
import { EmptyState } from "@/ui/States";
import { type Pages, Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";

export function GoldItems({ project, pages, rows }: { project: Project; pages: Pages; rows: GoldItem[] }) {
  const [retiring, setRetiring] = useState<GoldItem | null>(null);
  const manages = may(project, "gold.manage");
  if (rows.length === 0) {
    return (
      <EmptyState title="No gold yet">
        Open an item and choose “Make it gold…”, or give many at once:{" "}
        <code className="font-mono text-xs">armslength gold import {project.slug} FILE</code>
      </EmptyState>
    );
  }
  return (
    <>
      <Table
        label="Gold items"
        rows={rows}
        rowKey={(row) => row.item_id}
        pages={pages}
        columns={[
          {
            id: "item",
            title: "Item",
            className: "w-full",
            cell: (row) => (
              <Link
                to="/projects/$projectId/items/$itemId"
                params={{ projectId: project.id, itemId: row.item_id }}
                className="flex items-baseline gap-2 hover:underline"
              >
                <span className="tabular shrink-0 text-ink-3">{count(row.ord)}</span>
                <span className="line-clamp-1">{row.summary || row.external_id}</span>
              </Link>
            ),
          },
          {
            id: "use",
            title: "Use",
            className: "whitespace-nowrap",
            cell: (row) => (
              <span className="flex items-center gap-2">
                <Badge tone={row.use === "hidden" ? "neutral" : "accent"}>{USES[row.use].title}</Badge>
                {row.use === "hidden" ? null : <span className="text-xs text-ink-3">course {row.course}</span>}
              </span>
            ),
          },
          {
            id: "score",
            title: "Mean score",
            align: "right",
            cell: (row) => <Estimate of={row.score} as="share" unit="answer" />,
          },
          { id: "by", title: "Made by", className: "whitespace-nowrap", cell: (row) => row.created_by.name },
          { id: "at", title: "Key written", align: "right", cell: (row) => <Ago at={row.created_at} /> },
          {
            id: "act",
            title: "",
            align: "right",
            cell: (row) =>
              manages ? (
                <Button size="sm" tone="quiet" onClick={() => setRetiring(row)}>
                  Retire…
                </Button>
              ) : null,
          },
        ]}
      />
      {retiring ? <RetireDialog project={project} item={retiring} onClose={() => setRetiring(null)} /> : null}
    </>
  );
}

function RetireDialog({ project, item, onClose }: { project: Project; item: GoldItem; onClose: () => void }) {
  const client = useQueryClient();
  const retire = useMutation({
    mutationFn: () => api.delete(`/projects/${project.id}/items/${item.item_id}/gold`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.project(project.id) });
      toast("Retired.", { tone: "good" });
      onClose();
    },
  });
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title="Retire this gold item?"
      action="Retire"
      busy={retire.isPending}
      error={retire.isError ? failureMessage(retire.error) : null}
      onConfirm={() => retire.mutate()}
    >
      <p>
        Nobody meets it any more, for good: too many know it by now to use it again. What people scored on it stays.
      </p>
    </Confirm>
  );
}

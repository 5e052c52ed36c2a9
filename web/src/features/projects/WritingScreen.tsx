import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { useOpenProject } from "@/api/projects";
import type { Id, Project, WritingRecord } from "@/api/types";
import { writingRecordsQuery } from "@/api/writing";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";
import { Segments } from "@/ui/Toggle";
import { WRITING_FLAGS, writtenText } from "@/ui/writing";

/** How answers were written, the newest first. */
export function WritingScreen() {
  const project = useOpenProject();
  const [flagged, setFlagged] = useState(true);
  const query = useInfiniteQuery(writingRecordsQuery(project.id, flagged));
  const client = useQueryClient();
  const forget = useMutation({
    mutationFn: (person: Id) => api.delete(`/projects/${project.id}/writing/people/${person}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "writing", "records") });
      toast("Forgotten.", { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
  return (
    <Page
      title="How answers were written"
      lead="Something to look at, never a verdict: people paste their own notes, dictate, and type fast. Ask before you conclude."
      actions={
        <Segments
          label="Which"
          value={flagged ? "flagged" : "all"}
          onChange={(next) => setFlagged(next === "flagged")}
          options={[
            { value: "flagged", label: "Worth a look" },
            { value: "all", label: "All" },
          ]}
        />
      }
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={flagged ? "Nothing stands out" : "Nothing is recorded"}>
              It is recorded where the project says so under Settings, of people who were told.
            </EmptyState>
          ) : (
            <Table
              label="How answers were written"
              rows={rows}
              rowKey={(row) => row.annotation_id}
              pages={query}
              columns={columns(project, may(project, "project.configure") ? (person) => forget.mutate(person) : null)}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

function columns(project: Project, onForget: ((person: Id) => void) | null): Column<WritingRecord>[] {
  return [
    { id: "person", title: "Person", className: "whitespace-nowrap", cell: (row) => row.person.name },
    {
      id: "answer",
      title: "Answer",
      className: "whitespace-nowrap",
      cell: (row) => (
        <Link
          to="/projects/$projectId/items/$itemId"
          params={{ projectId: project.id, itemId: row.item_id }}
          className="text-accent hover:underline"
        >
          <Ago at={row.at} />
        </Link>
      ),
    },
    {
      id: "flags",
      title: "Worth a look",
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.flags.map((flag) => (
            <Badge key={flag} tone="warn">
              {WRITING_FLAGS[flag] ?? flag}
            </Badge>
          ))}
        </span>
      ),
    },
    { id: "counts", title: "Characters", className: "w-full text-ink-2", cell: (row) => writtenText(row.summary) },
    {
      id: "forget",
      title: <span className="sr-only">Forget</span>,
      cell: (row) =>
        onForget ? (
          <Button size="sm" tone="quiet" onClick={() => onForget(row.person.id)}>
            Forget {row.person.name.split(" ")[0]}
          </Button>
        ) : null,
    },
  ];
}

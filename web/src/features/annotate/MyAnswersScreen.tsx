import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { schemaQuery } from "@/api/projects";
import type { Id, MyAnnotation } from "@/api/types";
import { briefQuery } from "@/api/work";
import { useListCommands } from "@/commands/useListCommands";
import { deferred } from "@/kit/deferred";
import { relative } from "@/kit/format";
import { useTitle } from "@/kit/title";
import { Worksheet } from "@/questions/Worksheet";
import { Badge, type Tone } from "@/ui/Badge";
import { buttonLook } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { EmptyState, ErrorState, SkeletonRows } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { WRITING_FLAGS, writtenText } from "@/ui/writing";
import { AppealBox } from "./AppealBox";
import { BenchBar } from "./BenchBar";
import { myAnnotationQuery, myAnnotationsQuery } from "./client";
import { MyConcerns } from "./MyConcerns";
import { MyRecordPanel } from "./MyRecordPanel";
import { MyVersions } from "./MyVersions";

const Commenting = deferred(async () => (await import("@/comments/Commenting")).Commenting);

const VERDICTS: Record<string, { label: string; tone: Tone }> = {
  accept: { label: "Accepted", tone: "good" },
  accepted: { label: "Accepted", tone: "good" },
  fix: { label: "Fixed", tone: "warn" },
  fixed: { label: "Fixed", tone: "warn" },
  reject: { label: "Sent back", tone: "bad" },
  rejected: { label: "Sent back", tone: "bad" },
  rework: { label: "Sent back", tone: "bad" },
  disputed: { label: "Disputed", tone: "warn" },
};

const APPEALS: Record<string, string> = { open: "Waits", granted: "Granted", declined: "Declined" };

function VerdictBadge({ row }: { row: MyAnnotation }) {
  const verdict = VERDICTS[row.verdict ?? ""] ?? VERDICTS[row.state];
  if (verdict) return <Badge tone={verdict.tone}>{verdict.label}</Badge>;
  return <span className="text-ink-3">{row.state === "rework" ? "Sent back" : "Submitted"}</span>;
}

const columns: Column<MyAnnotation>[] = [
  {
    id: "at",
    title: "Submitted",
    cell: (row) => <span className="whitespace-nowrap text-ink-2">{relative(row.submitted_at)}</span>,
    className: "w-32",
  },
  { id: "what", title: "Item", cell: (row) => <span className="line-clamp-1">{row.summary}</span> },
  { id: "verdict", title: "Review", cell: (row) => <VerdictBadge row={row} />, className: "w-28" },
  {
    id: "comment",
    title: "Reviewer's comment",
    cell: (row) => <span className="line-clamp-1 text-ink-2">{row.comment}</span>,
  },
  {
    id: "appeal",
    title: "Appeal",
    cell: (row) => <span className="whitespace-nowrap text-ink-2">{APPEALS[row.appeal?.state ?? ""]}</span>,
    className: "w-24",
  },
];

/** What one has answered in this project, and what review said to it. */
export function MyAnswersScreen({ projectId }: { projectId: Id }) {
  const brief = useQuery(briefQuery(projectId));
  useTitle("My answers", brief.data?.project.name);
  const list = useInfiniteQuery(myAnnotationsQuery(projectId));
  const [opened, setOpened] = useState<MyAnnotation | null>(null);
  const rows = list.data ?? [];
  const { active } = useListCommands(rows.length, (index) => setOpened(rows[index] ?? null));
  return (
    <div className="flex min-h-dvh flex-col">
      <BenchBar
        projectId={projectId}
        name={brief.data?.project.name ?? ""}
        state={null}
        onGuideline={null}
        guidelineOpen={false}
      />
      <main className="mx-auto w-full max-w-5xl flex-1 px-4 py-6 lg:px-6">
        <header className="mb-4 flex items-center justify-between gap-4">
          <h1 className="text-xl">My answers</h1>
          <Link to="/projects/$projectId/work" params={{ projectId }} className={buttonLook({ tone: "primary" })}>
            To the bench
          </Link>
        </header>
        <MyRecordPanel projectId={projectId} />
        <MyConcerns projectId={projectId} />
        {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? <SkeletonRows /> : null}
        {list.isSuccess && rows.length === 0 ? (
          <EmptyState title="You have not submitted an answer here yet">
            Each answer appears here with the verdict of review.
          </EmptyState>
        ) : null}
        {rows.length > 0 ? (
          <Table
            label="My answers"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.assignment_id}
            active={active}
            onOpen={(row) => setOpened(row)}
            pages={list}
          />
        ) : null}
      </main>
      {opened ? (
        <OneAnswer
          projectId={projectId}
          row={rows.find((row) => row.assignment_id === opened.assignment_id) ?? opened}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </div>
  );
}

function OneAnswer({ projectId, row, onClose }: { projectId: Id; row: MyAnnotation; onClose: () => void }) {
  const one = useQuery(myAnnotationQuery(projectId, row.assignment_id));
  const version = one.data?.work.schema_version;
  const schema = useQuery({ ...schemaQuery(projectId, version ?? 0), enabled: version !== undefined });
  const scene = useMemo(
    () =>
      one.data && schema.data
        ? {
            schema: schema.data.schema,
            content: one.data.work.content,
            orders: one.data.work.assignment.display.orders,
            answers: one.data.answers,
          }
        : null,
    [one.data, schema.data],
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="My answer"
      description={`Submitted ${relative(row.submitted_at)}`}
      size="xl"
    >
      {row.comment ? (
        <div className="mb-4 rounded-md bg-warn-soft px-3 py-2">
          <p className="text-xs text-ink-3">Reviewer</p>
          <p className="whitespace-pre-wrap">{row.comment}</p>
        </div>
      ) : null}
      {row.appeal ? <AppealBox projectId={projectId} row={row} appeal={row.appeal} /> : null}
      {one.data?.writing ? (
        <div className="mb-4 rounded-md bg-sunken px-3 py-2 text-xs">
          <p className="text-ink-3">How you wrote it, in characters: what those who run the project see too</p>
          <p>{writtenText(one.data.writing.summary)}</p>
          {one.data.writing.flags.length > 0 ? (
            <p className="text-ink-2">
              Worth a look:{" "}
              {one.data.writing.flags
                .map((flag) => WRITING_FLAGS[flag] ?? flag)
                .join(", ")
                .toLowerCase()}
              . Nothing follows from it by itself.
            </p>
          ) : null}
        </div>
      ) : null}
      {one.data ? (
        <MyVersions
          projectId={projectId}
          assignment={row.assignment_id}
          content={one.data.work.content}
          orders={one.data.work.assignment.display.orders}
        />
      ) : null}
      {one.isError ? <ErrorState error={one.error} onRetry={() => void one.refetch()} /> : null}
      {scene ? (
        <Commenting projectId={projectId} assignment={row.assignment_id} scene={scene}>
          <Worksheet {...scene} readOnly />
        </Commenting>
      ) : one.isError ? null : (
        <SkeletonRows rows={4} />
      )}
    </Dialog>
  );
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { may } from "@/api/identity";
import { useOpenProject } from "@/api/projects";
import { auditQuery, reviewPolicyQuery, reviewsQuery } from "@/api/review";
import type { Audit, Project } from "@/api/types";
import { AppealsTab } from "@/features/truth/AppealsTab";
import { ReviewPolicyForm } from "@/features/truth/ReviewPolicyForm";
import { percent, plural } from "@/kit/format";
import { buttonLook } from "@/ui/Button";
import { Estimate } from "@/ui/Estimate";
import { ItemLink } from "@/ui/ItemLink";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Tabs } from "@/ui/Tabs";
import { Ago } from "@/ui/Time";

export function ReviewsScreen() {
  const project = useOpenProject();
  const [which, setWhich] = useState<"reviews" | "appeals" | "audit" | "rules">("reviews");
  return (
    <Page
      title="Reviews"
      lead={`${percent(project.review_share)} of annotations go to review, drawn by chance.`}
      actions={
        may(project, "work.review") ? (
          <Link
            to="/projects/$projectId/review"
            params={{ projectId: project.id }}
            className={buttonLook({ tone: "primary" })}
          >
            Review now
          </Link>
        ) : null
      }
    >
      <Tabs
        label="Reviews and audit"
        value={which}
        onChange={setWhich}
        tabs={[
          { value: "reviews", label: "Reviews", content: <Decided project={project} stage="review" /> },
          ...(may(project, "appeal.decide")
            ? [{ value: "appeals" as const, label: "Appeals", content: <AppealsTab project={project} /> }]
            : []),
          { value: "audit", label: "Audit", content: <AuditTab project={project} /> },
          { value: "rules", label: "Rules", content: <Rules project={project} /> },
        ]}
      />
    </Page>
  );
}

function Rules({ project }: { project: Project }) {
  const policy = useQuery(reviewPolicyQuery(project.id));
  return (
    <Panel>
      <Loaded query={policy}>{(data) => <ReviewPolicyForm project={project} policy={data} />}</Loaded>
    </Panel>
  );
}

function AuditTab({ project }: { project: Project }) {
  const audit = useQuery(auditQuery(project.id));
  const policy = useQuery(reviewPolicyQuery(project.id));
  const share = policy.data?.audit_share ?? 0;
  return (
    <>
      <Section
        title="How many accepted answers are right"
        lead={
          share > 0
            ? `${percent(share)} of what is accepted is drawn and looked at once more, by people who neither gave nor reviewed it.`
            : "Nothing is drawn. Set a share under Rules."
        }
        actions={
          may(project, "work.audit") ? (
            <Link to="/projects/$projectId/audit" params={{ projectId: project.id }} className={buttonLook()}>
              Audit now
            </Link>
          ) : null
        }
      >
        <Loaded query={audit}>{(data) => <Results audit={data} />}</Loaded>
      </Section>
      <Section title="Audits">
        <Decided project={project} stage="audit" />
      </Section>
    </>
  );
}

function Results({ audit }: { audit: Audit }) {
  const rows = [
    { id: "all", name: "All that were audited", right: audit.right },
    { id: "reviewed", name: "Of those, a reviewer had looked at", right: audit.reviewed },
    { id: "unreviewed", name: "Of those, no reviewer had looked at", right: audit.unreviewed },
    ...audit.people.map((one) => ({ id: one.person.id, name: one.person.name, right: one.right })),
  ];
  return (
    <>
      <Table
        label="Right answers among those audited"
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { id: "name", title: "Answers", className: "w-full", cell: (row) => row.name },
          {
            id: "right",
            title: "Right",
            className: "whitespace-nowrap",
            cell: (row) => <Estimate of={row.right} as="share" unit="answer" />,
          },
        ]}
      />
      {audit.waiting > 0 ? (
        <p className="mt-2 text-xs text-ink-3">
          {plural(audit.waiting, "answer is", "answers are")} drawn and waiting.
        </p>
      ) : null}
    </>
  );
}

function Decided({ project, stage }: { project: Project; stage: "review" | "audit" }) {
  const query = useInfiniteQuery(reviewsQuery(project.id, stage));
  const audit = stage === "audit";
  return (
    <Loaded query={query}>
      {(rows) =>
        rows.length === 0 ? (
          <Nothing project={project} audit={audit} />
        ) : (
          <Table
            label={audit ? "Audits" : "Reviews"}
            rows={rows}
            rowKey={(row) => row.id}
            pages={query}
            columns={[
              {
                id: "verdict",
                title: "Verdict",
                cell: (row) => (
                  <State of={audit ? { accept: "right", reject: "wrong", fix: "fix" }[row.verdict] : row.verdict} />
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
                title: audit ? "Note" : "Comment",
                className: "w-full min-w-48",
                cell: (row) => row.comment || <span className="text-ink-3">–</span>,
              },
              { id: "author", title: "Author", className: "whitespace-nowrap", cell: (row) => row.author.name },
              {
                id: "reviewer",
                title: audit ? "Auditor" : "Reviewer",
                className: "whitespace-nowrap",
                cell: (row) => row.reviewer.name,
              },
              { id: "at", title: "Decided", align: "right", cell: (row) => <Ago at={row.decided_at} /> },
            ]}
          />
        )
      }
    </Loaded>
  );
}

function Nothing({ project, audit }: { project: Project; audit: boolean }) {
  if (audit) return <EmptyState title="No audit yet">Verdicts of auditors stand here with their notes.</EmptyState>;
  return (
    <EmptyState title="No review yet">
      {project.review_share > 0
        ? "Decisions of reviewers stand here: accepted, fixed, rejected with a reason."
        : "The share to review is 0%. Raise it in Settings to have a second opinion."}
    </EmptyState>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { may, useMe, workQuery } from "@/api/identity";
import { wishToEnter } from "@/api/session";
import type { WorkRow } from "@/api/types";
import { ProjectsTable } from "@/features/projects/ProjectsTable";
import { dateTime, plural } from "@/kit/format";
import { Badge } from "@/ui/Badge";
import { buttonLook } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";

export function HomeScreen() {
  const me = useMe();
  const manages = may(me, "project.create") || may(me, "progress.read");
  const mayCreate = may(me, "project.create");
  const work = useQuery(workQuery);
  const hasWork = (work.data?.length ?? 0) > 0;
  return (
    <Page
      title={`Hello, ${me.person.name.split(" ")[0]}`}
      actions={
        mayCreate ? (
          <Link to="/projects/new" className={buttonLook({ tone: "primary" })}>
            <Plus size={14} aria-hidden />
            New project
          </Link>
        ) : null
      }
    >
      {manages ? (
        <Section title="Projects">
          <ProjectsTable mayCreate={mayCreate} />
        </Section>
      ) : null}
      {!manages || hasWork ? (
        <Section title="My work">
          <Loaded query={work}>{(rows) => <WorkList rows={rows} />}</Loaded>
        </Section>
      ) : null}
    </Page>
  );
}

function WorkList({ rows }: { rows: WorkRow[] }) {
  if (rows.length === 0) {
    return (
      <EmptyState title="No work yet">
        When a manager gives you a role in a project, it appears here. Nothing to do until then.
      </EmptyState>
    );
  }
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {rows.map((row) => (
        <WorkLine key={row.project.id} row={row} />
      ))}
    </ul>
  );
}

function WorkLine({ row }: { row: WorkRow }) {
  const me = useMe();
  const params = { projectId: row.project.id };
  // Whoever follows one of these means to work there: no other question is asked on the way.
  const enter = { params, onClick: () => wishToEnter(row.project.id) };
  const annotates = row.roles.includes("annotate");
  const reviews = row.roles.includes("review");
  const audits = row.roles.includes("audit");
  const decides = row.roles.includes("adjudicate");
  const first = row.available || row.rework > 0 ? "primary" : "plain";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3">
      <div className="min-w-60 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate text-base font-medium">{row.project.name}</span>
          {row.project.id === me.working_in ? <Badge>you are here</Badge> : null}
          {row.rework > 0 ? <Badge tone="warn">{row.rework} to rework</Badge> : null}
        </p>
        <p className="truncate text-ink-2">{row.project.description}</p>
        <p className="mt-0.5 text-xs text-ink-3">
          {row.submitted + row.rework > 0 ? (
            <Link to="/projects/$projectId/mine" {...enter} className="underline underline-offset-2 hover:text-ink">
              {plural(row.submitted + row.rework, "annotation")} by you
            </Link>
          ) : (
            "Nothing submitted yet"
          )}
          {row.available ? "" : ". No work available just now."}
          {!row.available && row.next_portion_at ? ` The next is given ${dateTime(row.next_portion_at)}.` : ""}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {audits ? (
          <Link to="/projects/$projectId/audit" {...enter} className={buttonLook()}>
            Audit
          </Link>
        ) : null}
        {decides ? (
          <Link to="/projects/$projectId/adjudicate" {...enter} className={buttonLook()}>
            Adjudicate
          </Link>
        ) : null}
        {reviews ? (
          <Link
            to="/projects/$projectId/review"
            {...enter}
            className={buttonLook({ tone: annotates ? "plain" : first })}
          >
            Review
          </Link>
        ) : null}
        {annotates ? (
          <Link to="/projects/$projectId/work" {...enter} className={buttonLook({ tone: first })}>
            {row.rework > 0 ? "Rework" : row.submitted > 0 ? "Continue" : "Start"}
          </Link>
        ) : null}
      </div>
    </li>
  );
}

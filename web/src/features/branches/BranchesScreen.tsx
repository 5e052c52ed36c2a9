import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Branches, type BranchShown, branchesQuery } from "@/api/branches";
import { Failure } from "@/api/failure";
import { may } from "@/api/identity";
import { schemaQuery, useOpenProject } from "@/api/projects";
import type { LabelSchema, Project } from "@/api/types";
import { AssembledList } from "@/features/branches/AssembledList";
import { SplitForm } from "@/features/branches/SplitForm";
import { count, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";

/** A question split over vendors: how, who knows how much of it, and what it says together. */
export function BranchesScreen() {
  const project = useOpenProject();
  const plan = useQuery(branchesQuery(project.id));
  const schema = useQuery({ ...schemaQuery(project.id), enabled: project.schema_version > 0 });
  const none = plan.error instanceof Failure && plan.error.code === "branches.not_split";
  return (
    <Page
      wide
      title="Branches"
      lead="A part of the question for each vendor: its people see their own options and instructions, and nothing that tells of the rest. The answers are put together here."
    >
      {none ? (
        <Unsplit project={project} schema={schema.data?.schema} />
      ) : (
        <Loaded query={plan}>{(found) => <Split project={project} plan={found} schema={schema.data?.schema} />}</Loaded>
      )}
    </Page>
  );
}

function Unsplit({ project, schema }: { project: Project; schema: LabelSchema | undefined }) {
  const [editing, setEditing] = useState(false);
  if (editing && schema) return <SplitForm project={project} schema={schema} onClose={() => setEditing(false)} />;
  const why = !schema
    ? "Give the project a label schema first"
    : project.state !== "draft"
      ? "Only a project that was never started can be split"
      : null;
  return (
    <EmptyState
      title="The question is not split"
      action={
        may(project, "branch.manage") ? (
          <Button tone="primary" why={why} onClick={() => setEditing(true)}>
            Split the question…
          </Button>
        ) : undefined
      }
    >
      A few items show a vendor most of your labels. Give each vendor a branch of them instead: it becomes a project of
      its own, with a “none of these” beside its options.
    </EmptyState>
  );
}

function Split({ project, plan, schema }: { project: Project; plan: Branches; schema: LabelSchema | undefined }) {
  return (
    <>
      {plan.stale ? (
        <Panel>
          The label schema has changed since it was split. Set the branches again (
          <code className="font-mono text-xs">armslength branches set</code>) to ask what is new.
        </Panel>
      ) : null}
      <Section title="What each branch is asked" lead="Vendors are let into a branch under its Members.">
        <Table<BranchShown>
          label="Branches"
          rows={plan.branches}
          rowKey={(row) => row.plan.name}
          columns={[
            { id: "name", title: "Branch", className: "font-medium whitespace-nowrap", cell: (row) => row.plan.name },
            { id: "project", title: "Its people see", className: "w-full", cell: (row) => <ProjectLink row={row} /> },
            {
              id: "options",
              title: "Options",
              align: "right",
              className: "whitespace-nowrap",
              cell: (row) => `${count(row.options)} of ${count(plan.options)}`,
            },
            { id: "items", title: "Items", align: "right", cell: (row) => count(row.items) },
            { id: "done", title: "Answered", align: "right", cell: (row) => count(row.done) },
          ]}
        />
      </Section>
      <Section title="Who knows how much of the taxonomy" lead="Options that a vendor's people have been shown.">
        {plan.coverage.length ? (
          <ul className="flex flex-col gap-1">
            {plan.coverage.map((seen) => (
              <li key={seen.vendor.id}>
                <span className="font-medium">{seen.vendor.name}</span> {count(seen.options)} of{" "}
                {plural(plan.options, "option")} ({seen.branches.join(", ")})
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-2">No vendor has opened any branch.</p>
        )}
      </Section>
      {schema ? <AssembledList project={project} schema={schema} /> : null}
    </>
  );
}

function ProjectLink({ row }: { row: BranchShown }) {
  if (!row.project) return row.plan.title;
  return (
    <Link to="/projects/$projectId" params={{ projectId: row.project.id }} className="hover:underline">
      {row.project.name}
    </Link>
  );
}

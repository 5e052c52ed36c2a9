import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { adjudicationPolicyQuery, adjudicationsQuery } from "@/api/adjudication";
import { may } from "@/api/identity";
import { schemaQuery, useOpenProject } from "@/api/projects";
import type { AdjudicationPolicy, AdjudicationRow, Project, Question } from "@/api/types";
import { AdjudicationForm } from "@/features/review/AdjudicationForm";
import { percent } from "@/kit/format";
import { buttonLook } from "@/ui/Button";
import { ItemLink } from "@/ui/ItemLink";
import { Loaded } from "@/ui/Loaded";
import { Page, Panel, Section } from "@/ui/Page";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";
import { Tabs } from "@/ui/Tabs";
import { Ago } from "@/ui/Time";

const OUTCOMES = { took: "Took one", merged: "Put together", wrote: "Another answer" } as const;

export function AdjudicationsScreen() {
  const project = useOpenProject();
  const policy = useQuery(adjudicationPolicyQuery(project.id));
  const schema = useQuery({ ...schemaQuery(project.id), enabled: project.schema_version > 0 });
  return (
    <Page
      title="Adjudication"
      lead="Where answers disagree, somebody who gave none of them decides. Answers stay as they are; a release takes the decision."
      actions={
        may(project, "work.adjudicate") ? (
          <Link
            to="/projects/$projectId/adjudicate"
            params={{ projectId: project.id }}
            className={buttonLook({ tone: "primary" })}
          >
            Decide now
          </Link>
        ) : null
      }
    >
      <Section title="What is decided">
        <Panel>
          <Loaded query={policy}>
            {(data) => (
              <AdjudicationForm project={project} policy={data} questions={schema.data?.schema.questions ?? []} />
            )}
          </Loaded>
        </Panel>
      </Section>
      <Loaded query={policy}>
        {(data) => <Items project={project} policy={data} questions={schema.data?.schema.questions ?? []} />}
      </Loaded>
    </Page>
  );
}

type Asked = readonly Pick<Question, "name" | "title">[];

function Items({ project, policy, questions }: { project: Project; policy: AdjudicationPolicy; questions: Asked }) {
  const [which, setWhich] = useState<"waiting" | "done">("waiting");
  const on = policy.below > 0;
  const tab = (value: "waiting" | "done", label: string, count: number) => ({
    value,
    label,
    count,
    content: <List project={project} which={value} on={on} questions={questions} />,
  });
  return (
    <Section title="Items">
      <Tabs
        label="Which items"
        value={which}
        onChange={setWhich}
        tabs={[tab("waiting", "Waiting", policy.waiting), tab("done", "Decided", policy.done)]}
      />
    </Section>
  );
}

type Listing = { project: Project; which: "waiting" | "done"; on: boolean; questions: Asked };

function List({ project, which, on, questions }: Listing) {
  const query = useInfiniteQuery(adjudicationsQuery(project.id, which));
  return (
    <Loaded query={query}>
      {(rows) =>
        rows.length === 0 ? (
          <Nothing which={which} on={on} />
        ) : (
          <Table
            label="Items whose answers disagree"
            rows={rows}
            rowKey={(row) => row.id}
            pages={query}
            columns={columns(project, which, questions)}
          />
        )
      }
    </Loaded>
  );
}

function Nothing({ which, on }: { which: "waiting" | "done"; on: boolean }) {
  if (which === "done")
    return <EmptyState title="Nothing decided yet">Decisions stand here with their reasons.</EmptyState>;
  return (
    <EmptyState title={on ? "No item waits" : "No item is decided"}>
      {on
        ? "An item comes here when it has all its answers, review is over, and they disagree more than the rule lets pass."
        : "Set the rule above, and items whose answers disagree come here."}
    </EmptyState>
  );
}

function columns(project: Project, which: "waiting" | "done", questions: Asked) {
  const titled = (name: string) => questions.find((one) => one.name === name)?.title ?? name;
  const item = {
    id: "item",
    title: "Item",
    className: "whitespace-nowrap",
    cell: (row: AdjudicationRow) => <ItemLink projectId={project.id} row={row} />,
  };
  const agreement = {
    id: "agreement",
    title: "Agreement",
    className: which === "waiting" ? "w-full" : "whitespace-nowrap",
    cell: (row: AdjudicationRow) => (
      <span className="tabular text-ink-2">
        {Object.entries(row.agreement)
          .map(([name, value]) => `${titled(name)} ${percent(value)}`)
          .join(" · ")}
      </span>
    ),
  };
  const answers = {
    id: "answers",
    title: "Answers",
    align: "right" as const,
    cell: (row: AdjudicationRow) => row.answers,
  };
  if (which === "waiting")
    return [
      item,
      agreement,
      answers,
      {
        id: "state",
        title: "State",
        className: "whitespace-nowrap",
        cell: (row: AdjudicationRow) =>
          row.person ? <span className="text-ink-2">With {row.person.name}</span> : <State of={row.state} />,
      },
      {
        id: "since",
        title: "Since",
        align: "right" as const,
        cell: (row: AdjudicationRow) => <Ago at={row.created_at} />,
      },
    ];
  return [
    item,
    agreement,
    answers,
    {
      id: "outcome",
      title: "Decision",
      className: "whitespace-nowrap",
      cell: (row: AdjudicationRow) => (row.outcome ? OUTCOMES[row.outcome] : ""),
    },
    { id: "comment", title: "Why", className: "w-full", cell: (row: AdjudicationRow) => row.comment },
    { id: "by", title: "By", className: "whitespace-nowrap", cell: (row: AdjudicationRow) => row.person?.name },
    {
      id: "at",
      title: "Decided",
      align: "right" as const,
      cell: (row: AdjudicationRow) => (row.decided_at ? <Ago at={row.decided_at} /> : null),
    },
  ];
}

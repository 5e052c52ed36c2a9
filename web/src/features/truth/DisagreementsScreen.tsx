import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { disagreementSummaryQuery, disagreementsQuery } from "@/api/disagreements";
import { may } from "@/api/identity";
import { batchesQuery } from "@/api/ingest";
import { useOpenProject } from "@/api/projects";
import type { Disagreement, DisagreementSummary, Project, Question } from "@/api/types";
import { DisagreementDialog } from "@/features/truth/DisagreementDialog";
import { aboutWhat, named } from "@/features/truth/disagreements";
import { SoftLabelBar } from "@/features/truth/SoftLabelBar";
import { useAsked } from "@/features/truth/useAsked";
import { count } from "@/kit/format";
import { answerName } from "@/questions/names";
import { summarizeAway } from "@/questions/summary";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { type Choice, Select } from "@/ui/Select";
import { State } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";

type Questions = ReadonlyMap<string, Question>;
type Which = "" | Disagreement["state"];
type Filter = { question: string; one: string; other: string; batch_id: string; firm_id: string; state: Which };

/** Counting ends there. */
const COUNTED = 10_000;
const NONE: Filter = { question: "", one: "", other: "", batch_id: "", firm_id: "", state: "" };
const STATES: Choice<Which>[] = [
  { value: "", label: "Any state" },
  { value: "open", label: "Open" },
  { value: "asked", label: "Waits for a decision" },
  { value: "decided", label: "Decided" },
  { value: "ambiguous", label: "Truly ambiguous" },
];

/** Where people disagree, and what the minority says. */
export function DisagreementsScreen() {
  const project = useOpenProject();
  const summary = useQuery(disagreementSummaryQuery(project.id));
  return (
    <Page
      title="Disagreements"
      lead="Where people say different things, the most divided first. Who is alone may be right: look before you decide."
    >
      {may(project, "groups.read") ? (
        <p className="mb-3 text-ink-2">
          Whether groups of people see things differently, over the whole project, stands under{" "}
          <Link
            to="/projects/$projectId/quality"
            params={{ projectId: project.id }}
            hash="groups"
            className="underline"
          >
            Quality, Groups
          </Link>
          .
        </p>
      ) : null}
      <Loaded query={summary}>{(data) => <Listing project={project} summary={data} />}</Loaded>
    </Page>
  );
}

function Listing({ project, summary }: { project: Project; summary: DisagreementSummary }) {
  const search = useSearch({ from: "/signed-in/shell/projects/$projectId/disagreements" });
  const [filter, setFilter] = useState<Filter>({ ...NONE, ...search });
  const [opened, setOpened] = useState<string | null>(null);
  const asked = filter.one && filter.other ? filter : { ...filter, one: "", other: "" };
  const query = useInfiniteQuery(
    disagreementsQuery(project.id, Object.fromEntries(Object.entries(asked).filter(([, value]) => value))),
  );
  const questions = useAsked(project.id);
  const current = query.data?.find((row) => keyOf(row) === opened);
  return (
    <>
      <Filters project={project} summary={summary} questions={questions} filter={filter} onChange={setFilter} />
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 && !query.hasNextPage ? (
            <EmptyState title="Nobody disagrees here">
              An item is listed as soon as two people say different things of it.
            </EmptyState>
          ) : (
            <>
              <Table
                label="Disagreements"
                rows={rows}
                rowKey={keyOf}
                onOpen={(row) => setOpened(keyOf(row))}
                pages={query}
                columns={columns(questions)}
              />
              {query.hasNextPage ? (
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} className="mt-3">
                  Look further
                </Button>
              ) : null}
            </>
          )
        }
      </Loaded>
      {current ? (
        <DisagreementDialog
          project={project}
          row={current}
          question={questions.get(current.question)}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </>
  );
}

const keyOf = (row: Disagreement) => `${row.item_id} ${row.question}`;

const columns = (questions: Questions) => [
  {
    id: "item",
    title: "Item",
    cell: (row: Disagreement) => (
      <>
        <span className="exact font-medium">{named(row)}</span>
        <span className="block text-xs text-ink-3">{aboutWhat(row, questions.get(row.question))}</span>
      </>
    ),
  },
  {
    id: "label",
    title: "Soft label",
    className: "w-1/2 sm:w-2/5",
    cell: (row: Disagreement) => <SoftLabelBar row={row} question={questions.get(row.question)} />,
  },
  {
    id: "minority",
    title: "Minority",
    className: "hidden md:table-cell",
    cell: (row: Disagreement) => <Minority row={row} question={questions.get(row.question)} />,
  },
  {
    id: "state",
    title: "State",
    className: "hidden sm:table-cell",
    cell: (row: Disagreement) => <State of={row.state} />,
  },
];

function Minority({ row, question }: { row: Disagreement; question: Question | undefined }) {
  const few = row.voices.filter((voice) => voice.minority);
  return (
    <span className="flex flex-col">
      {(few.length ? few : row.voices).slice(0, 3).map((voice) => (
        <span key={voice.annotation_id} className="line-clamp-1">
          <span className="text-ink-2">{voice.person.name}:</span>{" "}
          {voice.label === null ? summarizeAway(question, voice.answers) : answerName(voice.label, question)}
        </span>
      ))}
    </span>
  );
}

function Filters({
  project,
  summary,
  questions,
  filter,
  onChange,
}: {
  project: Project;
  summary: DisagreementSummary;
  questions: Questions;
  filter: Filter;
  onChange: (filter: Filter) => void;
}) {
  const batches = useInfiniteQuery(batchesQuery(project.id));
  const labels = summary.questions.find((each) => each.question === filter.question)?.labels ?? [];
  const chosen = (title: string, names: readonly string[]) => [
    { value: "", label: title },
    ...names.map((name) => ({ value: name, label: answerName(name, questions.get(filter.question)) })),
  ];
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        aria-label="Question"
        value={filter.question}
        onChange={(question) => onChange({ ...filter, question, one: "", other: "" })}
        options={[
          { value: "", label: "All questions" },
          ...summary.questions.map((each) => ({
            value: each.question,
            label: `${each.title} (${count(each.items)}${each.items < COUNTED ? "" : "+"})`,
          })),
        ]}
      />
      {labels.length > 1 ? (
        <>
          <Select
            aria-label="One leading label"
            value={filter.one}
            onChange={(one) => onChange({ ...filter, one })}
            options={chosen("Between any label", labels)}
          />
          <Select
            aria-label="The other leading label"
            value={filter.other}
            onChange={(other) => onChange({ ...filter, other })}
            options={chosen(
              "and any other",
              labels.filter((each) => each !== filter.one),
            )}
          />
        </>
      ) : null}
      <Select
        aria-label="Batch"
        value={filter.batch_id}
        onChange={(batch_id) => onChange({ ...filter, batch_id })}
        options={[
          { value: "", label: "All batches" },
          ...(batches.data ?? []).map((each) => ({ value: each.id, label: each.name })),
        ]}
      />
      <Select
        aria-label="Firm"
        value={filter.firm_id}
        onChange={(firm_id) => onChange({ ...filter, firm_id })}
        options={[
          { value: "", label: "All firms" },
          ...summary.firms.map((each) => ({ value: each.id, label: each.name })),
        ]}
      />
      <Select
        aria-label="State"
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
        options={STATES}
      />
    </div>
  );
}

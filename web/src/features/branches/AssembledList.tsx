import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type AssembledItem, assembledQuery } from "@/api/branches";
import { may } from "@/api/identity";
import type { LabelSchema, Project } from "@/api/types";
import { DecideDialog } from "@/features/branches/DecideDialog";
import { said } from "@/features/branches/plan";
import { StateDot } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { EmptyState } from "@/ui/States";
import { Table } from "@/ui/Table";

type State = AssembledItem["state"];
const WORDS: Record<State, string> = {
  waiting: "Waiting",
  assembled: "Assembled",
  conflict: "Conflict",
  unresolved: "Unresolved",
  decided: "Decided",
};
const TONES = { waiting: "neutral", assembled: "good", conflict: "bad", unresolved: "warn", decided: "good" } as const;

/** Items with what their branches say together; what they cannot say is decided here. */
export function AssembledList({ project, schema }: { project: Project; schema: LabelSchema }) {
  const [state, setState] = useState<State | "">("");
  const [deciding, setDeciding] = useState<AssembledItem | null>(null);
  const query = useInfiniteQuery(assembledQuery(project.id, state || undefined));
  const manage = may(project, "branch.manage");
  return (
    <Section
      title="What it says together"
      lead="A single choice is what the one branch says that does not say none. Where two claim an item, or none does, somebody decides."
      actions={
        <Select<State | "">
          aria-label="State"
          value={state}
          onChange={setState}
          options={[
            { value: "", label: "All items" },
            ...Object.entries(WORDS).map(([value, label]) => ({ value: value as State, label })),
          ]}
        />
      }
    >
      <Loaded query={query}>
        {(rows) =>
          rows.length ? (
            <Table<AssembledItem>
              label="Assembled items"
              rows={rows}
              rowKey={(row) => row.item_id}
              pages={query}
              columns={[
                { id: "state", title: "State", cell: (row) => <Stands state={row.state} /> },
                {
                  id: "item",
                  title: "Item",
                  className: "w-1/2 max-w-0 min-w-48 truncate",
                  cell: (row) => (
                    <Link
                      to="/projects/$projectId/items/$itemId"
                      params={{ projectId: project.id, itemId: row.item_id }}
                      className="font-medium hover:underline"
                    >
                      {row.external_id ?? row.summary}
                    </Link>
                  ),
                },
                { id: "says", title: "Answers", className: "w-1/2", cell: (row) => <Says row={row} schema={schema} /> },
                {
                  id: "act",
                  title: "",
                  align: "right",
                  cell: (row) =>
                    manage && row.state !== "waiting" && row.state !== "assembled" ? (
                      <Button size="sm" onClick={() => setDeciding(row)}>
                        Decide…
                      </Button>
                    ) : null,
                },
              ]}
            />
          ) : (
            <EmptyState title="Nothing here">
              {query.hasNextPage ? (
                <Button onClick={() => void query.fetchNextPage()}>Look further</Button>
              ) : (
                "No item stands so."
              )}
            </EmptyState>
          )
        }
      </Loaded>
      {deciding ? (
        <DecideDialog project={project} schema={schema} item={deciding} onClose={() => setDeciding(null)} />
      ) : null}
    </Section>
  );
}

function Stands({ state }: { state: State }) {
  return <StateDot tone={TONES[state]}>{WORDS[state]}</StateDot>;
}

function Says({ row, schema }: { row: AssembledItem; schema: LabelSchema }) {
  return (
    <ul>
      {said(row, schema).map((each) => (
        <li key={`${each.question} ${each.text}`} className={each.open ? "text-warn" : undefined}>
          <span className="text-ink-2">{each.question}</span> {each.text}
        </li>
      ))}
    </ul>
  );
}

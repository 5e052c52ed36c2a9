import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { may, useMe } from "@/api/identity";
import { type FirmLine, firmStatementQuery, type StatementLine, statementQuery } from "@/api/statement";
import { FirmOrMine } from "@/ui/FirmOrMine";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { EmptyState } from "@/ui/States";
import type { Column } from "@/ui/Table";
import { lastMonths, monthName, shortMonth } from "./months";
import { projectColumn, WorkTable } from "./WorkTable";

const MONTHS = 24;

/** What one did, wherever it was, and what became of it; and for those who steer people, what theirs did. */
export function StatementScreen() {
  const steers = may(useMe(), "statement.firm");
  return (
    <Page
      title="Statement"
      wide
      lead="What was done, month by month (UTC), and what became of it. It stays when a project has ended, in whatever way. Projects go by names that nobody else knows them by."
    >
      <FirmOrMine steers={steers} firm={{ label: "Our people", content: <Firm /> }} mine={<Mine />} />
    </Page>
  );
}

const mine: Column<StatementLine>[] = [
  {
    id: "month",
    title: "Month",
    cell: (line) => <span className="whitespace-nowrap">{shortMonth(line.month)}</span>,
  },
  projectColumn,
  { id: "firm", title: "For", className: "w-full", cell: (line) => <span dir="auto">{line.firm.name}</span> },
];

function Mine() {
  const query = useQuery(statementQuery);
  return (
    <Loaded query={query}>
      {({ lines, sums }) =>
        lines.length === 0 ? (
          <EmptyState title="You have not submitted an answer yet">
            What you answer and review is counted here, and stays, whatever becomes of the project.
          </EmptyState>
        ) : (
          <WorkTable
            label="My work"
            lines={lines}
            sums={sums}
            who={mine}
            rowKey={(line) => `${line.month} ${line.label}`}
          />
        )
      }
    </Loaded>
  );
}

const theirs: Column<FirmLine>[] = [
  {
    id: "person",
    title: "Person",
    className: "w-full",
    cell: (line) => (
      <span dir="auto" className="font-medium">
        {line.person.name}
      </span>
    ),
  },
  projectColumn,
];

function Firm() {
  const [months] = useState(() => lastMonths(new Date(), MONTHS));
  const [month, setMonth] = useState(months[0] as string);
  const query = useQuery(firmStatementQuery(month));
  return (
    <>
      <Select
        aria-label="Month"
        className="mb-4"
        value={month}
        onChange={setMonth}
        options={months.map((value) => ({ value, label: monthName(value) }))}
      />
      <Loaded query={query}>
        {({ lines, sums }) =>
          lines.length === 0 ? (
            <EmptyState title={`Nobody did anything in ${monthName(month)}`}>
              What your people answer and review is counted here, also of those who have left.
            </EmptyState>
          ) : (
            <WorkTable
              label={`Our people in ${monthName(month)}`}
              lines={lines}
              sums={sums}
              who={theirs}
              rowKey={(line) => `${line.person.id} ${line.label}`}
            />
          )
        }
      </Loaded>
    </>
  );
}

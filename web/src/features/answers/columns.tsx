import { Flag } from "lucide-react";
import type { AnswerRow, LabelSchema } from "@/api/types";
import { count } from "@/kit/format";
import { ITEM } from "@/questions/model";
import { summarizeAnswer } from "@/questions/summary";
import { Badge } from "@/ui/Badge";
import { State } from "@/ui/State";
import type { Column } from "@/ui/Table";
import { Ago } from "@/ui/Time";

/** What an answer says, question by question: without the item, which is not opened for a list. */
function parts(schema: LabelSchema, row: AnswerRow) {
  const sheet = { schema, content: {}, orders: {}, answers: row.answers };
  return schema.questions.flatMap((question) =>
    Object.entries(row.answers[question.name] ?? {}).flatMap(([target, answer]) => {
      const said = summarizeAnswer(sheet, question, target, answer);
      const title = question.title || question.name;
      const on = target === ITEM ? "" : ` (${target.slice(2)})`;
      return said ? [{ asked: `${title}${on}${on === "" && title.endsWith("?") ? "" : ":"}`, said }] : [];
    }),
  );
}

/** The same in a line. */
export function says(schema: LabelSchema, row: AnswerRow): string {
  return parts(schema, row)
    .map(({ asked, said }) => `${asked} ${said}`)
    .join(" · ");
}

/** The line with what was said in front of the eyes; on a phone there is no room for what was asked. */
function Says({ schema, row }: { schema: LabelSchema; row: AnswerRow }) {
  return (
    <span dir="auto" className="block truncate" title={says(schema, row)}>
      {parts(schema, row).map(({ asked, said }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the answer of a row never changes its order.
        <span key={index}>
          {index > 0 ? <span className="text-ink-3"> · </span> : null}
          <span className="text-ink-3 max-sm:hidden">{asked} </span>
          {said}
        </span>
      ))}
    </span>
  );
}

export function columnsOf(schema: LabelSchema | undefined): Column<AnswerRow>[] {
  return [
    { id: "ord", title: "Item", align: "right", className: "w-16 text-ink-3", cell: (row) => count(row.ord) },
    {
      id: "external_id",
      title: "External id",
      className: "max-w-36",
      cell: (row) => <span className="block truncate font-mono text-xs">{row.external_id ?? ""}</span>,
    },
    {
      id: "says",
      title: "Answer",
      className: "w-full min-w-48 max-w-0",
      cell: (row) => (schema ? <Says schema={schema} row={row} /> : null),
    },
    {
      id: "person",
      title: "By",
      className: "max-w-44",
      cell: (row) => (
        <span className="block truncate" title={`${row.person.name}, ${row.organization.name}`}>
          {row.person.name}
          <span className="text-ink-3"> {row.organization.name}</span>
        </span>
      ),
    },
    { id: "verdict", title: "Review", className: "whitespace-nowrap", cell: (row) => <State of={row.verdict} /> },
    { id: "notes", title: "Notes", className: "whitespace-nowrap", cell: (row) => <Notes row={row} /> },
    {
      id: "batch",
      title: "Batch",
      className: "max-w-32",
      cell: (row) => <span className="block truncate text-ink-2">{row.batch.name}</span>,
    },
    {
      id: "at",
      title: "Given",
      align: "right",
      className: "whitespace-nowrap text-ink-2",
      cell: (row) => <Ago at={row.submitted_at} />,
    },
  ];
}

function Notes({ row }: { row: AnswerRow }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {row.item_state === "gold" || row.item_state === "canary" ? <Badge>{row.item_state}</Badge> : null}
      {row.changed === "restore" ? <Badge>put back</Badge> : null}
      {row.reworks > 0 ? <Badge>{`anew ×${row.reworks}`}</Badge> : null}
      {row.flags > 0 ? (
        <span className="inline-flex items-center gap-1 text-warn">
          <Flag size={12} aria-hidden />
          <span className="sr-only">Open flags: </span>
          {row.flags}
        </span>
      ) : null}
    </span>
  );
}

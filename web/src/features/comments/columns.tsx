import type { UseMutationResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Id, LabelSchema } from "@/api/types";
import type { ListedComment, Message, Place } from "@/comments/client";
import { count, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import type { Column } from "@/ui/Table";
import { Ago } from "@/ui/Time";

type Settling = UseMutationResult<unknown, Error, ListedComment>;

export function columnsOf(projectId: Id, schema: LabelSchema | undefined, settle: Settling): Column<ListedComment>[] {
  return [
    {
      id: "item",
      title: "Item",
      align: "right",
      className: "w-16",
      cell: ({ item }) =>
        item ? (
          <Link
            to="/projects/$projectId/items/$itemId"
            params={{ projectId, itemId: item.id }}
            className="text-ink-3 hover:text-ink hover:underline"
            title={item.external_id ?? undefined}
          >
            {count(item.ord)}
          </Link>
        ) : null,
    },
    { id: "comment", title: "Comment", className: "w-full min-w-56 max-w-0", cell: (row) => <Words row={row} /> },
    {
      id: "place",
      title: "At",
      className: "max-w-40",
      cell: ({ thread }) => {
        const words = placeWords(thread.place, schema);
        return (
          <span className="block truncate text-ink-2" title={words}>
            {words}
          </span>
        );
      },
    },
    {
      id: "by",
      title: "By",
      className: "max-w-36",
      cell: ({ thread }) => <span className="block truncate">{whoOf(thread.messages[0])}</span>,
    },
    {
      id: "author",
      title: "Answer of",
      className: "max-w-36",
      cell: ({ author }) => <span className="block truncate">{author?.name ?? "You"}</span>,
    },
    {
      id: "at",
      title: "Begun",
      align: "right",
      className: "whitespace-nowrap text-ink-2",
      cell: ({ thread }) => <Ago at={thread.messages[0]?.at ?? ""} />,
    },
    {
      id: "settle",
      title: <span className="sr-only">Resolve</span>,
      align: "right",
      className: "whitespace-nowrap",
      cell: (row) => (
        <Button size="sm" busy={settle.isPending && settle.variables === row} onClick={() => settle.mutate(row)}>
          {row.thread.resolved_at === null ? "Resolve" : "Open again"}
        </Button>
      ),
    },
  ];
}

/** What was said first, what was said last, and the words that it is about. */
function Words({ row: { thread } }: { row: ListedComment }) {
  const first = thread.messages[0];
  const last = thread.messages.length > 1 ? thread.messages.at(-1) : undefined;
  const notes = [
    thread.resolved_at ? "resolved" : "",
    thread.other_form ? "made on another form" : "",
    thread.current ? "" : "on an earlier answer",
    thread.messages.length > 2 ? plural(thread.messages.length - 1, "reply", "replies") : "",
  ].filter(Boolean);
  return (
    <>
      {thread.quote ? (
        <span dir="auto" className="mb-0.5 block truncate border-l-2 border-warn pl-2 text-xs text-ink-2">
          {thread.quote}
        </span>
      ) : null}
      <span dir="auto" className="block truncate" title={first?.text}>
        {first?.text}
      </span>
      {last ? (
        <span dir="auto" className="block truncate text-xs text-ink-3" title={last.text}>
          {whoOf(last)}: {last.text}
        </span>
      ) : null}
      {notes.length > 0 ? <span className="block text-2xs text-ink-3">{notes.join(" · ")}</span> : null}
    </>
  );
}

const whoOf = (message: Message | undefined) =>
  message?.mine ? "You" : (message?.person?.name ?? (message?.by === "author" ? "Author" : "Reviewer"));

/** "Text", "Why? › s2": as the label schema calls them. */
function placeWords({ question, field, part, message, response }: Place, schema: LabelSchema | undefined): string {
  const asked = schema?.questions.find((each) => each.name === question)?.title || question;
  const shown = schema?.fields.find((each) => each.name === field)?.title || field;
  return [asked, part, shown, response, message].filter(Boolean).join(" › ");
}

import { useQuery } from "@tanstack/react-query";
import { itemHistoryQuery } from "@/api/ingest";
import type { Project } from "@/api/types";
import { dateTime } from "@/kit/format";
import { Loaded } from "@/ui/Loaded";

/** What happened to the item, newest first. */
export function ItemHistory({ project, itemId }: { project: Project; itemId: string }) {
  const query = useQuery(itemHistoryQuery(project.id, itemId));
  return (
    <Loaded query={query}>
      {(events) => (
        <ol className="border-l border-line pl-4">
          {[...events]
            .sort((a, b) => b.at.localeCompare(a.at))
            .map((event) => (
              <li key={`${event.at} ${event.kind} ${event.text}`} className="relative pb-4">
                <span
                  aria-hidden
                  className="absolute top-1.5 -left-[20.5px] size-2 rounded-full border border-line-strong bg-bg"
                />
                <p>
                  {event.person ? <span className="font-medium">{event.person.name} </span> : null}
                  {event.text}
                </p>
                <p className="text-xs text-ink-3">
                  {event.organization ? `${event.organization.name} · ` : ""}
                  <time dateTime={event.at}>{dateTime(event.at)}</time>
                </p>
              </li>
            ))}
        </ol>
      )}
    </Loaded>
  );
}

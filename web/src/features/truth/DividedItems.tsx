import { Link } from "@tanstack/react-router";
import type { Agreement, Id } from "@/api/types";
import { percent, plural } from "@/kit/format";

type Item = NonNullable<Agreement["divided"]>[string][number];

/** The items on which people differ most, each a way to its answers. */
export function DividedItems({ projectId, items }: { projectId: Id; items: readonly Item[] }) {
  if (items.length === 0) return null;
  return (
    <figure>
      <figcaption className="mb-1 text-xs text-ink-3">
        Items that divide people: pairs who say the same. The item is ambiguous, the guideline is, or somebody errs.
      </figcaption>
      <ol
        className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-x-6"
        aria-label="Items that divide people"
      >
        {items.map((item) => (
          <li key={item.item_id} className="flex items-baseline gap-2 border-b border-line py-1">
            <Link
              to="/projects/$projectId/items/$itemId"
              params={{ projectId, itemId: item.item_id }}
              className="exact min-w-0 flex-1 truncate font-medium hover:underline"
              title={item.external_id ?? item.item_id}
            >
              {item.external_id ?? item.item_id}
            </Link>
            <span className="tabular whitespace-nowrap">{percent(item.agreeing)}</span>
            <span className="tabular w-20 text-right text-xs whitespace-nowrap text-ink-3">
              {plural(item.answers, "answer")}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

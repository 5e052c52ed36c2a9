import type { ReactNode } from "react";

/** What was and what is now: told apart by a line as well as by colour. */
export function Changed({ before, after }: { before: ReactNode; after: ReactNode }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {before ? <del className="rounded-[2px] bg-bad-soft px-1 text-bad decoration-1">{before}</del> : null}
      {after ? <ins className="rounded-[2px] bg-good-soft px-1 text-good underline decoration-1">{after}</ins> : null}
    </span>
  );
}

/** Lists compared entry by entry. */
export function ChangedList({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const all = [...new Set([...before, ...after])];
  return (
    <ul className="flex flex-wrap gap-x-2 gap-y-1">
      {all.map((one) => (
        <li key={one}>
          {before.includes(one) && after.includes(one) ? (
            one
          ) : (
            <Changed before={after.includes(one) ? null : one} after={before.includes(one) ? null : one} />
          )}
        </li>
      ))}
    </ul>
  );
}

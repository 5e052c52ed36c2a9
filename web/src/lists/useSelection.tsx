import { useEffect, useState } from "react";
import type { Id } from "@/api/types";
import type { Column } from "@/ui/Table";
import { Checkbox } from "@/ui/Toggle";

/** So many at most can be named one by one; more than that are meant by their filters. */
const MOST = 1000;

/** The rows that are ticked. They are forgotten when the list is narrowed otherwise: nobody acts on what they do not see.
 *  `label`: how a row is called when it is read aloud. */
export function useSelection<T>(rows: readonly T[], filters: string, idOf: (row: T) => Id, label: (row: T) => string) {
  const [ids, setIds] = useState<readonly Id[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters are another list.
  useEffect(() => setIds([]), [filters]);
  const all = rows.slice(0, MOST).map(idOf);
  const every = all.length > 0 && all.every((id) => ids.includes(id));
  const toggle = (id: Id) =>
    setIds((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id].slice(-MOST)));
  const toggleAll = () => setIds(every ? [] : all);
  const column: Column<T> = {
    id: "selected",
    title: (
      <Checkbox
        label="Select all rows loaded"
        hideLabel
        checked={every}
        mixed={ids.length > 0 && !every}
        onChange={toggleAll}
      />
    ),
    className: "w-8 pr-0",
    cell: (row) => (
      <Checkbox
        label={`Select ${label(row)}`}
        hideLabel
        checked={ids.includes(idOf(row))}
        onChange={() => toggle(idOf(row))}
      />
    ),
  };
  return { ids, toggle, toggleAll, column, clear: () => setIds([]) };
}

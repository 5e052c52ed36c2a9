import { useEffect, useState } from "react";
import type { Id, ItemRow } from "@/api/types";
import { count } from "@/kit/format";
import type { Column } from "@/ui/Table";
import { Checkbox } from "@/ui/Toggle";

/** So many at most can be named one by one; more than that are meant by their filters. */
const MOST = 1000;

/** The rows that are ticked. They are forgotten when the list is narrowed otherwise: nobody acts on what they do not see. */
export function useSelection(rows: readonly ItemRow[], filters: string) {
  const [ids, setIds] = useState<readonly Id[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters are another list.
  useEffect(() => setIds([]), [filters]);
  const all = rows.slice(0, MOST).map((row) => row.id);
  const every = all.length > 0 && all.every((id) => ids.includes(id));
  const toggle = (id: Id) =>
    setIds((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id].slice(-MOST)));
  const toggleAll = () => setIds(every ? [] : all);
  const column: Column<ItemRow> = {
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
        label={`Select item ${count(row.ord)}`}
        hideLabel
        checked={ids.includes(row.id)}
        onChange={() => toggle(row.id)}
      />
    ),
  };
  return { ids, toggle, toggleAll, column, clear: () => setIds([]) };
}

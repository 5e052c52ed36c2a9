import { useEffect, useState } from "react";
import type { AnswerRow, Id } from "@/api/types";
import { count } from "@/kit/format";
import type { Column } from "@/ui/Table";
import { Checkbox } from "@/ui/Toggle";

/** So many at most can be named one by one. */
const MOST = 1000;

/** The answers that are ticked; forgotten when the list is narrowed otherwise: nobody acts on what they do not see. */
export function useMarked(rows: readonly AnswerRow[], filters: string) {
  const [ids, setIds] = useState<readonly Id[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters are another list.
  useEffect(() => setIds([]), [filters]);
  const all = rows.slice(0, MOST).map((row) => row.annotation_id);
  const every = all.length > 0 && all.every((id) => ids.includes(id));
  const toggle = (id: Id) =>
    setIds((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id].slice(-MOST)));
  const toggleAll = () => setIds(every ? [] : all);
  const column: Column<AnswerRow> = {
    id: "marked",
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
        label={`Select ${row.person.name}'s answer to item ${count(row.ord)}`}
        hideLabel
        checked={ids.includes(row.annotation_id)}
        onChange={() => toggle(row.annotation_id)}
      />
    ),
  };
  return { ids, toggle, toggleAll, column, clear: () => setIds([]) };
}

import { Columns3 } from "lucide-react";
import { columnTitles } from "@/features/ingest/items/columns";
import { COLUMNS, type ColumnName, columnsText } from "@/features/ingest/items/search";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { Checkbox } from "@/ui/Toggle";

/** Which columns are shown; the last one cannot be taken away. */
export function ColumnsMenu({
  shown,
  onChange,
}: {
  shown: readonly ColumnName[];
  onChange: (columns: string | undefined) => void;
}) {
  return (
    <Popover align="end" className="w-48" trigger={<Button icon={<Columns3 size={14} aria-hidden />}>Columns</Button>}>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">Columns</legend>
        {COLUMNS.map((name) => {
          const on = shown.includes(name);
          const next = on
            ? shown.filter((each) => each !== name)
            : COLUMNS.filter((each) => each === name || shown.includes(each));
          return (
            <Checkbox
              key={name}
              label={columnTitles[name]}
              checked={on}
              disabled={on && shown.length === 1}
              onChange={() => onChange(columnsText(next))}
            />
          );
        })}
      </fieldset>
    </Popover>
  );
}

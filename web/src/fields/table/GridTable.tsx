import { cx } from "@/kit/cx";
import { deferred } from "@/kit/deferred";
import type { TableValue } from "../model";
import { cellText } from "./cellText";

const LongTable = deferred(async () => (await import("./LongTable")).LongTable);
/** Up to this many rows the whole table is drawn: the browser lays out columns best itself. */
const WHOLE = 60;

const isNumber = (cell: unknown) => typeof cell === "number" || cell === null || cell === undefined;

/** Columns of nothing but numbers stand to the right, with tabular figures. */
function numericColumns({ columns, rows }: TableValue): boolean[] {
  return columns.map((_, index) => {
    const sample = rows.slice(0, 200).map((row) => row[index]);
    return sample.some((cell) => typeof cell === "number") && sample.every(isNumber);
  });
}

export function GridTable({ value }: { value: TableValue }) {
  const numeric = numericColumns(value);
  return value.rows.length <= WHOLE ? (
    <WholeTable value={value} numeric={numeric} />
  ) : (
    <LongTable value={value} numeric={numeric} />
  );
}

function WholeTable({ value, numeric }: { value: TableValue; numeric: boolean[] }) {
  return (
    <div className="max-h-[62vh] overflow-auto rounded-md border border-line">
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr>
            {value.columns.map((column, index) => (
              <th
                key={column}
                className={cx(
                  "sticky top-0 border-b border-line bg-sunken px-2 py-1 text-left text-xs font-medium text-ink-2",
                  numeric[index] && "text-right",
                )}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a table is its place.
            <tr key={at} className="border-b border-line last:border-0">
              {value.columns.map((column, index) => (
                <td
                  key={column}
                  dir="auto"
                  className={cx("px-2 py-1 align-top [overflow-wrap:anywhere]", numeric[index] && "text-right")}
                >
                  {cellText(row[index])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

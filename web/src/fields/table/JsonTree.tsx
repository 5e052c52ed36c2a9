import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx } from "@/kit/cx";

/** Children drawn at once; the rest on request. */
const CHUNK = 100;

function entriesOf(value: object): [string, unknown][] {
  return Array.isArray(value) ? value.map((one, index) => [String(index), one]) : Object.entries(value);
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === "string") {
    return <span className="whitespace-pre-wrap text-class-3 [overflow-wrap:anywhere]">{JSON.stringify(value)}</span>;
  }
  const look = typeof value === "number" ? "text-class-2" : "text-class-7";
  return <span className={look}>{String(value)}</span>;
}

function Node({ name, value, depth, open }: { name: string | null; value: unknown; depth: number; open: number }) {
  const [shown, setShown] = useState(depth < open);
  const [limit, setLimit] = useState(CHUNK);
  const label = name === null ? null : <span className="mr-1.5 text-ink-2">{name}:</span>;
  if (typeof value !== "object" || value === null) {
    return (
      <li className="pl-4">
        {label}
        <Leaf value={value} />
      </li>
    );
  }
  const entries = entriesOf(value);
  const list = Array.isArray(value);
  const size = `${entries.length} ${list ? (entries.length === 1 ? "entry" : "entries") : entries.length === 1 ? "key" : "keys"}`;
  return (
    <li>
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
        className="flex items-center rounded-sm text-left hover:bg-hover"
      >
        <ChevronRight
          size={12}
          aria-hidden
          className={cx("mr-1 shrink-0 text-ink-3 transition-transform", shown && "rotate-90")}
        />
        {label}
        <span className="text-ink-3">
          {list ? "[ ]" : "{ }"} {size}
        </span>
      </button>
      {shown ? (
        <ul className="ml-1.5 border-l border-line pl-3">
          {entries.slice(0, limit).map(([key, child]) => (
            <Node key={key} name={key} value={child} depth={depth + 1} open={open} />
          ))}
          {entries.length > limit ? (
            <li className="pl-4">
              <button
                type="button"
                className="text-accent underline underline-offset-2"
                onClick={() => setLimit(limit + CHUNK)}
              >
                {entries.length - limit} more
              </button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </li>
  );
}

/** JSON that opens and folds; nothing inside a folded part is drawn. */
export function JsonTree({ value, open = 2, className }: { value: unknown; open?: number; className?: string }) {
  return (
    <ul dir="ltr" className={cx("overflow-x-auto exact font-mono text-xs leading-5", className)}>
      <Node name={null} value={value} depth={0} open={open} />
    </ul>
  );
}

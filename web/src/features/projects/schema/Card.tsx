import { ArrowDown, ArrowUp, ChevronRight, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { SchemaProblem } from "@/api/types";
import { cx } from "@/kit/cx";
import { IconButton } from "@/ui/Button";

/** One line of the schema that opens into its form. */
export function Card({
  icon,
  title,
  detail,
  open,
  onToggle,
  index,
  size,
  onMove,
  onRemove,
  problems,
  children,
}: {
  icon: ReactNode;
  title: string;
  detail: string;
  open: boolean;
  onToggle: () => void;
  index: number;
  size: number;
  onMove: (to: number) => void;
  onRemove: () => void;
  problems: readonly SchemaProblem[];
  children: ReactNode;
}) {
  return (
    <li>
      <div className="flex h-10 items-center gap-1 pr-2">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex h-full min-w-0 flex-1 items-center gap-2 px-3 text-left hover:bg-hover"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className={cx("shrink-0 text-ink-3 transition-transform", open && "rotate-90")}
          />
          <span className="shrink-0 text-ink-3">{icon}</span>
          <span className="truncate font-medium">{title}</span>
          <span className="min-w-0 shrink-[999] truncate text-xs text-ink-3">{detail}</span>
          {problems.length > 0 ? (
            <span className="ml-auto shrink-0 text-xs text-bad">
              {problems.length === 1 ? "1 problem" : `${problems.length} problems`}
            </span>
          ) : null}
        </button>
        <IconButton size="sm" label="Move up" disabled={index === 0} onClick={() => onMove(index - 1)}>
          <ArrowUp size={14} aria-hidden />
        </IconButton>
        <IconButton size="sm" label="Move down" disabled={index === size - 1} onClick={() => onMove(index + 1)}>
          <ArrowDown size={14} aria-hidden />
        </IconButton>
        <IconButton size="sm" label={`Remove ${title}`} onClick={onRemove}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </div>
      {open ? (
        <div className="flex flex-col gap-4 border-t border-line bg-bg px-4 py-4">
          {problems.length > 0 ? (
            <ul role="alert" className="text-bad">
              {problems.map((problem) => (
                <li key={problem.path + problem.message}>{problem.message}</li>
              ))}
            </ul>
          ) : null}
          {children}
        </div>
      ) : null}
    </li>
  );
}

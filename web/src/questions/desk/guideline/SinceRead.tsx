import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { date, plural } from "@/kit/format";
import { IconButton } from "@/ui/Button";
import { Segments } from "@/ui/Toggle";
import type { DeskGuideline } from "./model";

export type View = "changes" | "whole";

/** Since when the text differs from what its reader knows, what was said about it, and the way through the marks. */
export function SinceRead({
  guideline,
  view,
  onView,
  changes,
  failed,
  onStep,
  whole = "Whole text",
  children,
}: {
  guideline: DeskGuideline;
  view: View;
  onView: (view: View) => void;
  changes: number;
  failed: boolean;
  onStep: (by: 1 | -1) => void;
  whole?: string;
  children?: ReactNode;
}) {
  const { read_before: before, changes: published } = guideline;
  if (!before) return null;
  const said = published.filter((one) => one.note);
  return (
    <section aria-label="What changed" className="rounded-lg border border-line bg-sunken px-3 py-2.5 text-base">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        <p className="min-w-0 flex-1 basis-56 text-ink-2">
          You read <span className="tabular">v{before.version}</span> on {date(before.read_at)}.{" "}
          {view === "changes" && changes > 0 ? (
            <span className="font-medium text-ink">{plural(changes, "change")} since then.</span>
          ) : null}
          {failed ? <span className="text-bad"> The earlier text could not be fetched.</span> : null}
        </p>
        <Segments
          label="View"
          value={view}
          onChange={onView}
          options={[
            { value: "changes", label: "Changes" },
            { value: "whole", label: whole },
          ]}
        />
        {changes > 1 ? (
          <span className="flex">
            <IconButton size="sm" label="Change before" onClick={() => onStep(-1)}>
              <ArrowUp size={14} />
            </IconButton>
            <IconButton size="sm" label="Next change" onClick={() => onStep(1)}>
              <ArrowDown size={14} />
            </IconButton>
          </span>
        ) : null}
      </div>
      {said.length > 0 ? (
        <ul className="mt-1.5 flex flex-col gap-0.5">
          {said.map((one) => (
            <li key={one.version} className="flex gap-2">
              <span className="tabular shrink-0 text-ink-3">v{one.version}</span>
              <span className="min-w-0 [overflow-wrap:anywhere]">{one.note}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {children}
    </section>
  );
}

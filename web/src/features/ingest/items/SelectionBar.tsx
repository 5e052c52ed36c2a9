import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Query } from "@/api/client";
import type { Id, Project } from "@/api/types";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";
import { ActDialog } from "@/features/ingest/items/ActDialog";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";

export const selectionCommands = defineCommands("page", {
  "items.act": { title: "Act on the selected items, or on all that fit", keys: ["KeyB"], words: "bulk many" },
  "items.mark": { title: "Select the row", keys: ["KeyM"], words: "mark check" },
  "items.mark_all": { title: "Select all rows loaded", keys: ["Shift+KeyM"], words: "mark check" },
});

/** What is selected, and what can be done to it; or to everything that fits. */
export function SelectionBar({
  project,
  selected,
  filters,
  found,
  onClear,
  onMark,
  onMarkAll,
}: {
  project: Project;
  selected: readonly Id[];
  filters: Query;
  /** "48 items", "10,000+ items". */
  found: string | undefined;
  onClear: () => void;
  onMark: () => void;
  onMarkAll: () => void;
}) {
  const [acting, setActing] = useState(false);
  useCommands(selectionCommands, {
    "items.act": () => setActing(true),
    "items.mark": onMark,
    "items.mark_all": onMarkAll,
  });
  const some = selected.length > 0;
  return (
    <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2" aria-live="polite">
      {some ? (
        <>
          <span className="font-medium">{selected.length} selected</span>
          <Button size="sm" tone="primary" onClick={() => setActing(true)}>
            Act on {plural(selected.length, "item")}…
          </Button>
          <Button size="sm" tone="quiet" onClick={onClear}>
            Clear the selection
          </Button>
        </>
      ) : (
        <Button size="sm" tone="quiet" onClick={() => setActing(true)}>
          Act on all that fit…
        </Button>
      )}
      <Link
        to="/projects/$projectId/acts"
        params={{ projectId: project.id }}
        className="ml-auto text-xs text-ink-3 underline-offset-2 hover:text-ink hover:underline"
      >
        Bulk acts
      </Link>
      {acting ? (
        <ActDialog
          project={project}
          what={some ? plural(selected.length, "selected item") : `all that fit${found ? `: ${found}` : ""}`}
          chosen={selected}
          filters={filters}
          onClose={() => setActing(false)}
        />
      ) : null}
    </div>
  );
}

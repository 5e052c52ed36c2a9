import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Id, Project } from "@/api/types";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";
import { Button } from "@/ui/Button";

export const selectionCommands = defineCommands("page", {
  "rows.act": { title: "Act on what is selected", keys: ["KeyB"], words: "bulk many accept reject" },
  "rows.mark": { title: "Select the row", keys: ["KeyM"], words: "mark check" },
  "rows.mark_all": { title: "Select all rows loaded", keys: ["Shift+KeyM"], words: "mark check" },
});

export type Selection = {
  ids: readonly Id[];
  toggle: (id: Id) => void;
  toggleAll: () => void;
  clear: () => void;
};

/** What is selected, and what can be done to it. `beside`: what else can be done then; `otherwise`: while nothing is. */
export function SelectionBar({
  project,
  selection,
  active,
  act,
  onAct,
  beside,
  otherwise,
}: {
  project: Project;
  selection: Selection;
  /** The row that the keys are on. */
  active: Id | undefined;
  /** "Act on 3 items…" */
  act: string;
  onAct: () => void;
  beside: ReactNode;
  otherwise: ReactNode;
}) {
  useCommands(selectionCommands, {
    "rows.act": onAct,
    "rows.mark": active !== undefined && (() => selection.toggle(active)),
    "rows.mark_all": selection.toggleAll,
  });
  return (
    <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2" aria-live="polite">
      {selection.ids.length > 0 ? (
        <>
          <span className="font-medium">{selection.ids.length} selected</span>
          <Button size="sm" tone="primary" onClick={onAct}>
            {act}
          </Button>
          {beside}
          <Button size="sm" tone="quiet" onClick={selection.clear}>
            Clear the selection
          </Button>
        </>
      ) : (
        otherwise
      )}
      <Link
        to="/projects/$projectId/acts"
        params={{ projectId: project.id }}
        className="ml-auto text-xs text-ink-3 underline-offset-2 hover:text-ink hover:underline"
      >
        Bulk acts
      </Link>
    </div>
  );
}

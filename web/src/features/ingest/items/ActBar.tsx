import { useState } from "react";
import type { Query } from "@/api/client";
import type { Id, Project } from "@/api/types";
import { ActDialog } from "@/features/ingest/items/ActDialog";
import { plural } from "@/kit/format";
import { type Selection, SelectionBar } from "@/lists/SelectionBar";
import { Button } from "@/ui/Button";

/** Acts on the selected items, or on everything that fits. */
export function ActBar({
  project,
  selection,
  active,
  filters,
  found,
}: {
  project: Project;
  selection: Selection;
  active: Id | undefined;
  filters: Query;
  /** "48 items", "10,000+ items". */
  found: string | undefined;
}) {
  const [acting, setActing] = useState(false);
  const chosen = selection.ids;
  return (
    <>
      <SelectionBar
        project={project}
        selection={selection}
        active={active}
        act={`Act on ${plural(chosen.length, "item")}…`}
        onAct={() => setActing(true)}
        otherwise={
          <Button size="sm" tone="quiet" onClick={() => setActing(true)}>
            Act on all that fit…
          </Button>
        }
      />
      {acting ? (
        <ActDialog
          project={project}
          what={chosen.length > 0 ? plural(chosen.length, "selected item") : `all that fit${found ? `: ${found}` : ""}`}
          chosen={chosen}
          filters={filters}
          onClose={() => setActing(false)}
        />
      ) : null}
    </>
  );
}

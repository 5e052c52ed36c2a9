import { useState } from "react";
import type { Query } from "@/api/client";
import type { Id, Project } from "@/api/types";
import { plural } from "@/kit/format";
import { ActDialog } from "@/lists/ActDialog";
import type { ActedOn } from "@/lists/acts";
import { countText } from "@/lists/countText";
import { type Selection, SelectionBar } from "@/lists/SelectionBar";
import { Button } from "@/ui/Button";

/** Acts on the selected items or answers, or on everything that fits, loaded or not. */
export function ActBar({
  project,
  of,
  selection,
  active,
  filters,
  found,
}: {
  project: Project;
  of: ActedOn;
  selection: Selection;
  active: Id | undefined;
  /** As the server takes them: numbers as numbers. */
  filters: Query;
  found: { count: number; exact: boolean } | undefined;
}) {
  const [acting, setActing] = useState<"chosen" | "all">();
  const chosen = selection.ids;
  const onAll = (
    <Button size="sm" tone="quiet" onClick={() => setActing("all")}>
      Act on all that fit…
    </Button>
  );
  const more = found !== undefined && (!found.exact || found.count > chosen.length);
  return (
    <>
      <SelectionBar
        project={project}
        selection={selection}
        active={active}
        act={`Act on ${plural(chosen.length, of)}…`}
        onAct={() => setActing(chosen.length > 0 ? "chosen" : "all")}
        beside={more ? onAll : null}
        otherwise={onAll}
      />
      {acting ? (
        <ActDialog
          project={project}
          of={of}
          what={
            acting === "chosen"
              ? plural(chosen.length, `selected ${of}`)
              : `all that fit${found ? `: ${countText(found, of)}` : ""}`
          }
          chosen={acting === "chosen" ? chosen : []}
          filters={filters}
          onClose={() => setActing(undefined)}
        />
      ) : null}
    </>
  );
}

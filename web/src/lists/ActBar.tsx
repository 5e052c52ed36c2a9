import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Query } from "@/api/client";
import { may } from "@/api/identity";
import type { Id, Project } from "@/api/types";
import { plural } from "@/kit/format";
import { ActDialog } from "@/lists/ActDialog";
import { type ActedOn, chosenIn } from "@/lists/acts";
import { countText } from "@/lists/countText";
import { type Selection, SelectionBar } from "@/lists/SelectionBar";
import { Button, buttonLook } from "@/ui/Button";

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
  const exported = may(project, "release.create") ? (
    <Link
      to="/projects/$projectId/releases/new"
      params={{ projectId: project.id }}
      search={{ only: chosenIn(of, chosen, filters) }}
      className={buttonLook({ size: "sm", tone: "quiet" })}
    >
      {chosen.length > 0 ? `Export ${plural(chosen.length, of)}…` : "Export all that fit…"}
    </Link>
  ) : null;
  const more = found !== undefined && (!found.exact || found.count > chosen.length);
  return (
    <>
      <SelectionBar
        project={project}
        selection={selection}
        active={active}
        act={`Act on ${plural(chosen.length, of)}…`}
        onAct={() => setActing(chosen.length > 0 ? "chosen" : "all")}
        beside={
          <>
            {exported}
            {more ? onAll : null}
          </>
        }
        otherwise={
          <>
            {onAll}
            {exported}
          </>
        }
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

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Bookmark, ChevronDown, Ellipsis } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { ListView, Project } from "@/api/types";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";
import { ColumnsMenu } from "@/features/ingest/items/ColumnsMenu";
import { columnsOf, differs, type ItemsSearch, isPlain, keptOf, SORTS, searchOf } from "@/features/ingest/items/search";
import { ViewDialog } from "@/features/ingest/items/ViewDialog";
import { Button, IconButton } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Menu, type MenuItem } from "@/ui/Menu";
import { Select } from "@/ui/Select";
import { toast } from "@/ui/Toast";

export const viewCommands = defineCommands("page", {
  "views.open": { title: "Open a view", keys: ["KeyV"], words: "saved filters" },
  "views.save": { title: "Save the list as a view", keys: ["KeyS"], words: "saved filters" },
});

const route = getRouteApi("/signed-in/shell/projects/$projectId/items");
const ALL: ItemsSearch = { view: "all" };

/** Which view the list is, how it is sorted and which columns it has. */
export function ViewBar({ project, search, views }: { project: Project; search: ItemsSearch; views: ListView[] }) {
  const navigate = route.useNavigate();
  const [picking, setPicking] = useState(false);
  const [naming, setNaming] = useState<"new" | "old" | null>(null);
  const view = views.find((each) => each.id === search.view);
  const changed = view ? differs(search, view) : !isPlain({ ...search, view: undefined });
  const open = (next: ItemsSearch) => void navigate({ search: next });
  useCommands(viewCommands, {
    "views.open": () => setPicking(true),
    "views.save": () => setNaming("new"),
  });
  const pick = (each: ListView): MenuItem => ({
    label: each.name,
    hint: [each.mine ? null : each.person.name, each.default ? "default" : null].filter(Boolean).join(" · "),
    onSelect: () => open(searchOf(each)),
  });
  const own = views.filter((each) => !each.shared);
  const shared = views.filter((each) => each.shared);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Menu
        align="start"
        open={picking}
        onOpenChange={setPicking}
        items={[
          { label: "All items", onSelect: () => open(ALL) },
          own.length > 0 && "line",
          ...own.map(pick),
          shared.length > 0 && "line",
          ...shared.map(pick),
        ]}
      >
        <Button icon={<Bookmark size={14} aria-hidden />} className="max-w-72">
          <span className="sr-only">View: </span>
          <span className="truncate">{view?.name ?? "All items"}</span>
          {view && changed ? <span className="font-normal text-ink-3">changed</span> : null}
          <ChevronDown size={14} aria-hidden className="text-ink-3" />
        </Button>
      </Menu>
      {view ? (
        <ViewActs
          project={project}
          view={view}
          search={search}
          changed={changed}
          onName={setNaming}
          onGone={() => open(ALL)}
        />
      ) : changed ? (
        <Button tone="quiet" onClick={() => setNaming("new")}>
          Save as a view
        </Button>
      ) : null}
      <div className="ml-auto flex flex-wrap items-center gap-2">
        <Select
          aria-label="Sorted"
          value={search.sort ?? "ord"}
          options={SORTS}
          onChange={(sort) =>
            void navigate({ search: { ...search, sort: sort === "ord" ? undefined : sort }, replace: true })
          }
        />
        <ColumnsMenu
          shown={columnsOf(search)}
          onChange={(columns) => void navigate({ search: { ...search, columns }, replace: true })}
        />
      </div>
      {naming ? (
        <ViewDialog
          project={project}
          search={search}
          view={naming === "old" ? view : undefined}
          onClose={() => setNaming(null)}
          onKept={(kept) => {
            if (naming === "new") open(searchOf(kept));
            setNaming(null);
          }}
        />
      ) : null}
    </div>
  );
}

function ViewActs({
  project,
  view,
  search,
  changed,
  onName,
  onGone,
}: {
  project: Project;
  view: ListView;
  search: ItemsSearch;
  changed: boolean;
  onName: (which: "new" | "old") => void;
  onGone: () => void;
}) {
  const client = useQueryClient();
  const [ending, setEnding] = useState(false);
  const path = `/projects/${project.id}/views/${view.id}`;
  const settings = {
    onSuccess: () => client.invalidateQueries({ queryKey: keys.in(project.id, "views") }),
    onError: (error: Error) => toast(failureMessage(error), { tone: "bad" }),
  };
  const change = useMutation({ mutationFn: (body: object) => api.patch<ListView>(path, body), ...settings });
  const opensWith = useMutation({
    mutationFn: (id: string | null) => api.put(`/projects/${project.id}/default-view`, { view_id: id }),
    ...settings,
  });
  const end = useMutation({ mutationFn: () => api.delete(path), ...settings });
  const mayChange = view.mine || may(project, "project.configure");
  return (
    <>
      {changed && mayChange ? (
        <Button tone="quiet" busy={change.isPending} onClick={() => change.mutate(keptOf(search))}>
          Save
        </Button>
      ) : null}
      <Menu
        align="start"
        items={[
          { label: "Save as another view…", onSelect: () => onName("new") },
          mayChange && { label: "Name and sharing…", onSelect: () => onName("old") },
          view.default
            ? { label: "Do not open the list with it", onSelect: () => opensWith.mutate(null) }
            : { label: "Open the list with it", onSelect: () => opensWith.mutate(view.id) },
          mayChange && "line",
          mayChange && { label: "Delete…", danger: true, onSelect: () => setEnding(true) },
        ]}
      >
        <IconButton label={`Acts on the view ${view.name}`}>
          <Ellipsis size={14} aria-hidden />
        </IconButton>
      </Menu>
      {view.problem ? (
        <p role="alert" className="basis-full text-warn">
          This view no longer fits the project: {view.problem.message}
        </p>
      ) : null}
      <Confirm
        open={ending}
        onOpenChange={setEnding}
        title={`Delete the view ${view.name}?`}
        action="Delete the view"
        busy={end.isPending}
        onConfirm={() =>
          end.mutate(undefined, {
            onSettled: () => setEnding(false),
            onSuccess: onGone,
          })
        }
      >
        <p>
          {view.shared ? "Everybody who may browse the items loses it." : "Nobody else sees it."} Items are not touched.
        </p>
      </Confirm>
    </>
  );
}

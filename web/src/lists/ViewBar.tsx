import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bookmark, ChevronDown, Ellipsis } from "lucide-react";
import { type ReactNode, useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { ListView, Project } from "@/api/types";
import { defineCommands } from "@/commands/model";
import { useCommands } from "@/commands/useCommands";
import { ViewDialog } from "@/lists/ViewDialog";
import { differs, isPlain, type ViewedList } from "@/lists/views";
import { Button, IconButton } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Menu, type MenuItem } from "@/ui/Menu";
import { toast } from "@/ui/Toast";

export const viewCommands = defineCommands("page", {
  "views.open": { title: "Open a view", keys: ["KeyV"], words: "saved filters" },
  "views.save": { title: "Save the list as a view", keys: ["KeyS"], words: "saved filters" },
});

/** Which view the list is: one's own and shared ones, and keeping it as one. `children`: how else it is shown. */
export function ViewBar<S extends { view?: string }>({
  of,
  project,
  search,
  views,
  onOpen: open,
  children,
}: {
  of: ViewedList<S>;
  project: Project;
  search: S;
  views: ListView[];
  onOpen: (search: S) => void;
  children?: ReactNode;
}) {
  const [picking, setPicking] = useState(false);
  const [naming, setNaming] = useState<"new" | "old" | null>(null);
  const view = views.find((each) => each.id === search.view);
  const changed = view ? differs(of, search, view) : !isPlain({ ...search, view: undefined });
  const all = () => open({ view: "all" } as S);
  useCommands(viewCommands, {
    "views.open": () => setPicking(true),
    "views.save": () => setNaming("new"),
  });
  const pick = (each: ListView): MenuItem => ({
    label: each.name,
    hint: [each.mine ? null : each.person.name, each.default ? "default" : null].filter(Boolean).join(" · "),
    onSelect: () => open(of.searchOf(each)),
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
          { label: of.all, onSelect: all },
          own.length > 0 && "line",
          ...own.map(pick),
          shared.length > 0 && "line",
          ...shared.map(pick),
        ]}
      >
        <Button icon={<Bookmark size={14} aria-hidden />} className="max-w-72">
          <span className="sr-only">View: </span>
          <span className="truncate">{view?.name ?? of.all}</span>
          {view && changed ? <span className="font-normal text-ink-3">changed</span> : null}
          <ChevronDown size={14} aria-hidden className="text-ink-3" />
        </Button>
      </Menu>
      {view ? (
        <ViewActs
          key={view.id}
          of={of}
          project={project}
          view={view}
          search={search}
          changed={changed}
          onName={setNaming}
          onGone={all}
        />
      ) : changed ? (
        <Button tone="quiet" onClick={() => setNaming("new")}>
          Save as a view…
        </Button>
      ) : null}
      {children}
      {naming ? (
        <ViewDialog
          of={of}
          project={project}
          search={search}
          view={naming === "old" ? view : undefined}
          onClose={() => setNaming(null)}
          onKept={(kept) => {
            if (naming === "new") open(of.searchOf(kept));
            setNaming(null);
          }}
        />
      ) : null}
    </div>
  );
}

function ViewActs<S extends { view?: string }>({
  of,
  project,
  view,
  search,
  changed,
  onName,
  onGone,
}: {
  of: ViewedList<S>;
  project: Project;
  view: ListView;
  search: S;
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
    mutationFn: (id: string | null) => api.put(`/projects/${project.id}/default-view`, { view_id: id, list: of.list }),
    ...settings,
  });
  const end = useMutation({ mutationFn: () => api.delete(path), ...settings });
  const mayChange = view.mine || may(project, "project.configure");
  return (
    <>
      {changed && mayChange ? (
        <Button tone="quiet" busy={change.isPending} onClick={() => change.mutate(of.keptOf(search))}>
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
          {view.shared ? `Everybody who may ${of.may} loses it.` : "Nobody else sees it."} What it lists is not touched.
        </p>
      </Confirm>
    </>
  );
}

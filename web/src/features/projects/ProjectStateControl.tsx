import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pause, Play } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Project, ProjectState } from "@/api/types";
import { Button, IconButton } from "@/ui/Button";
import { Confirm } from "@/ui/Dialog";
import { Menu } from "@/ui/Menu";
import { toast } from "@/ui/Toast";

const SAID: Record<ProjectState, string> = {
  draft: "The project is a draft again.",
  active: "The project is active: work is handed out.",
  paused: "The project is paused: no new work is handed out.",
  archived: "The project is archived.",
};

export function useSetProjectState(project: Project) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (state: ProjectState) => api.post<Project>(`/projects/${project.id}/state`, { state }),
    onSuccess: (next) => {
      client.setQueryData(keys.project(project.id), next);
      void client.invalidateQueries({ queryKey: keys.projects });
      toast(SAID[next.state], { tone: "good" });
    },
    onError: (error) => toast(failureMessage(error), { tone: "bad" }),
  });
}

/** Activate, pause, archive: with the reach of each said before. */
export function ProjectStateControl({ project }: { project: Project }) {
  const change = useSetProjectState(project);
  const [asks, setAsks] = useState(false);
  if (!may(project, "project.configure")) return null;
  const active = project.state === "active";
  return (
    <>
      {active ? (
        <Button icon={<Pause size={14} aria-hidden />} busy={change.isPending} onClick={() => change.mutate("paused")}>
          Pause
        </Button>
      ) : (
        <Button
          tone="primary"
          icon={<Play size={14} aria-hidden />}
          busy={change.isPending}
          onClick={() => change.mutate("active")}
        >
          {project.state === "draft" ? "Activate" : "Resume"}
        </Button>
      )}
      {project.state === "archived" ? null : (
        <Menu items={[{ label: "Archive…", onSelect: () => setAsks(true), danger: true }]}>
          <IconButton label="More acts" tone="plain">
            <Ellipsis size={14} aria-hidden />
          </IconButton>
        </Menu>
      )}
      <Confirm
        open={asks}
        onOpenChange={setAsks}
        title={`Archive ${project.name}?`}
        action="Archive"
        busy={change.isPending}
        onConfirm={() => change.mutate("archived", { onSuccess: () => setAsks(false) })}
      >
        <p>
          No work is handed out any more, and live assignments end
          {project.progress ? ` (${project.progress.in_work} items are in work now)` : ""}. Items, annotations and
          releases stay and can be read. You can take it back.
        </p>
      </Confirm>
    </>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import type { Invitation, Project } from "@/api/types";
import type { ProjectDraft } from "@/features/projects/wizard/draft";

export type Made = { project: Project; invitations: Invitation[]; problems: string[] };

/** Makes the project first; what then fails with a person is told and does not undo it. */
async function makeProject(draft: ProjectDraft): Promise<Made> {
  const project = await api.post<Project>("/projects", {
    name: draft.name.trim(),
    description: draft.description.trim(),
    ...(draft.preset ? { preset: draft.preset } : {}),
    schema: draft.schema,
    guideline: draft.guideline,
    ...draft.quality,
  });
  const made: Made = { project, invitations: [], problems: [] };
  for (const [person, role] of Object.entries(draft.members)) {
    await api
      .put(`/projects/${project.id}/members/${person}`, { role })
      .catch((error) => made.problems.push(failureMessage(error)));
  }
  for (const invite of draft.invites.filter((one) => one.email.trim())) {
    const body = { email: invite.email.trim(), role: invite.role, projects: [{ id: project.id, role: invite.role }] };
    await api
      .post<Invitation>("/invitations", body)
      .then((invitation) => made.invitations.push(invitation))
      .catch((error) => made.problems.push(`${invite.email}: ${failureMessage(error)}`));
  }
  return made;
}

export function useMakeProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: makeProject,
    onSuccess: () =>
      Promise.all(
        [keys.projects, keys.invitations, keys.people].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}

import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { api } from "@/api/client";
import type { BulkAct, Project } from "@/api/types";
import { newId } from "@/kit/newId";

/** Asks for a bulk act, and goes to the page that shows what it would do. */
export function useBulkAct(project: Project) {
  const navigate = useNavigate();
  // The same key again is the same act: a request that was lost does not ask twice.
  const key = useRef(newId());
  return useMutation({
    mutationFn: (wanted: object) =>
      api.post<BulkAct>(`/projects/${project.id}/bulk-acts`, { ...wanted, key: key.current }),
    onSuccess: (act) =>
      navigate({ to: "/projects/$projectId/acts/$bulkId", params: { projectId: project.id, bulkId: act.id } }),
  });
}

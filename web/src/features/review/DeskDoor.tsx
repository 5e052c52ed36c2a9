import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { BenchBrief, Id } from "@/api/types";
import { briefQuery, mustRead } from "@/api/work";
import { useTitle } from "@/kit/title";
import { ErrorState, SkeletonRows } from "@/ui/States";
import { Gate } from "./Gate";

/** What comes before the first case: the brief, and its guideline if that has not been read. */
export function DeskDoor({
  projectId,
  what,
  children,
}: {
  projectId: Id;
  what: string;
  children: (brief: BenchBrief) => ReactNode;
}) {
  const brief = useQuery(briefQuery(projectId));
  useTitle(what, brief.data?.project.name);
  if (brief.isError) {
    return (
      <div className="mx-auto max-w-xl p-6">
        <ErrorState error={brief.error} onRetry={() => void brief.refetch()} />
      </div>
    );
  }
  if (!brief.data) return <SkeletonRows className="mx-auto max-w-3xl p-10" />;
  if (mustRead(brief.data)) return <Gate brief={brief.data} />;
  return children(brief.data);
}

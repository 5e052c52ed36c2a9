import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { may } from "@/api/identity";
import { membersQuery } from "@/api/projects";
import type { Progress, Project } from "@/api/types";
import { cx } from "@/kit/cx";
import { Panel } from "@/ui/Page";

type Step = { done: boolean; title: string; text: string; link?: ReactNode };

const LINK = "text-accent underline underline-offset-2";

/** Until the first answers come in, the overview teaches the way to them. */
export function NextSteps({ project, progress }: { project: Project; progress: Progress | undefined }) {
  const people = useQuery({ ...membersQuery(project.id), enabled: may(project, "project.configure") });
  if (!may(project, "project.configure") || !progress || progress.annotations > 0 || project.state === "archived")
    return null;
  const params = { projectId: project.id };
  const steps: Step[] = [
    {
      done: progress.items > 0,
      title: "Import items",
      text: "Drop in a JSONL, CSV or Parquet file.",
      link: (
        <Link to="/projects/$projectId/imports/new" params={params} className={LINK}>
          Import items
        </Link>
      ),
    },
    {
      done: people.data?.some((one) => one.role === "annotator") ?? false,
      title: "Give people a role",
      text: "Annotators and reviewers, yours or a vendor's.",
      link: (
        <Link to="/projects/$projectId/members" params={params} className={LINK}>
          Members
        </Link>
      ),
    },
    { done: project.state === "active", title: "Activate", text: "From then on work is handed out." },
  ];
  return (
    <Panel className="mb-6">
      <h2 className="mb-3 text-base">Next: get the first answers</h2>
      <ol className="grid gap-4 sm:grid-cols-3">
        {steps.map((step, index) => (
          <li key={step.title} className="flex gap-3">
            <span
              className={cx(
                "flex size-5 shrink-0 items-center justify-center rounded-full border text-xs",
                step.done ? "border-good bg-good-soft text-good" : "border-line-strong text-ink-3",
              )}
            >
              {step.done ? <Check size={12} aria-label="done" /> : index + 1}
            </span>
            <div>
              <p className="font-medium">{step.title}</p>
              <p className="text-ink-2">
                {step.text} {step.link}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

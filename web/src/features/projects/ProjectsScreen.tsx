import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { may, useMe } from "@/api/identity";
import { ProjectsTable } from "@/features/projects/ProjectsTable";
import { buttonLook } from "@/ui/Button";
import { Page } from "@/ui/Page";

export function ProjectsScreen() {
  const mayCreate = may(useMe(), "project.create");
  return (
    <Page
      title="Projects"
      actions={
        mayCreate ? (
          <Link to="/projects/new" className={buttonLook({ tone: "primary" })}>
            <Plus size={14} aria-hidden />
            New project
          </Link>
        ) : null
      }
    >
      <ProjectsTable mayCreate={mayCreate} />
    </Page>
  );
}

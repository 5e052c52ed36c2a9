import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { may, useMe } from "@/api/identity";
import { skillsQuery } from "@/api/skills";
import type { Skill } from "@/api/types";
import { plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { HoldersDialog } from "./HoldersDialog";
import { SkillDialog } from "./SkillDialog";

/** What people are known to be able to do. */
export function SkillsScreen() {
  const query = useQuery(skillsQuery);
  const manages = may(useMe(), "skill.manage");
  const [open, setOpen] = useState<Skill | null>(null);
  const [editing, setEditing] = useState<Skill | "new" | null>(null);
  const button = manages ? (
    <Button tone="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setEditing("new")}>
      New skill
    </Button>
  ) : null;
  return (
    <Page
      title="Skills"
      lead="What people are known to be able to do: by your word, or because they passed a course. A project, or a batch of it, is given only to those who have what it asks for."
      actions={query.data?.length ? button : null}
    >
      <Loaded query={query}>
        {(skills) =>
          skills.length === 0 ? (
            <EmptyState title="No skills yet" action={button}>
              A language, a profession, a course that was passed: make it a skill, say who has it, and let a project ask
              for it under Settings.
            </EmptyState>
          ) : (
            <Table label="Skills" rows={skills} rowKey={(row) => row.id} onOpen={setOpen} columns={columns(setOpen)} />
          )
        }
      </Loaded>
      {open ? <HoldersDialog skill={open} onEdit={() => setEditing(open)} onClose={() => setOpen(null)} /> : null}
      {editing ? (
        <SkillDialog
          skill={editing === "new" ? null : editing}
          onClose={() => {
            setEditing(null);
            setOpen(null);
          }}
        />
      ) : null}
    </Page>
  );
}

function columns(onOpen: (skill: Skill) => void): Column<Skill>[] {
  return [
    {
      id: "name",
      title: "Skill",
      className: "w-full",
      cell: (row) => (
        <button type="button" dir="auto" className="font-medium hover:underline" onClick={() => onOpen(row)}>
          {row.name}
        </button>
      ),
    },
    { id: "course", title: "Earned in the course of", cell: (row) => row.course?.name ?? "" },
    {
      id: "days",
      title: "Held for",
      className: "whitespace-nowrap",
      cell: (row) => (row.valid_days ? plural(row.valid_days, "day") : "always"),
    },
    {
      id: "holders",
      title: "People",
      align: "right",
      cell: (row) => <span className="tabular">{row.holders}</span>,
    },
  ];
}

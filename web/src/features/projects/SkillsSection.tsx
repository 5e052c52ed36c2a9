import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { batchesQuery } from "@/api/ingest";
import { requiredSkillsQuery, skillsQuery } from "@/api/skills";
import type { Id, RequiredSkills, Skill } from "@/api/types";
import { Button } from "@/ui/Button";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";
import { Popover } from "@/ui/Popover";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";
import { Checkbox } from "@/ui/Toggle";

/** What people must be able to do to be asked: about anything here, and about the items of some batches. */
export function SkillsSection({ project }: { project: Id }) {
  const skills = useQuery(skillsQuery);
  const required = useQuery(requiredSkillsQuery(project));
  return (
    <Section title="Skills" className="mt-10 max-w-3xl">
      <Panel>
        <Loaded query={skills}>
          {(known) =>
            known.length === 0 ? (
              <p className="text-ink-2">
                There are no{" "}
                <Link to="/skills" className="text-accent underline underline-offset-2">
                  skills
                </Link>{" "}
                yet. With one, a project or a batch is given only to those who have it.
              </p>
            ) : (
              <Loaded query={required}>
                {(asked) => <SkillsForm project={project} known={known} asked={asked} />}
              </Loaded>
            )
          }
        </Loaded>
      </Panel>
    </Section>
  );
}

const flip = (ids: readonly Id[], id: Id, on: boolean) => (on ? [...ids, id] : ids.filter((one) => one !== id));

function SkillsForm({ project, known, asked }: { project: Id; known: Skill[]; asked: RequiredSkills }) {
  const [form, setForm] = useState(asked);
  const client = useQueryClient();
  const batches = useInfiniteQuery(batchesQuery(project)).data ?? [];
  const save = useMutation({
    mutationFn: () => api.put<RequiredSkills>(`/projects/${project}/skills`, form),
    onSuccess: (next) => {
      client.setQueryData(requiredSkillsQuery(project).queryKey, next);
      setForm(next);
      toast("Saved. It holds from the next item on.", { tone: "good" });
    },
  });
  const of = (batch: Id) => form.batches.find((one) => one.id === batch)?.skills ?? [];
  const setBatch = (batch: Id, skills: Id[]) => {
    const others = form.batches.filter((one) => one.id !== batch);
    setForm({ ...form, batches: skills.length > 0 ? [...others, { id: batch, skills }] : others });
  };
  const boxes = (chosen: readonly Id[], onChange: (skills: Id[]) => void, choices: readonly Skill[]) =>
    choices.map((skill) => (
      <Checkbox
        key={skill.id}
        label={skill.name}
        checked={chosen.includes(skill.id)}
        onChange={(on) => onChange(flip(chosen, skill.id, on))}
      />
    ));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <FormError error={save.error} />
      <p className="mb-3 max-w-prose text-ink-2">
        Only people who have all of them are asked about anything here. What somebody has in hand they finish.
      </p>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {boxes(
          form.skills,
          (skills) => setForm({ ...form, skills }),
          // Nobody could begin with a skill that this very course earns.
          known.filter((skill) => skill.course?.id !== project),
        )}
      </div>
      {batches.length > 0 ? (
        <>
          <h3 className="mt-5 mb-1 text-sm">In batches</h3>
          <ul className="divide-y divide-line border-y border-line">
            {batches.map((batch) => (
              <li key={batch.id} className="flex flex-wrap items-center gap-3 py-1.5">
                <span className="min-w-0 flex-1 truncate">{batch.name}</span>
                <span className="text-ink-3">
                  {known
                    .filter((skill) => of(batch.id).includes(skill.id))
                    .map((skill) => skill.name)
                    .join(", ")}
                </span>
                <Popover
                  align="end"
                  className="flex w-64 flex-col gap-2"
                  trigger={
                    <Button size="sm" aria-label={`Skills that ${batch.name} asks for`}>
                      Skills…
                    </Button>
                  }
                >
                  {boxes(of(batch.id), (skills) => setBatch(batch.id, skills), known)}
                </Popover>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <Button
        type="submit"
        tone="primary"
        className="mt-4"
        busy={save.isPending}
        why={JSON.stringify(form) === JSON.stringify(asked) ? "Nothing has changed" : null}
      >
        Save skills
      </Button>
    </form>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { brandReport } from "@/api/brands";
import { api, apiUrl } from "@/api/client";
import { keys } from "@/api/keys";
import { useOpenProject } from "@/api/projects";
import type { Project } from "@/api/types";
import { BrandStop } from "@/features/projects/BrandCheck";
import { CareSection } from "@/features/projects/CareSection";
import { QualityForm } from "@/features/projects/QualityForm";
import { SkillsSection } from "@/features/projects/SkillsSection";
import { WallsForm } from "@/features/projects/WallsForm";
import { WritingSection } from "@/features/projects/WritingSection";
import { Button, buttonLook } from "@/ui/Button";
import { Digest } from "@/ui/CopyField";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { Facts, Page, Panel, Section } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

function editable(project: Project) {
  const { name, description, overlap, review_share, lease_seconds, person_cap } = project;
  const { exclusivity = "person", restricted = false, overlap_max = null, overlap_risk = 0.05 } = project;
  const { overlap_last = false, overlap_tolerance = 0.05 } = project;
  const quality = {
    overlap,
    overlap_max,
    overlap_risk,
    overlap_last,
    overlap_tolerance,
    review_share,
    lease_seconds,
    person_cap,
  };
  return { name, description, ...quality, exclusivity, restricted };
}

export function SettingsScreen() {
  const project = useOpenProject();
  const [form, setForm] = useState(() => editable(project));
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.patch<Project>(`/projects/${project.id}`, form),
    onSuccess: (next) => {
      client.setQueryData(keys.project(project.id), next);
      void client.invalidateQueries({ queryKey: keys.projects });
      setForm(editable(next));
      toast("Saved.", { tone: "good" });
    },
  });
  const changed = JSON.stringify(form) !== JSON.stringify(editable(project));
  const more = form.overlap - project.overlap;
  const stopped = brandReport(save.error);
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <Page title="Settings">
      <form onSubmit={handleSubmit} className="max-w-3xl">
        <FormError error={stopped ? null : save.error} />
        <Section title="Name">
          <Panel className="flex flex-col gap-4">
            <Field label="Name">
              <Input
                required
                maxLength={200}
                value={form.name}
                onChange={(event) => setForm({ ...form, name: event.target.value })}
              />
            </Field>
            <Field label="Description" optional hint="The people who do the work see it.">
              <Textarea
                rows={2}
                value={form.description}
                onChange={(event) => setForm({ ...form, description: event.target.value })}
              />
            </Field>
          </Panel>
        </Section>
        <Section title="Quality">
          <Panel>
            <QualityForm value={form} onChange={(quality) => setForm({ ...form, ...quality })} />
            {more > 0 ? (
              <p className="mt-4 text-warn">
                Each item will want {more} more {more === 1 ? "answer" : "answers"}; items that are done open again.
              </p>
            ) : null}
            {more < 0 ? (
              <p className="mt-4 text-warn">
                Items that have {form.overlap} answers by now count as answered. No annotation is lost.
              </p>
            ) : null}
          </Panel>
        </Section>
        <Section title="Vendors and rivals">
          <Panel>
            <WallsForm value={form} onChange={(walls) => setForm({ ...form, ...walls })} />
          </Panel>
        </Section>
        <Button type="submit" tone="primary" busy={save.isPending} why={changed ? null : "Nothing has changed"}>
          Save
        </Button>
      </form>
      <BrandStop
        project={project.id}
        title="Vendors would read who you are"
        undone="Nothing was saved yet."
        action="Accept and save"
        report={stopped}
        onClose={save.reset}
        onAccepted={() => save.mutate()}
      />
      <CareSection project={project.id} />
      <SkillsSection project={project.id} />
      <WritingSection project={project.id} />
      <Section title="For files and scripts" className="mt-10 max-w-3xl">
        <Panel>
          <Facts
            items={[
              ["Project id", <Digest key="id" value={project.id} length={36} />],
              [
                "Slug",
                <span key="slug" className="font-mono text-xs">
                  {project.slug}
                </span>,
              ],
              [
                "As a file",
                <span key="file" className="flex flex-wrap items-center gap-3">
                  <a
                    className={buttonLook({ size: "sm" })}
                    href={apiUrl(`/projects/${project.id}/brief-file`)}
                    download={`${project.slug}.json`}
                  >
                    Download the brief
                  </a>
                  <span className="text-ink-3">Apply it anywhere with</span>{" "}
                  <code className="font-mono text-xs">armslength project apply</code>
                </span>,
              ],
            ]}
          />
        </Panel>
      </Section>
    </Page>
  );
}

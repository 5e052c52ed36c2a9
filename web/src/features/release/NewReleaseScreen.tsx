import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { api } from "@/api/client";
import { batchesQuery } from "@/api/ingest";
import { keys } from "@/api/keys";
import { schemaQuery, useOpenProject } from "@/api/projects";
import { releasesQuery } from "@/api/release";
import type { Recipe, Release } from "@/api/types";
import { onlyWords } from "@/features/release/only";
import { BatchChoice, PreferenceChoice, QuestionChoice, SplitChoice } from "@/features/release/RecipeParts";
import { plainRecipe } from "@/features/release/recipe";
import { count } from "@/kit/format";
import { Button } from "@/ui/Button";
import { BESIDE, Field } from "@/ui/Field";
import { Input, NumberInput, Textarea } from "@/ui/Input";
import { Page, Panel } from "@/ui/Page";
import { FormError } from "@/ui/States";
import { Checkbox, Radios } from "@/ui/Toggle";

const route = getRouteApi("/signed-in/shell/projects/$projectId/releases/new");

export function NewReleaseScreen() {
  const project = useOpenProject();
  const { only } = route.useSearch();
  const releases = useInfiniteQuery(releasesQuery(project.id));
  const batches = useInfiniteQuery(batchesQuery(project.id));
  const schema = useQuery(schemaQuery(project.id));
  const [name, setName] = useState("");
  const [recipe, setRecipe] = useState<Recipe>(plainRecipe);
  const client = useQueryClient();
  const navigate = useNavigate();
  const next = Math.max(0, ...(releases.data ?? []).map((one) => one.number)) + 1;
  const create = useMutation({
    mutationFn: () =>
      api.post<Release>(`/projects/${project.id}/releases`, {
        name: name.trim() || `Release ${next}`,
        recipe: { ...recipe, only },
      }),
    onSuccess: (made) => {
      client.setQueryData(keys.in(project.id, "release", made.id), made);
      void client.invalidateQueries({ queryKey: keys.in(project.id, "releases") });
      void navigate({
        to: "/projects/$projectId/releases/$releaseId",
        params: { projectId: project.id, releaseId: made.id },
        replace: true,
      });
    },
  });
  const set = (change: Partial<Recipe>) => setRecipe({ ...recipe, ...change });
  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    create.mutate();
  }
  return (
    <Page
      title="New release"
      lead={
        project.progress
          ? `${count(project.progress.done)} of ${count(project.progress.items)} items are done, ${count(project.progress.annotations)} annotations stand.`
          : undefined
      }
    >
      <form onSubmit={handleSubmit} className="max-w-3xl">
        <Panel className="flex flex-col gap-6">
          <FormError error={create.error} />
          <Field inline label="Name">
            <Input
              autoFocus
              value={name}
              maxLength={200}
              placeholder={`Release ${next}`}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          {only ? (
            <Row label="Only">
              <p>{onlyWords(only)}</p>
              <p className="text-xs text-ink-3">
                {only.answer_filters || only.annotation_ids
                  ? "Exactly these, without what others said of the same items; none that was rejected. "
                  : "With all that stands on them; none that is retired or gold. "}
                <Link
                  to="/projects/$projectId/releases/new"
                  params={{ projectId: project.id }}
                  className="whitespace-nowrap underline underline-offset-2 hover:text-ink"
                >
                  Everything instead
                </Link>
              </p>
            </Row>
          ) : null}
          <Row label="Annotations">
            <Radios
              label="Which annotations"
              value={recipe.review}
              onChange={(review) => set({ review })}
              options={[
                {
                  value: "any",
                  label: "All that stand",
                  hint: "Submitted ones and those that passed review; never rejected ones.",
                },
                {
                  value: "accepted",
                  label: "Only those that passed review",
                  hint: "Accepted, or fixed by the reviewer.",
                },
              ]}
            />
          </Row>
          <Row label="Truth">
            <Radios
              label="What an item says"
              value={recipe.truth}
              onChange={(truth) => set({ truth, margin: undefined, steps: undefined })}
              options={[
                { value: "all", label: "Every answer", hint: "Disagreement stays in the data." },
                { value: "majority", label: "The majority", hint: "One answer per item, by vote." },
                {
                  value: "inferred",
                  label: "The likeliest label",
                  hint: "By how each person errs, with a probability; the majority stands beside it.",
                },
              ]}
            />
            {recipe.truth !== "all" ? (
              <div className="mt-3 ml-6">
                <Checkbox
                  label="Drop items with a tie"
                  checked={recipe.ties === "drop"}
                  onChange={(drop) => set({ ties: drop ? "drop" : "keep" })}
                />
              </div>
            ) : null}
          </Row>
          <Field inline label="At least" hint="Items with fewer answers are left out, and counted in the manifest.">
            <NumberInput
              min={1}
              value={recipe.min_answers}
              suffix="answers per item"
              onChange={(least) => set({ min_answers: Math.max(1, Math.round(least ?? 1)) })}
            />
          </Field>
          <BatchChoice
            batches={batches.data ?? []}
            value={recipe.batch_ids ?? null}
            onChange={(ids) => set({ batch_ids: ids })}
          />
          <QuestionChoice schema={schema.data?.schema} recipe={recipe} onChange={set} />
          <PreferenceChoice schema={schema.data?.schema} recipe={recipe} onChange={set} />
          <SplitChoice value={recipe.split ?? null} onChange={(split) => set({ split })} />
          <Row label="Metadata">
            <Checkbox
              label="Include the metadata of items"
              checked={recipe.include_metadata}
              onChange={(on) => set({ include_metadata: on })}
            />
          </Row>
          <Row label="Firms">
            <Checkbox
              label="Say which answers come from the same firm"
              hint="Under an alias; soft labels are then told firm by firm too."
              checked={recipe.groups === "firm"}
              onChange={(on) => set({ groups: on ? "firm" : undefined })}
            />
          </Row>
          <Field inline label="Seed" hint="For splits and draws. The same seed gives the same bytes.">
            <NumberInput
              step={1}
              min={0}
              value={recipe.seed}
              onChange={(seed) => set({ seed: Math.max(0, Math.round(seed ?? 0)) })}
            />
          </Field>
          <Field inline label="License" optional hint="Goes on the card of the dataset.">
            <Input
              value={recipe.license ?? ""}
              maxLength={100}
              placeholder="CC-BY-4.0"
              onChange={(event) => set({ license: event.target.value })}
            />
          </Field>
          <Field inline label="Note" optional>
            <Textarea rows={2} value={recipe.note ?? ""} onChange={(event) => set({ note: event.target.value })} />
          </Field>
          <div className="flex items-center justify-end gap-2 border-t border-line pt-4">
            <Link
              to="/projects/$projectId/releases"
              params={{ projectId: project.id }}
              className="px-3 py-1.5 text-ink-2 hover:text-ink"
            >
              Cancel
            </Link>
            <Button type="submit" tone="primary" busy={create.isPending}>
              Freeze the release
            </Button>
          </div>
        </Panel>
      </form>
    </Page>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={BESIDE}>
      <span className="font-medium">{label}</span>
      <div>{children}</div>
    </div>
  );
}

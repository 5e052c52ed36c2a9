import type { Batch, LabelSchema, Recipe } from "@/api/types";
import { percent } from "@/kit/format";
import { BESIDE, Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Checkbox } from "@/ui/Toggle";

export function BatchChoice({
  batches,
  value,
  onChange,
}: {
  batches: readonly Batch[];
  value: string[] | null;
  onChange: (ids: string[] | null) => void;
}) {
  if (batches.length < 2) return null;
  const toggle = (id: string, on: boolean) => {
    const before = value ?? [];
    const next = on ? [...before, id] : before.filter((one) => one !== id);
    onChange(next.length > 0 ? next : null);
  };
  return (
    <fieldset className={BESIDE}>
      <legend className="sr-only">Batches</legend>
      <span className="font-medium">Batches</span>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        <Checkbox
          label="All"
          checked={value === null}
          onChange={(all) => onChange(all ? null : batches.map((batch) => batch.id))}
        />
        {batches.map((batch) => (
          <Checkbox
            key={batch.id}
            label={batch.name}
            checked={value?.includes(batch.id) ?? false}
            onChange={(on) => toggle(batch.id, on)}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** Formats that need one question (preference, classification) take this one. */
export function QuestionChoice({
  schema,
  recipe,
  onChange,
}: {
  schema: LabelSchema | undefined;
  recipe: Recipe;
  onChange: (change: Partial<Recipe>) => void;
}) {
  if (!schema || schema.questions.length < 2) return null;
  const asked = schema.questions.find((question) => question.name === recipe.question);
  return (
    <Field
      inline
      label="Main question"
      hint="The one that training formats with a single label take. By default the first that fits the format."
    >
      <div className="flex flex-wrap items-center gap-3">
        <Select
          aria-label="Main question"
          value={recipe.question ?? ""}
          options={[
            { value: "", label: "by the format" },
            ...schema.questions.map((question) => ({ value: question.name, label: question.title })),
          ]}
          onChange={(name) => onChange({ question: name || null, unpaired_at_least: null })}
        />
        {asked?.kind === "rating" && asked.target?.level === "response" ? (
          <span className="inline-flex items-center gap-2">
            a preference from
            <NumberInput
              aria-label="A preference from this many points apart"
              value={recipe.rating_gap}
              onChange={(gap) => onChange({ rating_gap: gap ?? 1 })}
            />
            points apart
          </span>
        ) : null}
        {asked?.kind === "rating" ? (
          <span className="inline-flex items-center gap-2">
            counts as good from
            <NumberInput
              aria-label="Counts as good from"
              value={recipe.unpaired_at_least ?? null}
              onChange={(least) => onChange({ unpaired_at_least: least })}
            />
          </span>
        ) : null}
      </div>
    </Field>
  );
}

/** How sure a pair must be, what its margin is, and what many say of a step: only where such things are asked. */
export function PreferenceChoice({
  schema,
  recipe,
  onChange,
}: {
  schema: LabelSchema | undefined;
  recipe: Recipe;
  onChange: (change: Partial<Recipe>) => void;
}) {
  const asked = schema?.questions ?? [];
  const compared = asked.some(
    ({ kind, target }) =>
      kind === "pairwise" || kind === "ranking" || (kind === "rating" && target?.level === "response"),
  );
  const steps = recipe.truth !== "all" && asked.some(({ kind }) => kind === "steps");
  if (!compared && !steps) return null;
  return (
    <>
      {compared && recipe.truth !== "all" ? (
        <Field
          inline
          label="Preferences"
          hint="Pairs that are less sure are dropped, and counted in the manifest. Without a number all are kept."
        >
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <span className="inline-flex items-center gap-2">
              from
              <NumberInput
                aria-label="Preferred at least with this probability"
                min={50}
                max={100}
                value={recipe.preferred_at_least ? Math.round(recipe.preferred_at_least * 100) : null}
                suffix="%"
                onChange={(least) => onChange({ preferred_at_least: least ? Math.min(100, least) / 100 : undefined })}
              />
              on
            </span>
            {recipe.truth === "majority" ? (
              <Select
                aria-label="Margin"
                value={recipe.margin ?? "vote"}
                onChange={(margin) => onChange({ margin: margin === "bradley_terry" ? margin : undefined })}
                options={[
                  { value: "vote", label: "Margin: lead in the vote" },
                  { value: "bradley_terry", label: "Margin: fitted strengths (Bradley–Terry)" },
                ]}
              />
            ) : null}
          </div>
        </Field>
      ) : null}
      {steps ? (
        <div className={BESIDE}>
          <span className="font-medium">Steps</span>
          <Checkbox
            label="The mean of all ratings instead of the majority"
            hint="In TRL's stepwise form."
            checked={recipe.steps === "mean"}
            onChange={(mean) => onChange({ steps: mean ? "mean" : undefined })}
          />
        </div>
      ) : null}
    </>
  );
}

export function SplitChoice({
  value,
  onChange,
}: {
  value: { train: number; test: number } | null;
  onChange: (split: { train: number; test: number } | null) => void;
}) {
  return (
    <div className={BESIDE}>
      <span className="font-medium">Split</span>
      <div className="flex flex-wrap items-center gap-4">
        <Checkbox
          label="Set some items apart for a test"
          checked={value !== null}
          onChange={(on) => onChange(on ? { train: 0.9, test: 0.1 } : null)}
        />
        {value ? (
          <span className="inline-flex items-center gap-3">
            <input
              type="range"
              aria-label="Share for the test"
              min={0.05}
              max={0.5}
              step={0.05}
              value={value.test}
              onChange={(event) => {
                const test = Number(event.target.value);
                onChange({ train: Number((1 - test).toFixed(2)), test });
              }}
              className="w-40 accent-accent"
            />
            <output>{percent(value.test)}</output>
          </span>
        ) : null}
      </div>
    </div>
  );
}

import { useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Preset } from "@/api/types";
import { draftFrom, type ProjectDraft } from "@/features/projects/wizard/draft";
import { cx } from "@/kit/cx";
import { questionPlugins } from "@/questions/all";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";

/** What the project is, and the schema to begin with. */
export function StartStep({
  draft,
  onChange,
  presets,
}: {
  draft: ProjectDraft;
  onChange: (draft: ProjectDraft) => void;
  presets: Preset[];
}) {
  const wanted = useSearch({ strict: false }).preset;
  const untouched = draft.schema.fields.length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a preset named in the address is taken once, on arrival.
  useEffect(() => {
    const preset = presets.find((one) => one.id === wanted);
    if (preset && untouched) onChange(draftFrom(preset, draft));
  }, []);
  return (
    <div className="flex flex-col gap-6">
      <div className="grid max-w-3xl gap-4">
        <Field label="Name">
          <Input
            autoFocus
            value={draft.name}
            maxLength={200}
            placeholder="Helpful answers, English"
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        </Field>
        <Field label="Description" optional hint="One sentence. The people who do the work see it.">
          <Textarea
            rows={2}
            value={draft.description}
            onChange={(event) => onChange({ ...draft, description: event.target.value })}
          />
        </Field>
      </div>
      <fieldset>
        <legend className="mb-2 text-base font-semibold">Begin with</legend>
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {presets.map((preset) => (
            <PresetCard
              key={preset.id}
              title={preset.title}
              summary={preset.summary}
              detail={kindsOf(preset)}
              chosen={draft.preset === preset.id}
              onChoose={() => onChange(draftFrom(preset, draft))}
            />
          ))}
          <PresetCard
            title="Blank"
            summary="Choose every field and question yourself."
            detail=""
            chosen={draft.preset === null}
            onChoose={() => onChange(draftFrom(null, draft))}
          />
        </div>
      </fieldset>
    </div>
  );
}

/** "Pairwise preference · Choice · 2 × Text" */
function kindsOf(preset: Preset): string {
  const counts = new Map<string, number>();
  for (const question of preset.schema.questions) {
    const title = questionPlugins[question.kind]?.title ?? question.kind;
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  return [...counts].map(([title, count]) => (count > 1 ? `${count} × ${title}` : title)).join(" · ");
}

function PresetCard({
  title,
  summary,
  detail,
  chosen,
  onChoose,
}: {
  title: string;
  summary: string;
  detail: string;
  chosen: boolean;
  onChoose: () => void;
}) {
  return (
    <label
      className={cx(
        "flex min-h-24 cursor-pointer flex-col gap-1 rounded-lg border bg-surface p-3 has-focus-visible:outline-2 has-focus-visible:outline-accent",
        chosen ? "border-accent bg-accent-soft" : "border-line hover:border-line-strong",
      )}
    >
      <input type="radio" name="preset" className="sr-only" checked={chosen} onChange={onChoose} />
      <span className="font-medium">{title}</span>
      <span className="text-ink-2">{summary}</span>
      {detail ? <span className="mt-auto text-xs text-ink-3">{detail}</span> : null}
    </label>
  );
}

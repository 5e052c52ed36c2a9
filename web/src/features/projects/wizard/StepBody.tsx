import type { UseQueryResult } from "@tanstack/react-query";
import type { Preset, SchemaProblem } from "@/api/types";
import { GuidelineEditor } from "@/features/projects/GuidelineEditor";
import { QualityForm } from "@/features/projects/QualityForm";
import { SchemaEditor } from "@/features/projects/schema/SchemaEditor";
import { SchemaPreview } from "@/features/projects/schema/SchemaPreview";
import type { ProjectDraft } from "@/features/projects/wizard/draft";
import { PeopleStep } from "@/features/projects/wizard/PeopleStep";
import { StartStep } from "@/features/projects/wizard/StartStep";
import type { Step } from "@/features/projects/wizard/WizardScreen";
import { Loaded } from "@/ui/Loaded";

export function StepBody({
  step,
  draft,
  onChange,
  presets,
  problems,
}: {
  step: Step;
  draft: ProjectDraft;
  onChange: (draft: ProjectDraft) => void;
  presets: UseQueryResult<Preset[]>;
  problems: readonly SchemaProblem[];
}) {
  if (step === "start")
    return <Loaded query={presets}>{(list) => <StartStep draft={draft} onChange={onChange} presets={list} />}</Loaded>;
  if (step === "guideline")
    return <GuidelineEditor value={draft.guideline} onChange={(guideline) => onChange({ ...draft, guideline })} />;
  if (step === "quality")
    return <QualityForm value={draft.quality} onChange={(quality) => onChange({ ...draft, quality })} />;
  if (step === "people") return <PeopleStep draft={draft} onChange={onChange} />;
  const samples = presets.data?.find((preset) => preset.id === draft.preset)?.sample_items ?? [];
  return (
    <div className="grid gap-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <SchemaEditor schema={draft.schema} onChange={(schema) => onChange({ ...draft, schema })} problems={problems} />
      <SchemaPreview schema={draft.schema} samples={samples} />
    </div>
  );
}

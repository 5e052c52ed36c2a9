import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import { presetsQuery } from "@/api/projects";
import { useSchemaProblems } from "@/features/projects/schema/SchemaEditor";
import { emptyDraft, keepDraft, loadDraft, type ProjectDraft } from "@/features/projects/wizard/draft";
import { MadePanel } from "@/features/projects/wizard/MadePanel";
import { StepBody } from "@/features/projects/wizard/StepBody";
import { useMakeProject } from "@/features/projects/wizard/useMakeProject";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";
import { Page } from "@/ui/Page";
import { FormError } from "@/ui/States";

export const STEPS = ["start", "schema", "guideline", "quality", "people"] as const;
export type Step = (typeof STEPS)[number];
const TITLES: Record<Step, string> = {
  start: "Start",
  schema: "Label schema",
  guideline: "Guideline",
  quality: "Quality",
  people: "People",
};

/** Why one cannot leave this step yet. */
function whyNot(step: Step, draft: ProjectDraft, problems: number): string | null {
  if (step === "start") return draft.name.trim() ? null : "Give the project a name";
  if (step !== "schema") return null;
  if (draft.schema.fields.length === 0) return "Add a field";
  if (draft.schema.questions.length === 0) return "Add a question";
  return problems > 0 ? "The label schema has problems" : null;
}

export function WizardScreen() {
  const [draft, setDraft] = useState(() => loadDraft() ?? emptyDraft);
  const [step, setStep] = useState<Step>("start");
  const presets = useQuery(presetsQuery);
  const problems = useSchemaProblems(draft.schema);
  const make = useMakeProject();
  useEffect(() => keepDraft(make.data ? null : draft), [draft, make.data]);

  if (make.data) return <MadePanel made={make.data} />;
  const at = STEPS.indexOf(step);
  const found = draft.schema.questions.length + draft.schema.fields.length > 0 ? (problems.data ?? []) : [];
  const blocked = STEPS.slice(0, at + 1)
    .map((one) => whyNot(one, draft, found.length))
    .find(Boolean);
  const next = STEPS[at + 1];

  return (
    <Page
      wide={step === "schema" || step === "guideline"}
      title={draft.name.trim() || "New project"}
      actions={
        <>
          {at > 0 ? <Button onClick={() => setStep(STEPS[at - 1] ?? "start")}>Back</Button> : null}
          {next ? (
            <Button tone="primary" why={blocked} onClick={() => setStep(next)}>
              Next: {TITLES[next].toLowerCase()}
            </Button>
          ) : (
            <Button tone="primary" why={blocked} busy={make.isPending} onClick={() => make.mutate(draft)}>
              Make the project
            </Button>
          )}
        </>
      }
    >
      <Steps
        step={step}
        reach={(one) => STEPS.slice(0, STEPS.indexOf(one)).every((before) => !whyNot(before, draft, found.length))}
        onStep={setStep}
      />
      {make.error ? (
        <div className="mb-4">
          <FormError error={make.error} />
        </div>
      ) : null}
      <StepBody step={step} draft={draft} onChange={setDraft} presets={presets} problems={found} />
    </Page>
  );
}

function Steps({ step, reach, onStep }: { step: Step; reach: (step: Step) => boolean; onStep: (step: Step) => void }) {
  const at = STEPS.indexOf(step);
  return (
    <nav aria-label="Steps" className="mb-6 border-b border-line">
      <ol className="flex gap-5 overflow-x-auto">
        {STEPS.map((one, index) => (
          <li key={one}>
            <button
              type="button"
              disabled={!reach(one)}
              aria-current={one === step ? "step" : undefined}
              onClick={() => onStep(one)}
              className={cx(
                "-mb-px flex h-9 items-center gap-2 border-b-2 border-transparent whitespace-nowrap text-ink-2 enabled:hover:text-ink disabled:opacity-50",
                one === step && "border-ink font-medium text-ink",
              )}
            >
              <span className="tabular flex size-4 items-center justify-center text-xs text-ink-3">
                {index < at ? <Check size={13} aria-label="done" /> : index + 1}
              </span>
              {TITLES[one]}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

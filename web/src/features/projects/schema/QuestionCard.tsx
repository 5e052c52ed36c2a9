import type { LabelSchema, Question, SchemaProblem } from "@/api/types";
import { Card } from "@/features/projects/schema/Card";
import { ConditionForm } from "@/features/projects/schema/ConditionForm";
import { renameQuestion } from "@/features/projects/schema/names";
import { TargetForm, targetText } from "@/features/projects/schema/TargetForm";
import { questionPlugins } from "@/questions/all";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Checkbox } from "@/ui/Toggle";

const JUSTIFICATION = [
  { value: "none", label: "Not asked for" },
  { value: "optional", label: "Optional" },
  { value: "required", label: "Required" },
] as const;

export function QuestionCard({
  schema,
  question,
  index,
  open,
  onToggle,
  onChange,
  onMove,
  problems,
}: {
  schema: LabelSchema;
  question: Question;
  index: number;
  open: boolean;
  onToggle: () => void;
  onChange: (schema: LabelSchema) => void;
  onMove: (to: number) => void;
  problems: readonly SchemaProblem[];
}) {
  const plugin = questionPlugins[question.kind];
  const set = (change: Partial<Question>) =>
    onChange({ ...schema, questions: schema.questions.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  const earlier = schema.questions.slice(0, index);
  const detail = [
    plugin.title,
    targetText(question.target, schema.fields),
    question.required === false && "optional",
    question.show_if && "conditional",
  ];
  return (
    <Card
      icon={<plugin.icon className="size-3.5" aria-hidden />}
      title={question.title || question.name}
      detail={detail.filter(Boolean).join(" · ")}
      open={open}
      onToggle={onToggle}
      index={index}
      size={schema.questions.length}
      onMove={onMove}
      onRemove={() => onChange({ ...schema, questions: schema.questions.filter((_, at) => at !== index) })}
      problems={problems}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Question" className="sm:col-span-2">
          <Input value={question.title} onChange={(event) => set({ title: event.target.value })} />
        </Field>
        <Field label="Help" optional hint="Markdown, shown below the question.">
          <Textarea
            rows={2}
            value={question.help ?? ""}
            onChange={(event) => set({ help: event.target.value || null })}
          />
        </Field>
        <Field label="Name" hint="In files and exports: letters, digits, _.">
          <Input
            value={question.name}
            className="font-mono text-xs"
            pattern="[a-z][a-z0-9_]*"
            onChange={(event) => onChange(renameQuestion(schema, question.name, event.target.value))}
          />
        </Field>
      </div>
      <plugin.SettingsForm
        value={question.settings ?? {}}
        onChange={(settings: Record<string, unknown>) => set({ settings })}
        schema={schema}
        question={question}
      />
      <TargetForm
        levels={plugin.targets}
        fields={schema.fields}
        value={question.target}
        onChange={(target) => set({ target })}
      />
      <div className="grid gap-3 border-t border-line pt-4 sm:grid-cols-3">
        <Checkbox label="Required" checked={question.required !== false} onChange={(required) => set({ required })} />
        <Checkbox
          label="May be “not applicable”"
          checked={question.allow_not_applicable ?? false}
          onChange={(allow) => set({ allow_not_applicable: allow })}
        />
        <Checkbox
          label="May be “cannot assess”"
          checked={question.allow_cannot_assess ?? false}
          onChange={(allow) => set({ allow_cannot_assess: allow })}
        />
        <Checkbox
          label="Searchable"
          hint="Answers stored so that they can be searched."
          checked={question.searchable ?? false}
          onChange={(searchable) => set({ searchable })}
        />
        <Field label="Justification">
          <Select
            value={question.justification ?? "none"}
            onChange={(justification) => set({ justification })}
            options={JUSTIFICATION}
          />
        </Field>
      </div>
      {earlier.length > 0 ? (
        <div className="grid gap-4 border-t border-line pt-4">
          <ConditionForm
            label="Show only when"
            value={question.show_if}
            questions={earlier}
            onChange={(condition) => set({ show_if: condition })}
          />
          {question.required === false ? (
            <ConditionForm
              label="Required when"
              value={question.required_if}
              questions={earlier}
              onChange={(condition) => set({ required_if: condition })}
            />
          ) : null}
        </div>
      ) : null}
    </Card>
  );
}

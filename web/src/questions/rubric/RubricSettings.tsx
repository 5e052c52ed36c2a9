import { Plus, X } from "lucide-react";
import { Button, IconButton } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input, NumberInput } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Checkbox, Segments } from "@/ui/Toggle";
import { hintsFor } from "../criteria/lint";
import { FieldSelect } from "../parts/FieldSelect";
import { idFrom } from "../parts/ListEditor";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { type Criterion, type RubricSettings, readSettings } from "./model";

const GRADED = new Set(["text", "chat", "code"]);

export function RubricSettingsForm({ value, onChange, schema }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const tables = schema.fields.filter((field) => field.kind === "table" && !field.many);
  return (
    <div className="flex flex-col gap-4">
      <FieldSelect
        label="What is graded"
        fields={schema.fields}
        fits={(field) => GRADED.has(field.kind)}
        none="Add a text, chat or code field first."
        value={settings.field}
        onChange={(field) => set({ field })}
      />
      <Field label="Rubric" hint="An item's own rubric is a table with the columns criterion and points.">
        <Select
          value={settings.rubric ?? ""}
          onChange={(rubric) => set(rubric ? { rubric, criteria: undefined } : { rubric: undefined })}
          options={[
            { value: "", label: "The same for every item" },
            ...tables.map((field) => ({ value: field.name, label: `Each item's own: ${field.title || field.name}` })),
          ]}
        />
      </Field>
      {settings.rubric === null ? (
        <Criteria rows={settings.criteria} onChange={(criteria) => set({ criteria })} />
      ) : null}
      <Checkbox
        label="“Cannot assess” is a grade"
        checked={settings.cannot_assess}
        onChange={(offered) => set({ cannot_assess: offered ? undefined : false })}
      />
      <Checkbox
        label="Mark in the text what shows it"
        checked={settings.evidence}
        onChange={(evidence) => set({ evidence: evidence || undefined })}
      />
      <Segments
        label="Reasons"
        value={settings.reasons}
        onChange={(reasons: RubricSettings["reasons"]) => set({ reasons: reasons === "none" ? undefined : reasons })}
        options={[
          { value: "none", label: "No reasons" },
          { value: "optional", label: "On any" },
          { value: "not_met", label: "On what is not met" },
        ]}
      />
      <Segments
        label="The score"
        value={settings.score}
        onChange={(score: RubricSettings["score"]) => set({ score: score === "end" ? undefined : score })}
        options={[
          { value: "end", label: "Seen when all is graded" },
          { value: "never", label: "Never seen" },
        ]}
      />
    </div>
  );
}

function Criteria({ rows, onChange }: { rows: readonly Criterion[]; onChange: (rows: Criterion[]) => void }) {
  const replace = (index: number, row: Criterion) => onChange(rows.map((one, at) => (at === index ? row : one)));
  const best = rows.reduce((sum, row) => sum + Math.max(0, row.points), 0);
  const ids = rows.map((row) => ({ id: row.id, title: row.criterion }));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Criteria</legend>
      {rows.map((row, index) => (
        <div key={row.id} className="flex flex-col gap-1">
          <div className="flex items-center gap-1.5">
            <NumberInput
              aria-label={`Points of criterion ${index + 1}`}
              step="any"
              className="w-16"
              value={row.points}
              onChange={(points) => replace(index, { ...row, points: points ?? 0 })}
            />
            <Input
              aria-label={`Criterion ${index + 1}`}
              placeholder="One thing that is there or not"
              value={row.criterion}
              onChange={(event) => replace(index, { ...row, criterion: event.target.value })}
            />
            <Checkbox
              label="Must"
              checked={row.must === true}
              onChange={(must) => {
                const { must: _old, ...rest } = row;
                replace(index, must ? { ...rest, must: true } : rest);
              }}
            />
            <IconButton
              size="sm"
              label={`Remove criterion ${index + 1}`}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </IconButton>
          </div>
          {hintsFor(row.criterion, row.points).map((hint) => (
            <p key={hint.kind} className="ml-[70px] text-xs text-warn">
              {hint.text}
            </p>
          ))}
        </div>
      ))}
      <div className="flex items-center justify-between gap-3">
        <Button
          size="sm"
          icon={<Plus size={14} />}
          onClick={() => onChange([...rows, { id: idFrom("criterion", ids), criterion: "", points: 1 }])}
        >
          Add criterion
        </Button>
        <span className="tabular text-xs text-ink-3">{best} points are 100 %</span>
      </div>
    </fieldset>
  );
}

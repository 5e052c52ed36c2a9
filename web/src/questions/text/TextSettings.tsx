import { useState } from "react";
import { titleOf } from "@/fields/model";
import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { Checkbox, Segments } from "@/ui/Toggle";
import { FieldSelect } from "../parts/FieldSelect";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { ChecksForm } from "./ChecksForm";
import { readSettings } from "./model";

const NO_CHECKS = {
  min_words: undefined,
  max_words: undefined,
  json: undefined,
  pattern: undefined,
  must_contain: undefined,
  must_not_contain: undefined,
  script: undefined,
};

const SERVES = [
  { value: "", label: "The assistant's answer, if it must always be written" },
  { value: "completion", label: "The assistant's answer" },
  { value: "expected", label: "The short answer that is compared with" },
];

export function TextSettingsForm({ value, onChange, schema, question }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const [checking, setChecking] = useState(() => Object.keys(NO_CHECKS).some((name) => value[name] !== undefined));
  const source = schema.fields.find((field) => field.name === settings.rewrite_of?.field);
  const at = schema.questions.findIndex((one) => one.name === question.name);
  const choosers = schema.questions
    .slice(0, at < 0 ? undefined : at)
    .filter((one) => (one.kind === "pairwise" || one.kind === "ranking") && one.settings?.field === source?.name);
  const needsChooser = source?.many === true && (question.target?.level ?? "item") === "item";
  const setSource = (field: string) => {
    const many = schema.fields.find((one) => one.name === field)?.many === true;
    const chooser = schema.questions.find(
      (one) => (one.kind === "pairwise" || one.kind === "ranking") && one.settings?.field === field,
    );
    set({
      rewrite_of: pruned({
        field,
        response: many && (question.target?.level ?? "item") === "item" ? chooser?.name : undefined,
      }),
    });
  };
  return (
    <div className="flex flex-col gap-4">
      <Segments
        label="Format"
        value={settings.format}
        onChange={(format) => set({ format: format === "plain" ? undefined : format })}
        options={[
          { value: "plain", label: "Plain text" },
          { value: "markdown", label: "Markdown" },
        ]}
      />
      <div className="flex gap-4">
        <Field label="At least" hint="Characters">
          <NumberInput
            min={0}
            value={settings.min_length}
            onChange={(least) => set({ min_length: least ?? undefined })}
          />
        </Field>
        <Field label="At most" hint="Characters">
          <NumberInput
            min={1}
            value={settings.max_length}
            onChange={(most) => set({ max_length: most ?? undefined })}
          />
        </Field>
      </div>
      <Checkbox
        label="Check what is written"
        hint="Words, phrases, script, a pattern, JSON: told while one writes, and asked by the server."
        checked={checking}
        onChange={(on) => {
          setChecking(on);
          if (!on) set(NO_CHECKS);
        }}
      />
      {checking ? (
        <div className="flex flex-col gap-4 border-l border-line pl-4">
          <ChecksForm settings={settings} set={set} />
        </div>
      ) : null}
      <Checkbox
        label="Start from a draft"
        hint="People edit a text of the item; changes and edit distance are shown."
        checked={settings.rewrite_of !== null}
        onChange={(rewrite) =>
          rewrite ? setSource(schema.fields[0]?.name ?? "") : set({ rewrite_of: undefined, must_change: undefined })
        }
      />
      {settings.rewrite_of ? (
        <div className="flex flex-col gap-4 border-l border-line pl-4">
          <FieldSelect
            label="Draft"
            fields={schema.fields}
            fits={(field) =>
              field.kind === "text" ||
              field.kind === "code" ||
              (field.kind === "chat" && question.target?.level === "message")
            }
            none="Add a text field first."
            value={settings.rewrite_of.field}
            onChange={setSource}
          />
          {needsChooser ? (
            <Field
              label="Which response"
              hint="The one this question puts first"
              error={
                choosers.length === 0 &&
                `Ask a pairwise or ranking question about ${source ? titleOf(source) : "the responses"} before this one.`
              }
            >
              <Select
                value={settings.rewrite_of.response ?? ""}
                onChange={(response) => set({ rewrite_of: { field: settings.rewrite_of?.field ?? "", response } })}
                options={[
                  ...(settings.rewrite_of.response ? [] : [{ value: "", label: "Choose a question", disabled: true }]),
                  ...choosers.map((one) => ({ value: one.name, label: one.title })),
                ]}
              />
            </Field>
          ) : null}
          <Checkbox
            label="The draft must be changed"
            checked={settings.must_change}
            onChange={(must) => set({ must_change: must || undefined })}
          />
        </div>
      ) : null}
      <Checkbox
        label="Warn of personal data"
        hint="Who writes an email address, a phone number, a card or an account is asked whether it belongs there; nothing is refused."
        checked={value.personal_data !== "allow"}
        onChange={(warn) => set({ personal_data: warn ? undefined : "allow" })}
      />
      {(question.target?.level ?? "item") === "item" ? (
        <Field label="In exports" hint="What the text is for who trains or evaluates a model">
          <Select
            value={typeof value.serves_as === "string" ? value.serves_as : ""}
            onChange={(serves) => set({ serves_as: serves || undefined })}
            options={SERVES}
          />
        </Field>
      ) : null}
    </div>
  );
}

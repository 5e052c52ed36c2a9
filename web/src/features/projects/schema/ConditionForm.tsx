import { useState } from "react";
import type { Condition, Question } from "@/api/types";
import { Field } from "@/ui/Field";
import { Input, Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";

type Comparison = Extract<Condition, { question: string }>;
type Test = "answered" | "equals" | "at_least" | "at_most";

const TESTS = [
  { value: "answered", label: "is answered" },
  { value: "equals", label: "is" },
  { value: "at_least", label: "is at least" },
  { value: "at_most", label: "is at most" },
] as const;

function testOf(condition: Comparison): Test {
  return TESTS.find((test) => test.value in condition && condition[test.value] !== undefined)?.value ?? "answered";
}

function make(question: string, test: Test, text: string): Comparison {
  if (test === "answered") return { question, answered: true };
  const number = Number(text);
  const value = text.trim() !== "" && Number.isFinite(number) ? number : text;
  if (test === "equals") return { question, equals: value };
  return { question, [test]: typeof value === "number" ? value : 0 };
}

type OptionOf = { id: string; title?: string };
function optionsOf(question: Question | undefined): OptionOf[] {
  const options = question?.settings?.options;
  return Array.isArray(options) ? (options as OptionOf[]) : [];
}

/** One comparison as a sentence; several (all, any, not) as JSON. */
export function ConditionForm({
  label,
  value,
  questions,
  onChange,
}: {
  label: string;
  value: Condition | null | undefined;
  questions: readonly Question[];
  onChange: (condition: Condition | null) => void;
}) {
  if (value && !("question" in value)) return <ConditionJson label={label} value={value} onChange={onChange} />;
  const test = value ? testOf(value) : "answered";
  const text = value ? String(value[test] ?? "") : "";
  const asked = questions.find((question) => question.name === value?.question);
  const options = optionsOf(asked);
  return (
    <Field label={label} hint="An answer given while a question was shown is dropped when it hides.">
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={`${label}: question`}
          value={value?.question ?? ""}
          options={[
            { value: "", label: "always" },
            ...questions.map((question) => ({ value: question.name, label: question.title })),
          ]}
          onChange={(name) => onChange(name ? { question: name, answered: true } : null)}
        />
        {value ? (
          <Select
            aria-label={`${label}: test`}
            value={test}
            options={TESTS}
            onChange={(next) => onChange(make(value.question, next, text))}
          />
        ) : null}
        {value && test === "equals" && options.length > 0 ? (
          <Select
            aria-label={`${label}: value`}
            value={text}
            options={[
              { value: "", label: "choose…" },
              ...options.map((option) => ({ value: option.id, label: option.title ?? option.id })),
            ]}
            onChange={(id) => onChange({ question: value.question, equals: id })}
          />
        ) : null}
        {value && test !== "answered" && !(test === "equals" && options.length > 0) ? (
          <Input
            aria-label={`${label}: value`}
            value={text}
            className="w-40"
            onChange={(event) => onChange(make(value.question, test, event.target.value))}
          />
        ) : null}
      </div>
    </Field>
  );
}

function ConditionJson({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Condition;
  onChange: (condition: Condition | null) => void;
}) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [error, setError] = useState("");
  function handleBlur() {
    if (!text.trim()) return onChange(null);
    try {
      onChange(JSON.parse(text) as Condition);
      setError("");
    } catch {
      setError("This is not JSON.");
    }
  }
  return (
    <Field label={label} hint="Several conditions together; empty for always." error={error}>
      <Textarea
        rows={5}
        className="font-mono text-xs"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={handleBlur}
      />
    </Field>
  );
}

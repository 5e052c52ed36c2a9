import { useEffect, useState } from "react";
import type { LabelSchema } from "@/api/types";
import type { AnswersSearch } from "@/features/answers/search";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";

/** What was said to a question whose answers the label schema lets be searched: an option, or words exactly. */
export function SaidFilter({
  schema,
  filter,
  onChange,
}: {
  schema: LabelSchema | undefined;
  filter: AnswersSearch;
  onChange: (change: AnswersSearch) => void;
}) {
  const searchable = (schema?.questions ?? []).filter((question) => question.searchable);
  const [asked, setAsked] = useState(filter.question ?? "");
  useEffect(() => setAsked(filter.question ?? ""), [filter.question]);
  if (searchable.length === 0) return null;
  const question = searchable.find((each) => each.name === asked);
  const options = question ? optionsOf(question.settings) : [];
  const say = (value: string) =>
    onChange(value ? { question: asked, value } : { question: undefined, value: undefined });
  return (
    <span className="flex">
      <Select
        aria-label="Question"
        className="max-w-44"
        value={asked}
        options={[
          { value: "", label: "Says anything" },
          ...searchable.map((each) => ({ value: each.name, label: each.title || each.name })),
        ]}
        onChange={(name) => {
          setAsked(name);
          onChange({ question: undefined, value: undefined });
        }}
      />
      {question && options.length > 0 ? (
        <Select
          aria-label="Said"
          className="max-w-44"
          value={filter.value ?? ""}
          options={[{ value: "", label: "Choose…" }, ...options]}
          onChange={say}
        />
      ) : null}
      {question && options.length === 0 ? <Words value={filter.value ?? ""} onChange={say} /> : null}
    </span>
  );
}

function Words({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <Input
      aria-label="Said"
      placeholder="is exactly, then Enter"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => event.key === "Enter" && onChange(text.trim())}
      onBlur={() => text !== value && onChange(text.trim())}
      className="w-44"
    />
  );
}

type Option = { id?: unknown; title?: unknown; children?: unknown };

/** The options of a choice, those below others too. */
function optionsOf(settings: unknown): { value: string; label: string }[] {
  const walk = (given: unknown): { value: string; label: string }[] =>
    Array.isArray(given)
      ? given.flatMap((each: Option) => [
          ...(typeof each?.id === "string" ? [{ value: each.id, label: String(each.title || each.id) }] : []),
          ...walk(each?.children),
        ])
      : [];
  return walk((settings as { options?: unknown } | undefined)?.options);
}

import { useState } from "react";
import { Field } from "@/ui/Field";
import { Input, NumberInput, Textarea } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { type Checks, SCRIPTS } from "./checks";

type Set = (change: Record<string, unknown>) => void;

/** What a text is checked for while it is written and again by the server. */
export function ChecksForm({ settings, set }: { settings: Checks; set: Set }) {
  const { pattern } = settings;
  return (
    <>
      <div className="flex gap-4">
        <Field label="At least" hint="Words">
          <NumberInput
            min={0}
            value={settings.min_words}
            onChange={(least) => set({ min_words: least ?? undefined })}
          />
        </Field>
        <Field label="At most" hint="Words">
          <NumberInput min={1} value={settings.max_words} onChange={(most) => set({ max_words: most ?? undefined })} />
        </Field>
      </div>
      <Field label="Script" hint="At least half of the letters are of it.">
        <Select
          value={settings.script ?? ""}
          onChange={(script) => set({ script: script || undefined })}
          options={[
            { value: "", label: "Any" },
            ...Object.entries(SCRIPTS).map(([value, label]) => ({ value, label })),
          ]}
        />
      </Field>
      <Phrases
        label="Must contain"
        phrases={settings.must_contain}
        onPhrases={(must_contain) => set({ must_contain })}
      />
      <Phrases
        label="Must not contain"
        phrases={settings.must_not_contain}
        onPhrases={(must_not_contain) => set({ must_not_contain })}
      />
      <Field label="Pattern" optional hint="Of the whole text: letters, . [a-z] \d \w \s ( | ) * + ? {2,5}">
        <Input
          className="font-mono"
          spellCheck={false}
          value={pattern?.match ?? ""}
          onChange={(event) =>
            set({ pattern: event.target.value ? { ...pattern, match: event.target.value } : undefined })
          }
        />
      </Field>
      {pattern ? (
        <Field
          label="What to say where it does not fit"
          optional
          hint="A sentence, as “Put the result into \boxed{…}.”"
        >
          <Input
            value={pattern.hint ?? ""}
            onChange={(event) =>
              set({ pattern: { match: pattern.match, ...(event.target.value ? { hint: event.target.value } : {}) } })
            }
          />
        </Field>
      ) : null}
      <JsonShape shape={settings.json} onShape={(json) => set({ json })} />
    </>
  );
}

function Phrases({
  label,
  phrases,
  onPhrases,
}: {
  label: string;
  phrases: readonly string[];
  onPhrases: (phrases: string[] | undefined) => void;
}) {
  return (
    <Field label={label} optional hint="Words or phrases, one a line; capitals do not matter.">
      <Textarea
        rows={2}
        defaultValue={phrases.join("\n")}
        onBlur={(event) => {
          const kept = [...new Set(event.target.value.split("\n").map((one) => one.trim()))].filter(Boolean);
          onPhrases(kept.length > 0 ? kept : undefined);
        }}
      />
    </Field>
  );
}

function JsonShape({ shape, onShape }: { shape: Checks["json"]; onShape: (shape: unknown) => void }) {
  const [text, setText] = useState(() => JSON.stringify(shape ?? {}, null, 2));
  const [wrong, setWrong] = useState(false);
  const kind = shape === null ? "no" : "json";
  const handleText = (next: string) => {
    setText(next);
    try {
      const read: unknown = JSON.parse(next || "{}");
      setWrong(typeof read !== "object" || read === null || Array.isArray(read));
      onShape(read);
    } catch {
      setWrong(true);
    }
  };
  return (
    <>
      <Field label="JSON">
        <Select
          value={kind}
          onChange={(next) => (next === "no" ? onShape(undefined) : handleText(text))}
          options={[
            { value: "no", label: "Need not be JSON" },
            { value: "json", label: "Must be JSON" },
          ]}
        />
      </Field>
      {shape === null ? null : (
        <Field
          label="Its JSON Schema"
          optional
          hint="{} takes any JSON. Known: type, properties, required, additionalProperties, items, enum, const, minimum, maximum, minLength, maxLength, minItems, maxItems."
          error={wrong && "This is not a JSON object yet."}
        >
          <Textarea
            rows={5}
            className="font-mono"
            spellCheck={false}
            value={text}
            onChange={(event) => handleText(event.target.value)}
          />
        </Field>
      )}
    </>
  );
}

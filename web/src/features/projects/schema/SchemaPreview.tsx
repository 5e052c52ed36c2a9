import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { checkSample } from "@/api/projects";
import type { Answers, Content, LabelSchema } from "@/api/types";
import { fieldPlugins } from "@/fields/registry";
import { Worksheet } from "@/questions/Worksheet";
import { Button } from "@/ui/Button";

/** Content made up by the field kinds, for schemas without a sample. */
function exampleContent(schema: LabelSchema): Content {
  return Object.fromEntries(
    schema.fields.map((field) => {
      const example = fieldPlugins[field.kind].example();
      const value = field.many ? ["r1", "r2"].map((id) => ({ id, value: example })) : example;
      return [field.name, value];
    }),
  );
}

/** What a person at the bench will see; answers given here go nowhere. */
export function SchemaPreview({
  schema,
  samples = [],
}: {
  schema: LabelSchema;
  samples?: readonly Record<string, unknown>[];
}) {
  const [at, setAt] = useState(0);
  const [answers, setAnswers] = useState<Answers>({});
  const sample = samples[at % Math.max(samples.length, 1)];
  const checked = useQuery({
    queryKey: ["sample", schema.fields, sample],
    queryFn: () => checkSample(schema, sample ?? {}),
    enabled: sample !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const usable = checked.data && checked.data.problems.length === 0;
  const content = usable ? checked.data.content : exampleContent(schema);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex items-center gap-2">
        <h2 className="flex-1 text-base">Preview</h2>
        {samples.length > 1 && usable ? (
          <Button size="sm" onClick={() => setAt((at + 1) % samples.length)}>
            Another item
          </Button>
        ) : null}
        <Button size="sm" disabled={Object.keys(answers).length === 0} onClick={() => setAnswers({})}>
          Clear answers
        </Button>
      </div>
      {/* The kinds and names are the key: another shape of schema is another sheet. */}
      <div
        className="min-w-0 overflow-x-auto rounded-lg border border-line bg-surface p-4"
        key={schema.questions.map((one) => `${one.kind}:${one.name}`).join()}
      >
        <Worksheet schema={schema} content={content} answers={answers} onChange={setAnswers} />
      </div>
    </div>
  );
}

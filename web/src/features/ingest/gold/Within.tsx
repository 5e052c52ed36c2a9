import type { Answers, LabelSchema } from "@/api/types";
import { pluginOf } from "@/questions/registry";
import { Field } from "@/ui/Field";
import { NumberInput } from "@/ui/Input";

/** How far off an answer may be and still be right, for the questions on which answers have distances. */
export function Within({
  schema,
  answers,
  within,
  onChange,
}: {
  schema: LabelSchema;
  answers: Answers;
  within: Record<string, number>;
  onChange: (within: Record<string, number>) => void;
}) {
  const asked = schema.questions.flatMap((question) => {
    const plugin = pluginOf(question.kind);
    const unit = answers[question.name] && plugin.distance?.(plugin.readSettings(question.settings));
    return unit === undefined ? [] : [{ question, unit }];
  });
  if (asked.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">Still right when this far off</legend>
      {asked.map(({ question, unit }) => (
        <Field key={question.name} inline label={question.title}>
          <NumberInput
            min={0}
            step={1}
            value={within[question.name] ?? 0}
            suffix={unit}
            onChange={(distance) => {
              const { [question.name]: _gone, ...others } = within;
              onChange(distance ? { ...others, [question.name]: Math.max(0, distance) } : others);
            }}
          />
        </Field>
      ))}
    </fieldset>
  );
}

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { checkSchema } from "@/api/projects";
import type { FieldKind, LabelSchema, QuestionKind, SchemaProblem } from "@/api/types";
import { FieldCard } from "@/features/projects/schema/FieldCard";
import { move, nameFrom, problemsAt } from "@/features/projects/schema/names";
import { QuestionCard } from "@/features/projects/schema/QuestionCard";
import { fieldPlugins } from "@/fields/registry";
import { questionPlugins } from "@/questions/all";
import { Button } from "@/ui/Button";
import { Menu } from "@/ui/Menu";
import { Section } from "@/ui/Page";

const FIELD_KINDS = Object.keys(fieldPlugins) as FieldKind[];
const QUESTION_KINDS = Object.keys(questionPlugins) as QuestionKind[];

/** What the server finds wrong, asked a moment after the last change. */
export function useSchemaProblems(schema: LabelSchema) {
  return useQuery<SchemaProblem[]>({
    queryKey: ["schema-check", schema],
    queryFn: async ({ signal }): Promise<SchemaProblem[]> => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return signal.aborted ? [] : checkSchema(schema);
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function SchemaEditor({
  schema,
  onChange,
  problems,
}: {
  schema: LabelSchema;
  onChange: (schema: LabelSchema) => void;
  problems: readonly SchemaProblem[];
}) {
  const [open, setOpen] = useState<string | null>(null);

  function addField(kind: FieldKind) {
    const plugin = fieldPlugins[kind];
    const name = nameFrom(
      plugin.title,
      schema.fields.map((field) => field.name),
    );
    const settings = plugin.defaultSettings();
    onChange({ ...schema, fields: [...schema.fields, { name, kind, title: plugin.title, required: true, settings }] });
    setOpen(`field:${schema.fields.length}`);
  }

  function addQuestion(kind: QuestionKind) {
    const plugin = questionPlugins[kind];
    const name = nameFrom(
      plugin.title,
      schema.questions.map((question) => question.name),
    );
    const settings = plugin.defaultSettings(schema) as Record<string, unknown>;
    onChange({
      ...schema,
      questions: [...schema.questions, { name, kind, title: plugin.title, required: true, settings }],
    });
    setOpen(`question:${schema.questions.length}`);
  }

  const toggle = (key: string) => setOpen(open === key ? null : key);
  return (
    <div className="min-w-0">
      <Section
        title="What is shown"
        lead="Fields of the item, in the order people see them."
        actions={
          <AddMenu
            label="Add field"
            kinds={FIELD_KINDS.map((kind) => ({ ...fieldPlugins[kind], add: () => addField(kind) }))}
          />
        }
      >
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface empty:hidden">
          {schema.fields.map((field, index) => (
            <FieldCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its form while its name is being typed.
              key={index}
              schema={schema}
              index={index}
              open={open === `field:${index}`}
              onToggle={() => toggle(`field:${index}`)}
              onChange={onChange}
              onMove={(to) => onChange({ ...schema, fields: move(schema.fields, index, to) })}
              problems={problemsAt(problems, `fields.${index}`)}
              field={field}
            />
          ))}
        </ul>
        {schema.fields.length === 0 ? <p className="text-ink-3">Nothing is shown yet. Add the first field.</p> : null}
      </Section>
      <Section
        title="What is asked"
        lead="Questions about the item, a message, a turn or a response."
        actions={
          <AddMenu
            label="Add question"
            kinds={QUESTION_KINDS.map((kind) => ({ ...questionPlugins[kind], add: () => addQuestion(kind) }))}
          />
        }
      >
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface empty:hidden">
          {schema.questions.map((question, index) => (
            <QuestionCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a question keeps its form while its name is being typed.
              key={index}
              schema={schema}
              index={index}
              open={open === `question:${index}`}
              onToggle={() => toggle(`question:${index}`)}
              onChange={onChange}
              onMove={(to) => onChange({ ...schema, questions: move(schema.questions, index, to) })}
              problems={problemsAt(problems, `questions.${index}`)}
              question={question}
            />
          ))}
        </ul>
        {schema.questions.length === 0 ? (
          <p className="text-ink-3">Nothing is asked yet. Add the first question.</p>
        ) : null}
      </Section>
      <OtherProblems problems={problems} />
    </div>
  );
}

function AddMenu({ label, kinds }: { label: string; kinds: { title: string; summary: string; add: () => void }[] }) {
  return (
    <Menu
      items={kinds.map((kind) => ({
        label: (
          <span className="block py-1">
            <span className="block font-medium">{kind.title}</span>
            <span className="block text-xs whitespace-normal text-ink-3">{kind.summary}</span>
          </span>
        ),
        onSelect: kind.add,
      }))}
    >
      <Button size="sm" icon={<Plus size={14} aria-hidden />}>
        {label}
      </Button>
    </Menu>
  );
}

function OtherProblems({ problems }: { problems: readonly SchemaProblem[] }) {
  const other = problems.filter((problem) => !/^(fields|questions)[.[]/.test(problem.path));
  if (other.length === 0) return null;
  return (
    <ul className="text-bad">
      {other.map((problem) => (
        <li key={problem.path + problem.message}>{problem.message}</li>
      ))}
    </ul>
  );
}

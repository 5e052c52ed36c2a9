import { useQuery } from "@tanstack/react-query";
import { itemSuggestionsQuery } from "@/api/suggestions";
import type { Content, LabelSchema, Project } from "@/api/types";
import { count, percent } from "@/kit/format";
import { AnswerView } from "@/questions/AnswerView";
import { Loaded } from "@/ui/Loaded";
import { Section } from "@/ui/Page";
import { Ago } from "@/ui/Time";

/** What models proposed for the item; nothing where they did not. */
export function ItemSuggestions({
  project,
  itemId,
  schema,
  content,
}: {
  project: Project;
  itemId: string;
  schema: LabelSchema;
  content: Content;
}) {
  const query = useQuery(itemSuggestionsQuery(project.id, itemId));
  if (query.data?.length === 0) return null;
  return (
    <Section title="What models suggest">
      <Loaded query={query}>
        {(rows) => (
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {rows.map((row) => (
              <li key={row.id} className="px-3 py-2.5">
                <p className="flex flex-wrap items-baseline gap-x-3">
                  <span className="font-medium">{row.source}</span>
                  <span className="text-xs text-ink-3">
                    {row.version} · <Ago at={row.created_at} />
                    {Object.entries(row.outcomes).map(([outcome, n]) => ` · ${count(n)} ${outcome.replace("_", " ")}`)}
                  </span>
                </p>
                {schema.questions.flatMap((question) =>
                  Object.entries(row.answers[question.name] ?? {}).map(([target, answer]) => (
                    <div key={`${question.name} ${target}`} className="mt-1 flex flex-wrap items-baseline gap-x-3">
                      <span className="text-ink-3">{question.title}</span>
                      <AnswerView
                        schema={schema}
                        content={content}
                        question={question}
                        target={target}
                        answer={answer}
                      />
                      <Score of={row.scores[question.name]} />
                    </div>
                  )),
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function Score({ of }: { of: number | null | undefined }) {
  return of == null ? null : <span className="tabular text-xs text-ink-3">{percent(of)} sure</span>;
}

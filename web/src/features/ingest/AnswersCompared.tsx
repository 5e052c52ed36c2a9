import { useQuery } from "@tanstack/react-query";
import { itemAnswersQuery } from "@/api/ingest";
import type { Content, ItemAnswer, ItemAnswers, LabelSchema, Project, Question } from "@/api/types";
import { duration, percent } from "@/kit/format";
import { AnswerView } from "@/questions/AnswerView";
import type { Sheet } from "@/questions/remaining";
import { summarizeAnswer } from "@/questions/summary";
import { Badge } from "@/ui/Badge";
import { Loaded } from "@/ui/Loaded";
import { StateBadge } from "@/ui/State";
import { EmptyState } from "@/ui/States";
import { Ago } from "@/ui/Time";

/** Every answer side by side, question by question, and what most people said. */
export function AnswersCompared({
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
  const query = useQuery(itemAnswersQuery(project.id, itemId));
  return (
    <Loaded query={query}>
      {(data) =>
        data.answers.length === 0 ? (
          <EmptyState title="Nobody has answered yet">Answers stand here side by side as they come in.</EmptyState>
        ) : (
          <Grid sheet={{ schema, content, orders: {}, answers: {} }} data={data} />
        )
      }
    </Loaded>
  );
}

function Grid({ sheet, data }: { sheet: Sheet; data: ItemAnswers }) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse text-left" aria-label="Answers">
        <thead>
          <tr className="border-b border-line align-top">
            <th scope="col" className="w-56 min-w-44 px-3 py-2 text-xs font-medium text-ink-3">
              Question
            </th>
            {data.answers.map((answer) => (
              <PersonHead key={answer.annotation_id} answer={answer} />
            ))}
            <th scope="col" className="min-w-40 bg-sunken px-3 py-2 text-xs font-medium text-ink-3">
              Majority
            </th>
          </tr>
        </thead>
        <tbody>
          {sheet.schema.questions.flatMap((question) =>
            targetsOf(question, data.answers).map((target) => (
              <Line key={`${question.name} ${target}`} sheet={sheet} question={question} target={target} data={data} />
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

function PersonHead({ answer }: { answer: ItemAnswer }) {
  return (
    <th scope="col" className="min-w-52 border-l border-line px-3 py-2 font-normal">
      <span className="flex items-center gap-2">
        <span className="truncate font-medium">{answer.person.name}</span>
        <StateBadge of={answer.state} />
      </span>
      <span className="block text-xs text-ink-3">
        {answer.organization.name} · <Ago at={answer.submitted_at} /> · {duration(answer.active_ms / 1000)}
      </span>
    </th>
  );
}

function targetsOf(question: Question, answers: readonly ItemAnswer[]): string[] {
  const targets = new Set(answers.flatMap((answer) => Object.keys(answer.answers[question.name] ?? {})));
  const sorted = [...targets].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return sorted.length > 0 ? sorted : ["item"];
}

function Line({
  sheet,
  question,
  target,
  data,
}: {
  sheet: Sheet;
  question: Question;
  target: string;
  data: ItemAnswers;
}) {
  const majority = data.majority[question.name]?.[target];
  return (
    <tr className="border-b border-line align-top last:border-b-0">
      <th scope="row" className="px-3 py-2.5 font-medium">
        {question.title}
        {target === "item" ? null : <span className="ml-1.5 font-mono text-xs font-normal text-ink-3">{target}</span>}
      </th>
      {data.answers.map((row) => {
        const answer = row.answers[question.name]?.[target];
        return (
          <td key={row.annotation_id} className="border-l border-line px-3 py-2.5">
            {answer ? (
              <AnswerView
                schema={sheet.schema}
                content={sheet.content}
                orders={row.display?.orders}
                question={question}
                target={target}
                answer={answer}
              />
            ) : (
              <span className="text-ink-3">not asked</span>
            )}
          </td>
        );
      })}
      <td className="border-l border-line bg-sunken px-3 py-2.5">
        {majority ? (
          <span className="flex flex-col gap-1">
            <span className="font-medium">
              {majority.tie ? (
                <Badge tone="warn">tie</Badge>
              ) : (
                summarizeAnswer(sheet, question, target, { state: "answered", value: majority.value })
              )}
            </span>
            <span className="tabular text-xs text-ink-3">
              {percent(majority.share)} of {data.answers.length}
            </span>
          </span>
        ) : (
          <span className="text-ink-3">–</span>
        )}
      </td>
    </tr>
  );
}

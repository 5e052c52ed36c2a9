import { Sparkles } from "lucide-react";
import { useSyncExternalStore } from "react";
import type { Suggestions } from "@/api/types";
import { percent } from "@/kit/format";
import type { AnswerStore } from "@/questions/answerStore";
import { answerAt, type Question, same, type TargetKey } from "@/questions/model";
import { useSheetApi } from "@/questions/sheet/useSheet";
import { summarizeAnswer } from "@/questions/summary";
import { Button } from "@/ui/Button";

type Told = Suggestions["suggested"][number];

/** What a model suggests: filled in to be checked, or, after the person's own answer, what it says otherwise. */
export function SuggestionNotice({
  suggestion,
  store,
  before,
}: {
  suggestion: Suggestions;
  store: AnswerStore;
  before: boolean;
}) {
  const answers = useSyncExternalStore(store.subscribe, store.answers, store.answers);
  const schema = store.schema;
  const asked = schema.questions.filter((question) => suggestion.answers[question.name]);
  const toldOf = (question: Question) => suggestion.suggested.find((one) => one.question === question.name);
  return (
    <section
      aria-label="Suggestions"
      className="flex max-h-[30vh] flex-wrap items-start gap-x-4 gap-y-2 overflow-y-auto border-b border-line bg-accent-soft px-4 py-2"
    >
      <Sparkles size={16} aria-hidden className="mt-0.5 text-accent" />
      <div className="min-w-0 flex-1 basis-80">
        <p role="status" className="font-medium">
          {before
            ? "A model filled this in. Check every answer."
            : "A model says otherwise. Your first answer is kept."}
        </p>
        {before ? (
          <p className="text-ink-2">
            {asked.map((question, index) => (
              <span key={question.name}>
                {index > 0 ? " · " : ""}
                {question.title} <Sure told={toldOf(question)} />
              </span>
            ))}
          </p>
        ) : (
          <>
            <Otherwise suggestion={suggestion} store={store} questions={asked} toldOf={toldOf} />
            <p className="mt-1 text-xs text-ink-3">Submit again to go on, with your answers as they stand.</p>
          </>
        )}
      </div>
      {before && Object.keys(answers).length > 0 ? (
        <Button size="sm" onClick={() => store.replace({})}>
          Clear all
        </Button>
      ) : null}
    </section>
  );
}

function Sure({ told }: { told: Told | undefined }) {
  const parts = [
    told?.source && `${told.source} ${told.version}`,
    told?.score != null && `${percent(told.score)} sure`,
  ];
  const text = parts.filter(Boolean).join(", ");
  return text ? <span className="tabular text-ink-3">({text})</span> : null;
}

function Otherwise({
  suggestion,
  store,
  questions,
  toldOf,
}: {
  suggestion: Suggestions;
  store: AnswerStore;
  questions: Question[];
  toldOf: (question: Question) => Told | undefined;
}) {
  const { sheet } = useSheetApi();
  const lines = questions.flatMap((question) =>
    Object.entries(suggestion.answers[question.name] ?? {}).map(([target, answer]) => ({ question, target, answer })),
  );
  return (
    <ul className="mt-1 flex flex-col gap-1">
      {lines.map(({ question, target, answer }) => {
        const mine = answerAt(sheet.answers, question.name, target as TargetKey);
        const taken = same(mine, answer);
        return (
          <li key={`${question.name} ${target}`} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-ink-3">{question.title}</span>
            <span>
              you:{" "}
              <span className="font-medium">{mine ? summarizeAnswer(sheet, question, target, mine) : "nothing"}</span>
            </span>
            <span>
              model: <span className="font-medium">{summarizeAnswer(sheet, question, target, answer)}</span>{" "}
              <Sure told={toldOf(question)} />
            </span>
            {taken ? (
              <span className="text-ink-3">the same</span>
            ) : (
              <Button
                size="sm"
                onClick={() => store.dispatch(question.name, target as TargetKey, { type: "put", answer })}
              >
                Use it
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

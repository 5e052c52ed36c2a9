import { Link } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import { fitTruth, truthQuery } from "@/api/truth";
import type { Project, Question, QuestionFit, Truth } from "@/api/types";
import { FitPanel } from "@/features/truth/FitPanel";
import { useComputed } from "@/features/truth/useComputed";
import { count, dateTime, percent, plural } from "@/kit/format";
import { Button } from "@/ui/Button";
import { JobLine } from "@/ui/JobLine";
import { Loaded } from "@/ui/Loaded";
import { Panel, Section } from "@/ui/Page";

/** What labels are believed to be, how surely, and what that rests on. */
export function TruthSection({ project, asked }: { project: Project; asked: ReadonlyMap<string, Question> }) {
  const { query, job, busy, compute } = useComputed(
    truthQuery(project.id),
    () => fitTruth(project.id),
    keys.in(project.id, "guideline-scores"),
  );
  const mayFit = may(project, "project.configure");
  return (
    <Section
      className="mt-10"
      title="Truth"
      lead="What the labels are, given how each person errs, and how surely."
      actions={
        mayFit ? (
          <Button size="sm" icon={<RefreshCw size={14} aria-hidden />} busy={busy} onClick={compute}>
            Fit anew
          </Button>
        ) : null
      }
    >
      <JobLine job={job} what="The fit" again={mayFit ? compute : undefined} />
      <Loaded query={query}>{(data) => <Body project={project} data={data} asked={asked} />}</Loaded>
    </Section>
  );
}

function Body({ project, data, asked }: { project: Project; data: Truth; asked: ReadonlyMap<string, Question> }) {
  const items = data.sure.reduce((sum, one) => sum + one.items, 0);
  if (items === 0 && data.questions.length === 0) {
    return (
      <p className="text-ink-2">
        Nothing is believed yet. It is where answers are labels: choices, preferences, ratings, flags, steps and
        criteria.
      </p>
    );
  }
  return (
    <>
      <p className="mb-4 text-ink-3">{restsOn(data)}</p>
      {data.overlap ? <p className="mb-4 text-ink-2">{askedMore(data.overlap)}</p> : null}
      <div className="grid gap-4 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-2">
        <Panel>
          <HowSure data={data} items={items} />
        </Panel>
        <Panel>
          <LeastSure projectId={project.id} data={data} />
        </Panel>
        {inOrder(data.questions, asked).map((fit) => (
          <FitPanel key={fit.question} projectId={project.id} fit={fit} question={asked.get(fit.question)} />
        ))}
      </div>
    </>
  );
}

/** As they are asked. */
function inOrder(fits: readonly QuestionFit[], asked: ReadonlyMap<string, Question>): QuestionFit[] {
  const place = new Map([...asked.keys()].map((name, at) => [name, at]));
  return [...fits].sort((a, b) => (place.get(a.question) ?? 0) - (place.get(b.question) ?? 0));
}

/** In words: which fit, and what has come since. */
export function restsOn(data: Truth): string {
  if (data.fit === 0 || data.fitted_at === null) {
    return "No fit yet, so everybody counts the same. The first one comes by itself with 20 items.";
  }
  const since = data.changed > 0 ? ` ${plural(data.changed, "item")} answered since, believed by it.` : "";
  return `Fit ${data.fit}, ${dateTime(data.fitted_at)}.${since}`;
}

/** In words: what asking more people about what is unsure came to. */
export function askedMore({ sure, most, asking, answers }: NonNullable<Truth["overlap"]>): string {
  const items = sure + most + asking;
  if (items === 0) return "More people are asked about what is unsure: nothing was answered yet.";
  const each = (answers / items).toFixed(1);
  return `More people are asked about what is unsure: ${count(sure)} of ${plural(items, "item")} are sure enough, ${count(most)} had as many answers as there may be, ${count(asking)} go on; ${each} answers an item so far.`;
}

function HowSure({ data, items }: { data: Truth; items: number }) {
  const shown = data.sure.filter((one, place) => one.items > 0 || place > 0);
  const top = Math.max(1, ...shown.map((one) => one.items));
  return (
    <figure>
      <figcaption className="mb-2">
        <h3 className="text-base">How sure are the items?</h3>
        <span className="text-xs text-ink-3">{plural(items, "item")} by the probability of what is least sure</span>
      </figcaption>
      <table className="w-full border-collapse text-left text-xs" aria-label="Items by probability">
        <tbody>
          {shown.map((one) => (
            <tr key={one.least}>
              <th scope="row" className="tabular py-0.5 pr-3 font-normal whitespace-nowrap">
                {percent(one.least)}–{percent(one.most)}
              </th>
              <td className="w-full py-0.5" aria-hidden>
                <span
                  className="block h-3 rounded-r-[2px] bg-accent/70"
                  style={{ width: `${(one.items / top) * 100}%` }}
                />
              </td>
              <td className="tabular py-0.5 pl-3 text-right whitespace-nowrap">{count(one.items)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function LeastSure({ projectId, data }: { projectId: string; data: Truth }) {
  return (
    <>
      <h3 className="mb-2 text-base">Of which items do we know least?</h3>
      {data.least_sure.length === 0 ? (
        <p className="text-ink-2">None: every label was decided.</p>
      ) : (
        <ol className="max-h-64 overflow-y-auto" aria-label="Least sure items">
          {data.least_sure.map((item) => (
            <li key={item.item_id} className="flex items-baseline gap-2 border-b border-line py-1 last:border-b-0">
              <Link
                to="/projects/$projectId/items/$itemId"
                params={{ projectId, itemId: item.item_id }}
                className="exact min-w-0 flex-1 truncate font-medium hover:underline"
                title={item.external_id ?? item.item_id}
              >
                {item.external_id ?? item.item_id}
              </Link>
              <span className="tabular whitespace-nowrap">{percent(item.probability)}</span>
              <span className="tabular w-20 text-right text-xs whitespace-nowrap text-ink-3">
                {plural(item.answers, "answer")}
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

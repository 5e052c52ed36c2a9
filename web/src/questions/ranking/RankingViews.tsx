import { responsesOf } from "@/fields/model";
import { Changed } from "../parts/Changed";
import type { Context, DiffProps, ViewerProps } from "../plugin";
import { letterFor, type RankingSettings, type RankingValue, ranksOf, summarize } from "./model";

function idsOf({ settings, subject }: Context<RankingSettings>): string[] {
  return responsesOf(subject.content, settings.field, subject.orders[settings.field]).map((response) => response.id);
}

export function RankingViewer(props: ViewerProps<RankingValue, RankingSettings>) {
  const { value } = props;
  if (value.not_rankable) return <p className="font-medium">Not rankable</p>;
  if (value.groups.length === 0) return <p className="text-ink-3">Not ranked</p>;
  const ids = idsOf(props);
  if (props.settings.best_worst) return <p className="font-medium">{summarize(value, ids, true)}</p>;
  const ranks = ranksOf(value.groups);
  return (
    <ol className="flex flex-wrap gap-x-3 gap-y-1">
      {value.groups.map((group, at) => (
        <li key={group.join(" ")} className="inline-flex items-center gap-1">
          <span className="tabular text-xs text-ink-3">{ranks[at]}</span>
          {group.map((id) => (
            <span
              key={id}
              className="flex size-5 items-center justify-center rounded-sm bg-pressed text-xs font-semibold"
            >
              {letterFor(id, ids)}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
}

export function RankingDiff(props: DiffProps<RankingValue, RankingSettings>) {
  const ids = idsOf(props);
  const before = summarize(props.before, ids, props.settings.best_worst);
  const after = summarize(props.after, ids, props.settings.best_worst);
  return before === after ? <span>{after}</span> : <Changed before={before} after={after} />;
}

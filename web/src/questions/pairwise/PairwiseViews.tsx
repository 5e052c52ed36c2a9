import { responsesOf } from "@/fields/model";
import { Changed } from "../parts/Changed";
import type { Context, DiffProps, ViewerProps } from "../plugin";
import { type PairwiseSettings, type PairwiseValue, summarize } from "./model";

function idsOf({ settings, subject }: Context<PairwiseSettings>): string[] {
  return responsesOf(subject.content, settings.field, subject.orders[settings.field]).map((response) => response.id);
}

export function PairwiseViewer(props: ViewerProps<PairwiseValue, PairwiseSettings>) {
  const text = summarize(props.value, props.settings, idsOf(props));
  return text ? <p className="font-medium">{text}</p> : <p className="text-ink-3">Not decided</p>;
}

export function PairwiseDiff(props: DiffProps<PairwiseValue, PairwiseSettings>) {
  const ids = idsOf(props);
  const before = summarize(props.before, props.settings, ids);
  const after = summarize(props.after, props.settings, ids);
  return before === after ? <span>{after}</span> : <Changed before={before} after={after} />;
}

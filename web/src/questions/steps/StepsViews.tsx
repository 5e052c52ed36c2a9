import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import {
  colorOf,
  ENDS,
  type LabelledStep,
  labelOf,
  numberOf,
  type StepsSettings,
  type StepsValue,
  saidOf,
  summarize,
} from "./model";

export function StepsViewer(props: ViewerProps<StepsValue, StepsSettings>) {
  const { value, settings } = props;
  if (value.steps.length === 0 && !value.ended) return <p className="text-ink-3">No step labelled</p>;
  return (
    <div className="flex flex-col gap-1">
      <p>{summarize(value, props)}</p>
      {value.ended ? <p className="text-ink-2">{value.ended.why}</p> : null}
      <ol className="flex max-h-72 flex-col gap-0.5 overflow-y-auto">
        {value.steps.map((said) => (
          <li key={said.step} className="flex items-baseline gap-2">
            <span className="tabular w-5 shrink-0 text-right text-xs text-ink-3">{numberOf(props, said.step)}</span>
            <span
              aria-hidden
              className="size-2 shrink-0 rounded-full"
              style={{ background: colorOf(settings, said.label) }}
            />
            <span className="shrink-0">{labelOf(settings, said.label)?.title ?? said.label}</span>
            <span className="min-w-0 text-xs text-ink-2">
              {[said.comment, said.instead ? `Instead: ${said.instead}` : ""].filter(Boolean).join(" ")}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

export function StepsDiff(props: DiffProps<StepsValue, StepsSettings>) {
  const { before, after, settings } = props;
  const words = (said: LabelledStep | undefined) => {
    if (!said) return null;
    const title = labelOf(settings, said.label)?.title ?? said.label;
    const more = [said.comment, said.instead ? `instead: ${said.instead}` : ""].filter(Boolean).join("; ");
    return more ? `${title}: ${more}` : title;
  };
  const end = ({ ended }: StepsValue) => (ended ? `${ENDS[ended.reason]}: ${ended.why}` : null);
  const all = [...new Set([...before.steps, ...after.steps].map((one) => one.step))].sort(
    (a, b) => numberOf(props, a) - numberOf(props, b),
  );
  const changed = all.filter((step) => words(saidOf(before, step)) !== words(saidOf(after, step)));
  return (
    <ul className="flex flex-col gap-1">
      {changed.map((step) => (
        <li key={step}>
          <span className="tabular mr-2 text-xs text-ink-3">Step {numberOf(props, step)}</span>
          <Changed before={words(saidOf(before, step))} after={words(saidOf(after, step))} />
        </li>
      ))}
      {end(before) !== end(after) ? (
        <li>
          <span className="mr-2 text-xs text-ink-3">Ended early</span>
          <Changed before={end(before)} after={end(after)} />
        </li>
      ) : null}
      <li className="text-xs text-ink-3">{all.length - changed.length} not changed</li>
    </ul>
  );
}

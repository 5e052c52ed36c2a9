import { duration } from "@/kit/format";
import { Unchanged } from "@/questions/parts/Unchanged";
import { Changed } from "../parts/Changed";
import type { Context, DiffProps, ViewerProps } from "../plugin";
import {
  colorOf,
  ENDS,
  type LabelledStep,
  labelOf,
  nameOf,
  numberOf,
  type StepsSettings,
  type StepsValue,
  saidOf,
  summarize,
} from "./model";
import { placesOf, wayOf } from "./onward";

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
            <span className="tabular w-5 shrink-0 text-right text-xs text-ink-3">{nameOf(props, said.step)}</span>
            <span
              aria-hidden
              className="size-2 shrink-0 rounded-full"
              style={{ background: colorOf(settings, said.label) }}
            />
            <span className="shrink-0">{labelOf(settings, said.label)?.title ?? said.label}</span>
            {said.ms === undefined ? null : (
              <span className="tabular shrink-0 text-xs text-ink-3" title="Time at work on it">
                {duration(said.ms / 1000)}
              </span>
            )}
            <span className="min-w-0 text-xs text-ink-2">
              {[said.comment, said.instead ? `Instead: ${said.instead}` : ""].filter(Boolean).join(" ")}
            </span>
          </li>
        ))}
        {several(props)
          .filter((place) => wayOf(value, place))
          .map((place) => (
            <li key={place} className="text-ink-2 text-xs">
              Step {place} {wayWords(props, value, place)}
            </li>
          ))}
      </ol>
    </div>
  );
}

/** The steps of which an item has several candidates. */
const several = (context: Context<StepsSettings>) =>
  placesOf(context)
    .filter(({ ids }) => ids.length > 1)
    .map(({ number }) => number);

/** From where a step goes on; null where nothing is said of it. */
function wayWords(context: Context<StepsSettings>, value: StepsValue, place: number): string | null {
  const way = wayOf(value, place);
  if (!way) return null;
  if (way.instead) return `goes on with: ${way.instead}`;
  const id = placesOf(context).find(({ number }) => number === place)?.ids[(way.candidate ?? 0) - 1];
  return id ? `goes on from ${nameOf(context, id)}` : "does not go on";
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
  const forked = several(props).filter((place) => wayWords(props, before, place) !== wayWords(props, after, place));
  const changed = all.filter((step) => words(saidOf(before, step)) !== words(saidOf(after, step)));
  return (
    <ul className="flex flex-col gap-1">
      {changed.map((step) => (
        <li key={step}>
          <span className="tabular mr-2 text-xs text-ink-3">Step {nameOf(props, step)}</span>
          <Changed before={words(saidOf(before, step))} after={words(saidOf(after, step))} />
        </li>
      ))}
      {forked.map((place) => (
        <li key={place}>
          <span className="tabular mr-2 text-xs text-ink-3">Step {place}</span>
          <Changed before={wayWords(props, before, place)} after={wayWords(props, after, place)} />
        </li>
      ))}
      {end(before) !== end(after) ? (
        <li>
          <span className="mr-2 text-xs text-ink-3">Ended early</span>
          <Changed before={end(before)} after={end(after)} />
        </li>
      ) : null}
      <Unchanged n={all.length - changed.length} />
    </ul>
  );
}

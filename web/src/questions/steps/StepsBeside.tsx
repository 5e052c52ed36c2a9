import { useEffect, useRef } from "react";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import { useFocusBox } from "../parts/focusBox";
import type { BesideProps } from "../plugin";
import { useScratch } from "../scratch";
import {
  CURRENT,
  colorOf,
  currentOf,
  labelled,
  labelOf,
  nameOf,
  nextOf,
  type StepsOp,
  type StepsSettings,
  type StepsValue,
  saidOf,
  wantedOf,
  written,
} from "./model";
import { GoesOn, OwnStep } from "./OnwardBeside";
import { type Place, placesOf, wayOf } from "./onward";

type Props = BesideProps<StepsValue, StepsSettings, StepsOp>;

/** The labels of one step, beside it. */
export function StepsBeside(props: Props) {
  const { at, value, settings, scratch, active, readOnly, emit } = props;
  const root = useRef<HTMLDivElement>(null);
  const step = at.slice(2);
  const said = saidOf(value, step);
  const now = currentOf(props, value, useScratch<string>(scratch, CURRENT));
  const current = now === step && active && !readOnly;
  const place = settings.alternatives ? placesOf(props).find(({ ids }) => ids.includes(step)) : undefined;
  useEffect(() => {
    if (current) root.current?.closest("li")?.scrollIntoView({ block: "nearest" });
  }, [current]);
  if (readOnly) return <Said {...props} step={step} place={place} />;
  if (!wantedOf(props, value).includes(step))
    return <p className="text-xs text-ink-3">{place ? "Follows another step" : "After the first error"}</p>;
  return (
    <div
      ref={root}
      className={cx(
        "flex flex-col gap-1.5 rounded-md border p-1.5 max-lg:-ml-1.5 lg:-my-1",
        current ? "border-accent" : "border-transparent",
      )}
    >
      <div role="radiogroup" aria-label={`Label of step ${nameOf(props, step)}`} className="flex flex-wrap gap-1">
        {settings.labels.map((label) => {
          const here = label.id === said?.label;
          const color = colorOf(settings, label.id);
          return (
            // biome-ignore lint/a11y/useSemanticElements: a chip in the colour of its label cannot be an input.
            <button
              key={label.id}
              type="button"
              role="radio"
              aria-checked={here}
              title={label.help ?? undefined}
              onClick={() => {
                const op = labelled(props, value, step, label);
                emit(op);
                scratch.set(CURRENT, nextOf(props, op.value, step));
              }}
              style={
                here ? { borderColor: color, backgroundColor: `color-mix(in oklch, ${color} 22%, transparent)` } : {}
              }
              className={cx(
                "inline-flex min-h-7 items-center gap-1.5 rounded-md border px-2 text-xs",
                here ? "font-medium" : "border-line text-ink-2 hover:bg-hover",
              )}
            >
              <span aria-hidden className="size-2 rounded-full" style={{ background: color }} />
              {label.title}
            </button>
          );
        })}
      </div>
      {place ? <GoesOn {...props} step={step} place={place} /> : null}
      {said && settings.comments !== "none" && (current || said.comment) ? (
        <Written {...props} step={step} what="comment" focused={current} />
      ) : null}
      {said?.rating === -1 && settings.rewrite && !place && (current || said.instead) ? (
        <Written {...props} step={step} what="instead" focused={current && settings.comments === "none"} />
      ) : null}
      {place && step === place.ids.at(-1) && mayWrite(props, place, now) ? (
        <OwnStep {...props} place={place} focused={place.ids.includes(now ?? "")} />
      ) : null}
    </div>
  );
}

/** All candidates have labels and none is good; or something is written already. */
function mayWrite({ value, settings }: Props, place: Place, now: string | undefined): boolean {
  const said = place.ids.map((id) => saidOf(value, id));
  const none = said.every((one) => one && one.rating !== 1) && place.ids.includes(now ?? "");
  return settings.rewrite && (none || wayOf(value, place.number)?.instead !== undefined);
}

type WrittenProps = Props & { step: string; what: "comment" | "instead"; focused: boolean };

function Written(props: WrittenProps) {
  const { step, what, focused, value, settings, scratch, emit } = props;
  const box = useFocusBox<HTMLInputElement>(scratch, focused);
  const said = saidOf(value, step);
  const needed = settings.comments === "errors" && said?.rating === -1;
  const comment = needed ? "What is the error?" : "Comment (Enter)";
  return (
    <Input
      ref={box}
      dir="auto"
      aria-label={`${what === "comment" ? "Comment on step" : "What should stand in step"} ${nameOf(props, step)}`}
      placeholder={what === "comment" ? comment : "The step as it should be"}
      value={said?.[what] ?? ""}
      onChange={(event) => emit(written(value, step, what, event.target.value))}
      className="h-7 text-xs"
    />
  );
}

function Said(props: Props & { step: string; place: Place | undefined }) {
  const { step, place, value, settings } = props;
  const said = saidOf(value, step);
  if (!said) return null;
  return (
    <div className="flex flex-col gap-0.5 text-xs">
      <span className="inline-flex items-center gap-1.5 font-medium">
        <span aria-hidden className="size-2 rounded-full" style={{ background: colorOf(settings, said.label) }} />
        {labelOf(settings, said.label)?.title ?? said.label}
      </span>
      {said.comment ? <p className="text-ink-2">{said.comment}</p> : null}
      {said.instead ? <p className="text-ink-2">Instead: {said.instead}</p> : null}
      {place ? <GoesOn {...props} step={step} place={place} /> : null}
      {place && step === place.ids.at(-1) ? <OwnStep {...props} place={place} focused={false} /> : null}
    </div>
  );
}

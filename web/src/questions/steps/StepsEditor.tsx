import { CornerDownRight } from "lucide-react";
import { useEffect } from "react";
import { Keys } from "@/commands/Keys";
import { plainText } from "@/fields/model";
import { ActiveClock, watchActivity } from "@/kit/activeClock";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import { chordFor } from "../keys";
import type { EditorProps } from "../plugin";
import { type Scratch, useScratch } from "../scratch";
import {
  CLOCK,
  CURRENT,
  colorOf,
  currentOf,
  ENDS,
  ended,
  hotkeysOf,
  labelled,
  labelOf,
  nameOf,
  type StepsOp,
  type StepsSettings,
  type StepsValue,
  saidOf,
  stepsOf,
  wantedOf,
} from "./model";
import { leaves, placesOf, type Way, wayOf } from "./onward";

type Props = EditorProps<StepsValue, StepsSettings, StepsOp>;

/** All steps in short, and the labels for the current one; labelling also happens beside each step. */
export function StepsEditor(props: Props) {
  const { value, settings, subject, scratch, active, emit } = props;
  const steps = stepsOf(settings, subject.content);
  const current = currentOf(props, value, useScratch<string>(scratch, CURRENT));
  const wanted = new Set(wantedOf(props, value));
  const end = settings.alternatives ? value.onward?.find(leaves) : undefined;
  const hotkeys = hotkeysOf(settings);
  useClock(settings.timed, scratch);
  const things = settings.alternatives ? "candidates" : "steps";
  const done = steps.filter((step) => saidOf(value, step.id)).length;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-1">
        {settings.labels.map((label) => {
          const chord = chordFor(hotkeys.get(label.id) ?? "");
          return (
            <button
              key={label.id}
              type="button"
              title={label.help ?? undefined}
              onClick={() => current && emit(labelled(props, value, current, label))}
              className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line px-2 hover:bg-hover"
            >
              <span aria-hidden className="size-2.5 rounded-full" style={{ background: colorOf(settings, label.id) }} />
              {label.title}
              {chord ? <Keys of={chord} className={active ? "" : "invisible"} /> : null}
            </button>
          );
        })}
      </div>
      {settings.give_up ? <EndEarly {...props} /> : null}
      <p role="status" className="text-xs text-ink-3">
        {value.ended
          ? `Ends early: ${done} of ${steps.length} ${things}`
          : end
            ? endsWith(props, end)
            : wanted.size < steps.length
              ? `Ends at the first error, step ${wanted.size} of ${steps.length}`
              : `${done} of ${steps.length} ${things}`}
        {settings.timed ? " · the time at each is kept" : ""}
      </p>
      <ol className="-mx-1 flex max-h-80 flex-col overflow-y-auto max-lg:hidden">
        {steps.map((step) => {
          const said = saidOf(value, step.id);
          return (
            <li key={step.id}>
              <button
                type="button"
                aria-current={step.id === current ? "step" : undefined}
                onClick={() => scratch.set(CURRENT, step.id)}
                className={cx(
                  "flex w-full items-center gap-2 rounded-md px-1 py-1 text-left",
                  step.id === current && active ? "bg-accent-soft" : "hover:bg-hover",
                  !wanted.has(step.id) && "opacity-45",
                )}
              >
                <span className="tabular w-5 shrink-0 text-right text-xs text-ink-3">{nameOf(props, step.id)}</span>
                <span
                  aria-hidden
                  className={cx("size-2.5 shrink-0 rounded-full", !said && "border border-line-strong")}
                  style={said ? { background: colorOf(settings, said.label) } : {}}
                />
                <span dir="auto" className="min-w-0 flex-1 truncate text-xs text-ink-2">
                  {plainText(step.value)}
                </span>
                {goesOn(props, step.id) ? (
                  <CornerDownRight size={13} className="text-accent" aria-label="Goes on" />
                ) : null}
                {said ? (
                  <span className="shrink-0 text-xs">{labelOf(settings, said.label)?.title ?? said.label}</span>
                ) : null}
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** A clock of its own from the first look on: it stands still where nothing is done, as that of the bench. */
function useClock(timed: boolean, scratch: Scratch): void {
  useEffect(() => {
    if (!timed) return;
    const clock = scratch.get<ActiveClock>(CLOCK) ?? new ActiveClock();
    clock.touch();
    scratch.set(CLOCK, clock);
    return watchActivity(clock);
  }, [timed, scratch]);
}

/** Whether the solution goes on from this one of several candidates. */
function goesOn(props: Props, step: string): boolean {
  const place = placesOf(props).find(({ ids }) => ids.includes(step));
  const way = place && place.ids.length > 1 ? wayOf(props.value, place.number) : undefined;
  return way?.candidate !== undefined && place?.ids[way.candidate - 1] === step;
}

function endsWith({ value, settings, subject }: Props, end: Way): string {
  const last = end.place === placesOf({ settings, subject }).at(-1)?.number;
  if (end.instead) return `Goes on with your own step ${end.place}`;
  if (!end.candidate) return `Ends at step ${end.place}: all of it is wrong`;
  return last ? `${value.steps.length} labels` : `Goes on from step ${end.place} elsewhere than the item`;
}

function EndEarly({ value, emit }: Props) {
  const now = value.ended;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap gap-1">
        {(Object.keys(ENDS) as (keyof typeof ENDS)[]).map((reason) => (
          <button
            key={reason}
            type="button"
            aria-pressed={now?.reason === reason}
            onClick={() => emit(ended(value, now?.reason === reason ? null : { reason, why: now?.why ?? "" }))}
            className={cx(
              "inline-flex h-7 items-center rounded-md border px-2 text-xs",
              now?.reason === reason ? "border-accent font-medium" : "border-line text-ink-2 hover:bg-hover",
            )}
          >
            {ENDS[reason]}
          </button>
        ))}
      </div>
      {now ? (
        <Input
          dir="auto"
          aria-label="Why it ends here"
          placeholder="Why?"
          value={now.why}
          onChange={(event) => emit(ended(value, { ...now, why: event.target.value }))}
          className="h-7 text-xs"
        />
      ) : null}
    </div>
  );
}

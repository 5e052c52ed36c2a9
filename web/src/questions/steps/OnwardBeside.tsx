import { CornerDownRight } from "lucide-react";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import { useFocusBox } from "../parts/focusBox";
import type { BesideProps } from "../plugin";
import { nameOf, OWN, type StepsOp, type StepsSettings, type StepsValue, saidOf } from "./model";
import { goingOnFrom, ownStep, type Place, wayOf } from "./onward";

type Props = BesideProps<StepsValue, StepsSettings, StepsOp>;

/** That the solution goes on from this candidate, or a way to say so. */
export function GoesOn(props: Props & { step: string; place: Place }) {
  const { step, place, value, readOnly, emit } = props;
  const said = saidOf(value, step);
  const here = wayOf(value, place.number)?.candidate === place.ids.indexOf(step) + 1;
  if (place.ids.length === 1 || !said || said.rating === -1 || (readOnly && !here)) return null;
  const words = (
    <>
      <CornerDownRight size={13} aria-hidden />
      Goes on
    </>
  );
  if (readOnly) return <span className="inline-flex items-center gap-1 text-accent text-xs">{words}</span>;
  return (
    <button
      type="button"
      aria-pressed={here}
      title="The solution goes on from this candidate (→)"
      aria-label={`The solution goes on from ${nameOf(props, step)}`}
      onClick={() => emit({ type: "set", value: goingOnFrom(props, value, step) })}
      className={cx(
        "inline-flex min-h-7 items-center gap-1 self-start rounded-md border px-2 text-xs",
        here ? "border-accent bg-accent-soft font-medium text-accent" : "border-line text-ink-2 hover:bg-hover",
      )}
    >
      {words}
    </button>
  );
}

/** The step as the person writes it, where none of its candidates is good. */
export function OwnStep(props: Props & { place: Place; focused: boolean }) {
  const { place, focused, value, scratch, readOnly, emit } = props;
  const box = useFocusBox<HTMLInputElement>(scratch, focused, OWN);
  const text = wayOf(value, place.number)?.instead ?? "";
  if (readOnly) return text ? <p className="text-ink-2 text-xs">Goes on with: {text}</p> : null;
  return (
    <Input
      ref={box}
      dir="auto"
      aria-label={`Your own step ${place.number}`}
      placeholder="Write the step (Shift+Enter)"
      value={text}
      onChange={(event) => emit({ type: "set", value: ownStep(props, value, place, event.target.value) })}
      className="h-7 text-xs"
    />
  );
}

import { ChevronLeft, ChevronRight, Equal } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { responsesOf } from "@/fields/model";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";
import { NotYet } from "../parts/NotYet";
import { tryTooEarly, useReadFirst } from "../parts/readFirst";
import { moveFocus } from "../parts/roving";
import type { EditorProps } from "../plugin";
import {
  BOTH_BAD,
  indexOfStop,
  type PairwiseOp,
  type PairwiseSettings,
  type PairwiseValue,
  type Stop,
  stopsOf,
  UNDECIDED,
} from "./model";

/** The scale lies as the responses do: A to the left, B to the right. */
export function PairwiseEditor({
  value,
  settings,
  subject,
  question,
  emit,
  scratch,
  active,
}: EditorProps<PairwiseValue, PairwiseSettings, PairwiseOp>) {
  const ids = responsesOf(subject.content, settings.field, subject.orders[settings.field]).map(
    (response) => response.id,
  );
  const stops = stopsOf(settings, ids);
  const at = indexOfStop(stops, value);
  const { why, tried } = useReadFirst(settings, ids, scratch, value.verdict !== null);
  if (stops.length === 0) return <p className="text-ink-3">There are not two responses to compare.</p>;
  const decide = (verdict: PairwiseValue) => (why ? tryTooEarly(scratch) : emit({ type: "set", value: verdict }));
  const handleChoose = (stop: Stop) => decide(stops[at] === stop ? UNDECIDED : stop.value);
  const bothBad = value.verdict === "both_bad";
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between px-0.5 text-xs font-medium text-ink-2">
        <span>A is better</span>
        <span>B is better</span>
      </div>
      <div role="radiogroup" aria-label={question.title} onKeyDown={moveFocus} className="flex gap-1">
        {stops.map((stop, index) => (
          <StopButton
            key={stop.title}
            stop={stop}
            checked={index === at}
            focusable={index === at || (at < 0 && index === 0)}
            showKey={active}
            held={why !== null}
            onChoose={() => handleChoose(stop)}
          />
        ))}
      </div>
      <div className="flex min-h-7 items-center justify-between gap-3">
        {why ? (
          <NotYet why={why} tried={tried} />
        ) : (
          <p aria-live="polite" className={cx("min-w-0 text-sm", at >= 0 || bothBad ? "font-medium" : "text-ink-3")}>
            {bothBad ? "Both are bad" : (stops[at]?.title ?? "Not decided")}
          </p>
        )}
        {settings.allow_both_bad ? (
          <Button
            size="sm"
            aria-pressed={bothBad}
            tone={bothBad ? "primary" : "plain"}
            onClick={() => decide(bothBad ? UNDECIDED : BOTH_BAD)}
          >
            Both bad{active ? <Keys of="Digit0" /> : null}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Mark({ stop }: { stop: Stop }) {
  if (stop.side === "middle") return <Equal size={14} />;
  const Icon = stop.side === "left" ? ChevronLeft : ChevronRight;
  return (
    <span className="flex items-center justify-center">
      {Array.from({ length: Math.min(stop.weight, 4) }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the chevrons are all alike.
        <Icon key={index} size={14} className={index > 0 ? "-ml-2.5" : ""} />
      ))}
    </span>
  );
}

function StopButton({
  stop,
  checked,
  focusable,
  showKey,
  held,
  onChoose,
}: {
  stop: Stop;
  checked: boolean;
  focusable: boolean;
  showKey: boolean;
  held: boolean;
  onChoose: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a stop with its mark and key cap cannot be an input.
    <button
      type="button"
      role="radio"
      aria-checked={checked}
      aria-disabled={held || undefined}
      aria-label={stop.title}
      title={stop.title}
      tabIndex={focusable ? 0 : -1}
      onClick={onChoose}
      className={cx(
        "flex h-12 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 rounded-md border transition-colors",
        checked
          ? "border-accent bg-accent text-accent-ink"
          : "border-line text-ink-2 hover:border-line-strong hover:bg-hover",
        !checked && stop.side === "middle" && "bg-sunken",
        held && "opacity-60",
      )}
    >
      <Mark stop={stop} />
      <span
        className={cx(
          "tabular text-2xs leading-3",
          checked ? "text-accent-ink" : "text-ink-3",
          !showKey && "invisible",
        )}
      >
        {stop.hotkey}
      </span>
    </button>
  );
}

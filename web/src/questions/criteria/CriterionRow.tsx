import { ArrowDown, ArrowUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { cx } from "@/kit/cx";
import { IconButton } from "@/ui/Button";
import { Input, NumberInput } from "@/ui/Input";
import { FOCUS } from "../parts/focusBox";
import { useScratch } from "../scratch";
import { add, CURRENT, part, remove, SAMPLE, shift } from "./act";
import type { Props } from "./CriteriaEditor";
import { hintsFor } from "./lint";
import { type Criterion, changed } from "./model";
import { TagLine } from "./TagLine";

/** One criterion: its points, its words, what else it says, and what may be wrong with it. */
export function CriterionRow(props: Props & { criterion: Criterion; index: number; isCurrent: boolean }) {
  const { criterion, index, isCurrent, value, settings, scratch, emit, active } = props;
  const number = index + 1;
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const wanted = useScratch<number>(scratch, FOCUS);
  const seen = useRef(isCurrent ? undefined : wanted);
  useEffect(() => {
    if (wanted === seen.current) return;
    seen.current = wanted;
    if (isCurrent) box.current?.focus();
  }, [wanted, isCurrent]);
  const here = isCurrent && active;
  const others = value.criteria.slice(0, index).map((one) => one.criterion);
  const hints = hintsFor(criterion.criterion, criterion.points, others);
  const takeOver = () => {
    scratch.set(CURRENT, criterion.id);
    scratch.set(SAMPLE, undefined);
  };
  const handleKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      add(props, criterion.id);
    } else if (event.key === "Backspace" && criterion.criterion === "" && value.criteria.length > 1) {
      event.preventDefault();
      remove(props, criterion.id);
    }
  };
  return (
    <li
      aria-current={isCurrent ? "step" : undefined}
      onFocusCapture={takeOver}
      className={cx("rounded-md border px-1.5 py-1.5", here ? "border-accent" : "border-transparent")}
    >
      <div className="flex items-start gap-2">
        <NumberInput
          aria-label={`Points of criterion ${number}`}
          step="any"
          className={cx("w-16 text-right", criterion.points < 0 && "text-bad")}
          value={criterion.points}
          onChange={(points) => emit(changed(value, criterion.id, { points: points ?? 0 }))}
        />
        <div className="min-w-0 flex-1">
          <textarea
            ref={box}
            rows={1}
            dir="auto"
            aria-label={`Criterion ${number}`}
            aria-describedby={hints.length > 0 ? id : undefined}
            placeholder="Says that …"
            value={criterion.criterion}
            onChange={(event) =>
              emit({
                type: "write",
                id: criterion.id,
                from: criterion.criterion,
                to: event.target.value.replace(/\n/g, " "),
              })
            }
            onKeyDown={handleKey}
            className="block w-full resize-none rounded-md border border-line-strong bg-surface px-2 py-1.5 [field-sizing:content] hover:border-ink-3 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
          />
          {hints.length > 0 ? (
            <ul id={id} className="mt-1 flex flex-col gap-0.5 text-xs text-warn">
              {hints.map((hint) => (
                <li key={hint.kind} className="flex flex-wrap items-baseline gap-x-2">
                  {hint.text}
                  {hint.parts?.every(Boolean) ? (
                    <button
                      type="button"
                      className="rounded-sm text-accent underline"
                      onClick={() => hint.parts && part(props, criterion, hint.parts)}
                    >
                      Make it two
                    </button>
                  ) : null}
                </li>
              ))}
            </ul>
          ) : null}
          {settings.help && (isCurrent || criterion.help) ? (
            <Input
              dir="auto"
              aria-label={`Help with criterion ${number}`}
              placeholder="For who grades: what meets it, what does not, a source"
              maxLength={5000}
              defaultValue={criterion.help ?? ""}
              key={criterion.help ?? ""}
              onBlur={(event) => {
                const help = event.target.value.trim();
                if (help !== (criterion.help ?? "")) emit(changed(value, criterion.id, { help }));
              }}
              className="mt-1 h-7 text-xs"
            />
          ) : null}
        </div>
        <span className="flex shrink-0 items-center">
          <IconButton
            size="sm"
            label={`Move criterion ${number} up`}
            disabled={index === 0}
            onClick={() => shift(props, -1)}
          >
            <ArrowUp size={14} />
          </IconButton>
          <IconButton
            size="sm"
            label={`Move criterion ${number} down`}
            disabled={number === value.criteria.length}
            onClick={() => shift(props, 1)}
          >
            <ArrowDown size={14} />
          </IconButton>
          <IconButton size="sm" label={`Remove criterion ${number}`} onClick={() => remove(props, criterion.id)}>
            <X size={14} />
          </IconButton>
        </span>
      </div>
      <TagLine
        criterion={criterion}
        number={number}
        settings={settings}
        open={isCurrent}
        onChange={(change) => emit(changed(value, criterion.id, change))}
      />
    </li>
  );
}

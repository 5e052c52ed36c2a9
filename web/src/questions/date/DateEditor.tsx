import { Calendar } from "lucide-react";
import { useRef } from "react";
import { cx } from "@/kit/cx";
import { IconButton } from "@/ui/Button";
import { TypedBox } from "../parts/TypedBox";
import type { EditorProps } from "../plugin";
import { type DateOp, type DateSettings, type DateValue, isComplete, readBack, SHAPES, tidy } from "./model";

export function DateEditor({
  value,
  settings,
  question,
  scratch,
  active,
  emit,
}: EditorProps<DateValue, DateSettings, DateOp>) {
  const verdict = isComplete(value, settings);
  const whole = value.date.length >= SHAPES[settings.precision].length;
  const problem = whole && !verdict.complete ? verdict.hint : null;
  return (
    <div className="flex flex-col gap-1">
      <TypedBox
        label={question.title}
        text={value.date}
        says={(typed) => typed === value.date}
        onText={(typed) => emit({ type: "set", date: tidy(typed, value.date) })}
        scratch={scratch}
        active={active}
        placeholder={SHAPES[settings.precision]}
        invalid={problem !== null}
        numeric
        suffix={
          settings.precision === "year" ? null : (
            <Picker value={value} settings={settings} onPick={(date) => emit({ type: "set", date })} />
          )
        }
      />
      <p role="status" className={cx("min-h-4 text-xs", problem ? "text-warn" : "text-ink-3")}>
        {problem ?? readBack(value, settings) ?? boundsOf(settings)}
      </p>
    </div>
  );
}

function boundsOf({ earliest, latest }: DateSettings): string {
  if (earliest && latest) return `From ${earliest} to ${latest}`;
  if (earliest) return `Not before ${earliest}`;
  return latest ? `Not after ${latest}` : "";
}

/** The system's own calendar, for those who would rather point. */
function Picker({
  value,
  settings,
  onPick,
}: {
  value: DateValue;
  settings: DateSettings;
  onPick: (date: string) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  return (
    <span className="relative">
      <IconButton label="Open the calendar" onClick={() => box.current?.showPicker?.()}>
        <Calendar size={15} />
      </IconButton>
      <input
        ref={box}
        type={settings.precision === "day" ? "date" : "month"}
        tabIndex={-1}
        aria-hidden
        value={value.date}
        min={settings.earliest ?? undefined}
        max={settings.latest ?? undefined}
        onChange={(event) => onPick(event.target.value)}
        className="pointer-events-none absolute inset-0 opacity-0"
      />
    </span>
  );
}

import { useState } from "react";
import { cx } from "@/kit/cx";
import { TypedBox } from "../parts/TypedBox";
import type { EditorProps } from "../plugin";
import { boundsOf, complaint, type NumberOp, type NumberSettings, type NumberValue, parse, written } from "./model";

export function NumberEditor({
  value,
  settings,
  question,
  scratch,
  active,
  emit,
}: EditorProps<NumberValue, NumberSettings, NumberOp>) {
  const [typed, setTyped] = useState("");
  const problem = parse(typed, settings) === value.number ? complaint(typed, settings) : null;
  const note = problem ?? boundsOf(settings);
  return (
    <div className="flex flex-col gap-1">
      <TypedBox
        numeric
        label={settings.unit ? `${question.title} (${settings.unit})` : question.title}
        text={written(value.number)}
        says={(text) => parse(text, settings) === value.number}
        onText={(text) => {
          setTyped(text);
          emit({ type: "set", number: parse(text, settings) });
        }}
        scratch={scratch}
        active={active}
        invalid={problem !== null}
        suffix={settings.unit ? <span className="text-ink-2">{settings.unit}</span> : null}
      />
      {note ? (
        <p role="status" className={cx("text-xs", problem ? "text-warn" : "text-ink-3")}>
          {note}
        </p>
      ) : null}
    </div>
  );
}

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Keys } from "@/commands/Keys";
import { Input } from "@/ui/Input";
import { type Scratch, useScratch } from "../scratch";
import { FOCUS } from "./focusBox";

/** A short line to type in. What is typed stays as it is while it still says the value; else the value is shown as it is written. */
export function TypedBox({
  label,
  text,
  says,
  onText,
  scratch,
  placeholder,
  numeric = false,
  invalid = false,
  active,
  suffix,
}: {
  label: string;
  /** The value as it is written. */
  text: string;
  /** Whether what was typed says the value that there is now. */
  says: (typed: string) => boolean;
  onText: (typed: string) => void;
  scratch: Scratch;
  placeholder?: string;
  numeric?: boolean;
  invalid?: boolean;
  active: boolean;
  suffix?: ReactNode;
}) {
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = useScratch<number>(scratch, FOCUS);
  const seen = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (wanted === seen.current) return;
    seen.current = wanted;
    box.current?.focus();
    box.current?.select();
  }, [wanted]);
  return (
    <span className="flex items-center gap-2">
      <Input
        ref={box}
        type="text"
        inputMode={numeric ? "decimal" : "text"}
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-invalid={invalid || undefined}
        placeholder={placeholder}
        value={typed !== null && says(typed) ? typed : text}
        onChange={(event) => {
          setTyped(event.target.value);
          onText(event.target.value);
        }}
        className="tabular h-9 w-44 text-md"
      />
      {suffix}
      {active ? <Keys of="Enter" className="pointer-coarse:hidden" /> : null}
    </span>
  );
}

import { useEffect, useRef } from "react";
import { Input } from "@/ui/Input";
import { OptionButton } from "../parts/OptionButton";
import { type Scratch, useScratch } from "../scratch";
import type { ChoiceSettings, ChoiceValue } from "./model";

/** "Other", with a line to say what. */
export function OtherLine({
  value,
  settings,
  scratch,
  active,
  onOther,
}: {
  value: ChoiceValue;
  settings: ChoiceSettings;
  scratch: Scratch;
  active: boolean;
  onOther: (other: string | undefined) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  const chosen = value.other !== undefined;
  const wantsFocus = useScratch<boolean>(scratch, "focusOther") === true;
  useEffect(() => {
    if (!wantsFocus || !chosen) return;
    box.current?.focus();
    scratch.set("focusOther", false);
  }, [wantsFocus, chosen, scratch]);
  const handleChoose = () => {
    if (!chosen) scratch.set("focusOther", true);
    onOther(chosen ? undefined : "");
  };
  return (
    <>
      <OptionButton
        role={settings.multiple ? "checkbox" : "radio"}
        checked={chosen}
        title="Other"
        hotkey={active ? "o" : null}
        onChoose={handleChoose}
      />
      {chosen ? (
        <Input
          ref={box}
          aria-label="What the other is"
          placeholder="Say what"
          maxLength={500}
          value={value.other ?? ""}
          onChange={(event) => onOther(event.target.value)}
        />
      ) : null}
    </>
  );
}

import { useDeferredValue, useState } from "react";
import { Input } from "@/ui/Input";
import { OptionButton } from "../parts/OptionButton";
import { moveFocus } from "../parts/roving";
import type { EditorProps } from "../plugin";
import {
  type ChoiceOp,
  type ChoiceRow,
  type ChoiceSettings,
  type ChoiceValue,
  rowsOf,
  setOther,
  toggle,
} from "./model";
import { OtherLine } from "./OtherLine";

/** From this many options on there is a line to find one. */
const MANY = 12;

export function ChoiceEditor({
  value,
  settings,
  question,
  emit,
  active,
  scratch,
}: EditorProps<ChoiceValue, ChoiceSettings, ChoiceOp>) {
  const rows = rowsOf(settings);
  const [filter, setFilter] = useState("");
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const shown = wanted ? rows.filter((row) => row.path.join(" ").toLowerCase().includes(wanted)) : rows;
  const role = settings.multiple ? "checkbox" : "radio";
  const firstFocusable = shown.find((row) => value.selected.includes(row.option.id)) ?? shown[0];
  const isFocusable = (row: ChoiceRow) => settings.multiple || row === firstFocusable;
  return (
    <div className="flex flex-col gap-1.5">
      {rows.length > MANY ? (
        <Input
          type="search"
          aria-label="Find an option"
          placeholder={`Find one of ${rows.length}`}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useAriaPropsSupportedByRole: it always has one of two roles that take a label; its options take the focus. */}
      <div
        role={settings.multiple ? "group" : "radiogroup"}
        aria-label={question.title}
        onKeyDown={moveFocus}
        className="flex max-h-[52vh] flex-col gap-1.5 overflow-y-auto"
      >
        {shown.map((row) => (
          <OptionButton
            key={row.option.id}
            role={role}
            checked={value.selected.includes(row.option.id)}
            title={row.option.title}
            help={row.option.help}
            hotkey={active ? row.hotkey : null}
            swatch={row.option.color ? swatchOf(row.option.color) : null}
            depth={wanted ? 0 : row.depth}
            focusable={isFocusable(row)}
            onChoose={() => emit(toggle(value, row.option.id, settings))}
          />
        ))}
        {shown.length === 0 ? <p className="px-1 text-ink-3">No option has these words.</p> : null}
      </div>
      {settings.allow_other ? (
        <OtherLine
          value={value}
          settings={settings}
          scratch={scratch}
          active={active}
          onOther={(other) => emit(setOther(value, other, settings))}
        />
      ) : null}
    </div>
  );
}

function swatchOf(color: string): string | null {
  if (/^#[0-9a-f]{6}$/i.test(color)) return color;
  return /^class-[1-8]$/.test(color) ? `var(--${color})` : null;
}

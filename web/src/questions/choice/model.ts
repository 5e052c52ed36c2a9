import { isRecord } from "@/fields/model";
import { COMPLETE, type Completeness, missing } from "../plugin";

export interface ChoiceOption {
  id: string;
  title: string;
  help?: string | null;
  color?: string | null;
  key?: string | null;
  options?: ChoiceOption[] | null;
}

export interface ChoiceSettings {
  options: ChoiceOption[];
  multiple: boolean;
  min: number | null;
  max: number | null;
  allow_other: boolean;
}

export interface ChoiceValue {
  selected: string[];
  other?: string;
}

export interface ChoiceOp {
  type: "set";
  value: ChoiceValue;
}

/** An option with its place in the tree: what a row on the screen is. */
export interface ChoiceRow {
  option: ChoiceOption;
  depth: number;
  /** Titles from the root down to this option. */
  path: string[];
  hotkey: string | null;
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

export function readSettings(raw: Record<string, unknown> | null | undefined): ChoiceSettings {
  return {
    options: Array.isArray(raw?.options) ? (raw.options as ChoiceOption[]) : [],
    multiple: raw?.multiple === true,
    min: typeof raw?.min === "number" ? raw.min : null,
    max: typeof raw?.max === "number" ? raw.max : null,
    allow_other: raw?.allow_other === true,
  };
}

export function readValue(raw: unknown): ChoiceValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.selected)) return null;
  const selected = raw.selected.filter((id): id is string => typeof id === "string");
  return typeof raw.other === "string" ? { selected, other: raw.other } : { selected };
}

/** All options, parents before children; digits go to the first ten that ask for no key of their own. */
export function rowsOf(settings: ChoiceSettings): ChoiceRow[] {
  const rows: ChoiceRow[] = [];
  const walk = (options: readonly ChoiceOption[], path: string[]) => {
    for (const option of options) {
      rows.push({ option, depth: path.length, path: [...path, option.title], hotkey: option.key ?? null });
      if (option.options) walk(option.options, [...path, option.title]);
    }
  };
  walk(settings.options, []);
  const taken = new Set(rows.map((row) => row.hotkey));
  const free = DIGITS.filter((digit) => !taken.has(digit));
  return rows.map((row) => (row.hotkey ? row : { ...row, hotkey: free.shift() ?? null }));
}

export function titleOfOption(settings: ChoiceSettings, id: string): string {
  return (
    rowsOf(settings)
      .find((row) => row.option.id === id)
      ?.path.join(" › ") ?? id
  );
}

/** What choosing (or choosing again) an option means: one of many moves, several toggle. */
export function toggle(value: ChoiceValue, id: string, settings: ChoiceSettings): ChoiceOp {
  const chosen = value.selected.includes(id);
  if (!settings.multiple) return { type: "set", value: { selected: chosen ? [] : [id] } };
  const order = rowsOf(settings).map((row) => row.option.id);
  const selected = chosen ? value.selected.filter((one) => one !== id) : [...value.selected, id];
  const other = value.other === undefined ? {} : { other: value.other };
  return { type: "set", value: { selected: selected.sort((a, b) => order.indexOf(a) - order.indexOf(b)), ...other } };
}

/** The words of "other"; undefined takes it back. In a single choice it replaces the option. */
export function setOther(value: ChoiceValue, other: string | undefined, settings: ChoiceSettings): ChoiceOp {
  const selected = settings.multiple ? value.selected : [];
  return { type: "set", value: other === undefined ? { selected } : { selected, other } };
}

export function countChosen(value: ChoiceValue): number {
  return value.selected.length + (value.other === undefined ? 0 : 1);
}

export function isComplete(value: ChoiceValue, settings: ChoiceSettings): Completeness {
  const count = countChosen(value);
  if (value.other !== undefined && !value.other.trim()) return missing("Say what the other is");
  const least = settings.multiple ? Math.max(1, settings.min ?? 1) : 1;
  if (count < least)
    return missing(
      least === 1 ? (settings.multiple ? "Choose at least one" : "Choose one") : `Choose at least ${least}`,
    );
  if (settings.multiple && settings.max !== null && count > settings.max)
    return missing(`Choose at most ${settings.max}`);
  return COMPLETE;
}

export function summarize(value: ChoiceValue, settings: ChoiceSettings): string {
  const titles = value.selected.map((id) => titleOfOption(settings, id));
  return (value.other === undefined ? titles : [...titles, `Other: ${value.other}`]).join(", ");
}

import type { Recipe } from "@/api/types";
import { count, plural } from "@/kit/format";
import { stateWord } from "@/ui/words";

export type Only = NonNullable<Recipe["only"]>;

/** What of a list a release is narrowed to, as the address of the form says it; undefined where it says nothing usable. */
export function onlyOf(said: unknown): Only | undefined {
  return typeof said === "object" && said !== null && !Array.isArray(said) ? (said as Only) : undefined;
}

/** "Answers that fit: verdict accepted, reworks 1", "12 selected items". */
export function onlyWords(only: Only): string {
  const named = only.item_ids ?? only.annotation_ids;
  if (named) return plural(named.length, only.item_ids ? "selected item" : "selected answer");
  const of = only.answer_filters ? "Answers" : "Items";
  const said = Object.entries(only.answer_filters ?? only.filters ?? {}).map(([name, value]) =>
    filterWords(name, value),
  );
  return said.length > 0 ? `${of} that fit: ${said.join(", ")}` : `All ${of.toLowerCase()}`;
}

const ONE: Record<string, string> = {
  batch_id: "of one batch",
  person_id: "given by one person",
  annotated_by: "answered by one person",
  organization_id: "given by one firm’s people",
  item_id: "to one item",
};

function filterWords(name: string, value: unknown): string {
  if (ONE[name]) return ONE[name];
  if (name === "state" || name === "verdict") return stateWord(String(value)).text.toLowerCase();
  if (name === "flagged" || name === "gold") return value ? name : `not ${name}`;
  if (name === "reworks") return `given anew at least ${plural(Number(value), "time")}`;
  if (name === "since" || name === "until") return `${name} ${String(value).slice(0, 10)}`;
  const text = typeof value === "number" ? count(value) : `“${String(value)}”`;
  return `${name.replaceAll("_", " ")} ${text}`;
}

import { useState } from "react";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import type { EditorProps } from "../plugin";
import { titleOfLabel } from "../spans/model";
import { activeLabel, LABEL, relate, stops } from "./act";
import {
  endOf,
  isDirected,
  labelOf,
  marking,
  mayBe,
  placeOf,
  placesMarked,
  type RelationsOp,
  type RelationsSettings,
  type RelationsValue,
  short,
} from "./model";

/** Two ends and a label chosen from lists: for who cannot see or point at the text. */
export function AddRelation(props: EditorProps<RelationsValue, RelationsSettings, RelationsOp>) {
  const { settings, scratch } = props;
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const label = labelOf(settings, activeLabel(props) ?? "");
  const { settings: spans, spans: marked } = marking(props);
  const places = placesMarked(marked);
  const all = stops(props);
  if (!label || all.length < 2) return null;
  const offered = (index: number) =>
    all
      .filter((span) => mayBe(label, index, places.get(placeOf(span))?.labels ?? []))
      .map((span) => ({ value: placeOf(span), label: `${short(span.quote)} · ${titleOfLabel(spans, span.label)}` }));
  const ends = [from, to].flatMap((key) => {
    const span = all.find((one) => placeOf(one) === key);
    return span ? [endOf(span)] : [];
  });
  const handleAdd = () => {
    relate(props, label.id, ends);
    setTo("");
  };
  const words = isDirected(label) ? ["From", "To"] : ["One", "Other"];
  const choose = { value: "", label: "Choose a span" };
  return (
    <details className="text-xs">
      <summary className="cursor-pointer rounded-sm text-ink-3 hover:text-ink">Add from lists</summary>
      <div className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2 gap-y-1.5">
        <span aria-hidden>{words[0]}</span>
        <Select aria-label={words[0]} value={from} onChange={setFrom} options={[choose, ...offered(0)]} />
        <span aria-hidden>Label</span>
        <Select
          aria-label="Label"
          value={label.id}
          onChange={(id) => scratch.set(LABEL, id)}
          options={settings.labels.map((one) => ({ value: one.id, label: one.title }))}
        />
        <span aria-hidden>{words[1]}</span>
        <Select aria-label={words[1]} value={to} onChange={setTo} options={[choose, ...offered(1)]} />
        <span />
        <Button size="sm" className="justify-self-start" disabled={ends.length < 2} onClick={handleAdd}>
          Add relation
        </Button>
      </div>
    </details>
  );
}

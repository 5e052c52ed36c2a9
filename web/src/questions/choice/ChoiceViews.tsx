import { ChangedList } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { type ChoiceSettings, type ChoiceValue, titleOfOption } from "./model";

function titles(value: ChoiceValue, settings: ChoiceSettings): string[] {
  const chosen = value.selected.map((id) => titleOfOption(settings, id));
  return value.other === undefined ? chosen : [...chosen, `Other: ${value.other}`];
}

export function ChoiceViewer({ value, settings }: ViewerProps<ChoiceValue, ChoiceSettings>) {
  const all = titles(value, settings);
  if (all.length === 0) return <p className="text-ink-3">Nothing chosen</p>;
  return (
    <ul className="flex flex-wrap gap-1">
      {all.map((title) => (
        <li key={title} dir="auto" className="rounded-sm bg-pressed px-1.5 py-0.5 font-medium [overflow-wrap:anywhere]">
          {title}
        </li>
      ))}
    </ul>
  );
}

export function ChoiceDiff({ before, after, settings }: DiffProps<ChoiceValue, ChoiceSettings>) {
  return <ChangedList before={titles(before, settings)} after={titles(after, settings)} />;
}

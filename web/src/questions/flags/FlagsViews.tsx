import { Flag as FlagIcon } from "lucide-react";
import { Changed, ChangedList } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { type FlagsSettings, type FlagsValue, said } from "./model";

export function FlagsViewer({ value, settings }: ViewerProps<FlagsValue, FlagsSettings>) {
  if (value.none) return <p>Nothing to flag</p>;
  if (value.flags.length === 0) return <p className="text-ink-3">Nothing said</p>;
  return (
    <ul className="flex flex-wrap gap-1">
      {value.flags.map((raised) => (
        <li key={raised.flag} className="inline-flex items-center gap-1.5 rounded-sm bg-pressed px-1.5 py-0.5">
          <FlagIcon size={12} aria-hidden className="text-warn" />
          <span className="[overflow-wrap:anywhere]">{said(raised, settings)}</span>
        </li>
      ))}
    </ul>
  );
}

export function FlagsDiff({ before, after, settings }: DiffProps<FlagsValue, FlagsSettings>) {
  const all = (value: FlagsValue) => value.flags.map((raised) => said(raised, settings));
  if (before.none !== after.none) {
    const words = (value: FlagsValue) => (value.none ? "Nothing to flag" : all(value).join(", "));
    return <Changed before={words(before)} after={words(after)} />;
  }
  return <ChangedList before={all(before)} after={all(after)} />;
}

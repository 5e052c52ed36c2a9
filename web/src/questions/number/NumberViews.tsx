import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { type NumberSettings, type NumberValue, summarize } from "./model";

export function NumberViewer({ value, settings }: ViewerProps<NumberValue, NumberSettings>) {
  if (value.number === null) return <p className="text-ink-3">No number</p>;
  return <p className="tabular font-medium">{summarize(value, settings)}</p>;
}

export function NumberDiff({ before, after, settings }: DiffProps<NumberValue, NumberSettings>) {
  if (before.number === after.number) return <span className="tabular">{summarize(after, settings) || "–"}</span>;
  return <Changed before={summarize(before, settings)} after={summarize(after, settings)} />;
}

import { Unchanged } from "@/questions/parts/Unchanged";
import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import {
  colorOfLabel,
  describe,
  endsText,
  labelOf,
  type Relation,
  type RelationsSettings,
  type RelationsValue,
  relationKey,
} from "./model";

export function RelationsViewer({ value, settings }: ViewerProps<RelationsValue, RelationsSettings>) {
  if (value.relations.length === 0) return <p className="text-ink-3">Nothing is related</p>;
  return (
    <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto">
      {value.relations.map((relation) => {
        const label = labelOf(settings, relation.label);
        return (
          <li key={relationKey(relation)} className="flex items-start gap-2">
            <span
              aria-hidden
              className="mt-2 h-0.5 w-3 shrink-0 rounded-full"
              style={{ background: colorOfLabel(settings, relation.label) }}
            />
            <span dir="auto" className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              {endsText(relation, label)}
              {relation.comment ? <span className="block text-xs text-ink-2">{relation.comment}</span> : null}
            </span>
            <span className="shrink-0 text-xs text-ink-3">{label?.title ?? relation.label}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Relations that went, came, or have another label or comment now. */
export function RelationsDiff({ before, after, settings }: DiffProps<RelationsValue, RelationsSettings>) {
  const words = (relation: Relation | undefined) =>
    relation ? [describe(relation, settings), relation.comment].filter(Boolean).join(" · ") : null;
  const keys = [...new Set([...before.relations, ...after.relations].map(relationKey))];
  const all = keys.map((key) => ({
    key,
    was: before.relations.find((one) => relationKey(one) === key),
    is: after.relations.find((one) => relationKey(one) === key),
  }));
  const changed = all.filter(({ was, is }) => words(was) !== words(is));
  return (
    <ul className="flex flex-col gap-1">
      {changed.map(({ key, was, is }) => (
        <li key={key}>
          <Changed before={words(was)} after={words(is)} />
        </li>
      ))}
      <Unchanged n={all.length - changed.length} />
    </ul>
  );
}

import { X } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import { chordFor } from "../keys";
import type { EditorProps } from "../plugin";
import { useScratch } from "../scratch";
import { AddRelation } from "./AddRelation";
import { activeLabel, CHOSEN, choose, HELD, LABEL, labelWith, NOTICE } from "./act";
import {
  colorOfLabel,
  describe,
  endsText,
  hotkeysOf,
  isComplete,
  isDirected,
  labelOf,
  marking,
  mostEnds,
  placeOf,
  type Relation,
  type RelationsOp,
  type RelationsSettings,
  type RelationsValue,
  relationKey,
  short,
  withRelation,
} from "./model";

type Props = EditorProps<RelationsValue, RelationsSettings, RelationsOp>;

/** The labels, the list of relations, and a way to add one without the text. The arcs are drawn over the text. */
export function RelationsEditor(props: Props) {
  const { value, settings, scratch, active } = props;
  useScratch<string>(scratch, LABEL);
  const chosen = useScratch<string>(scratch, CHOSEN);
  const label = activeLabel(props);
  const hotkeys = hotkeysOf(settings);
  return (
    <div className="flex flex-col gap-2">
      <div role="radiogroup" aria-label="Label" className="flex flex-wrap gap-1">
        {settings.labels.map((one) => {
          const chord = chordFor(hotkeys.get(one.id) ?? "");
          return (
            // biome-ignore lint/a11y/useSemanticElements: a chip with its colour and key cap cannot be an input.
            <button
              key={one.id}
              type="button"
              role="radio"
              aria-checked={one.id === label}
              title={one.help ?? undefined}
              onClick={() => labelWith(props, one.id)}
              className={cx(
                "inline-flex h-7 items-center gap-1.5 rounded-md border px-2",
                one.id === label ? "border-ink bg-surface font-medium" : "border-line hover:bg-hover",
              )}
            >
              <span
                aria-hidden
                className={cx("h-0.5 w-3 rounded-full", !isDirected(one) && "opacity-60")}
                style={{ background: colorOfLabel(settings, one.id) }}
              />
              {one.title}
              {isDirected(one) ? <span className="sr-only"> (directed)</span> : null}
              {chord ? <Keys of={chord} className={active ? "" : "invisible"} /> : null}
            </button>
          );
        })}
      </div>
      <Status {...props} />
      {value.relations.length > 0 ? (
        <ul aria-label="Relations" className="-mx-1 flex max-h-72 flex-col overflow-y-auto">
          {value.relations.map((relation) => (
            <Row
              key={relationKey(relation)}
              {...props}
              relation={relation}
              isChosen={relationKey(relation) === chosen}
            />
          ))}
        </ul>
      ) : null}
      <AddRelation {...props} />
    </div>
  );
}

/** What to do next, in a line that screen readers hear. */
function Status(props: Props) {
  const { value, settings, scratch } = props;
  const notice = useScratch<string>(scratch, NOTICE);
  const held = useScratch<string>(scratch, HELD);
  const { spans } = marking(props);
  const from = held ? spans.find((span) => placeOf(span) === held) : undefined;
  const verdict = isComplete(value, props);
  const marks = props.subject.asked(settings.spans)?.title ?? settings.spans;
  const say =
    notice ??
    (from
      ? `From “${short(from.quote)}”: take the other end, or press a label there`
      : !verdict.complete
        ? verdict.hint
        : spans.length < 2
          ? `Relations join spans. Mark two first: ${marks}`
          : value.relations.length === 0
            ? "Click one span, then the other. By keyboard: → to a span, Enter takes it."
            : `${value.relations.length} related`);
  const isWarning = Boolean(notice) || (!from && !verdict.complete);
  return (
    <p role="status" className={cx("text-xs text-pretty", isWarning ? "text-warn" : "text-ink-3")}>
      {say}
    </p>
  );
}

function Row({ relation, isChosen, ...props }: Props & { relation: Relation; isChosen: boolean }) {
  const { value, settings, emit, scratch } = props;
  const label = labelOf(settings, relation.label);
  return (
    <li className={cx("group/relation rounded-md px-1", isChosen ? "bg-accent-soft" : "hover:bg-hover")}>
      <div className="flex items-start gap-2">
        <button
          type="button"
          aria-pressed={isChosen}
          onClick={() => choose(props, isChosen ? undefined : relation)}
          className="flex min-w-0 flex-1 items-start gap-2 py-1 text-left"
        >
          <span
            aria-hidden
            className="mt-2 h-0.5 w-3 shrink-0 rounded-full"
            style={{ background: colorOfLabel(settings, relation.label) }}
          />
          <span dir="auto" className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            {endsText(relation, label)}
            <span className="ml-2 text-xs text-ink-3">{label?.title ?? relation.label}</span>
          </span>
        </button>
        <button
          type="button"
          aria-label={`Remove ${describe(relation, settings)}`}
          onClick={() => emit(withRelation(value, relation, null))}
          className="rounded-sm p-1 text-ink-3 opacity-0 group-focus-within/relation:opacity-100 group-hover/relation:opacity-100 hover:bg-pressed hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
        >
          <X size={13} />
        </button>
      </div>
      {isChosen && mostEnds(label) > relation.ends.length ? (
        <p className="pb-1 pl-5 text-xs text-ink-3">Shift-click, or E, adds another end</p>
      ) : null}
      {isChosen && settings.comments ? (
        <Input
          aria-label={`Comment on ${describe(relation, settings)}`}
          placeholder="Comment"
          className="mb-1 ml-5 w-[calc(100%-1.25rem)]"
          value={relation.comment ?? ""}
          onChange={(event) => {
            const { comment: _old, ...rest } = relation;
            const comment = event.target.value;
            emit(withRelation(value, relation, comment ? { ...rest, comment } : rest));
            choose({ scratch }, relation);
          }}
        />
      ) : null}
    </li>
  );
}

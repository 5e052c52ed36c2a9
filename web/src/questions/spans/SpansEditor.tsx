import { X } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import { chordFor } from "../keys";
import type { EditorProps } from "../plugin";
import { useScratch } from "../scratch";
import { labelWith } from "./act";
import {
  colorOf,
  hotkeysOf,
  type Span,
  type SpansOp,
  type SpansSettings,
  type SpansValue,
  spanKey,
  titleOfLabel,
  withComment,
} from "./model";
import { spotsOf } from "./places";
import { ACTIVE, NOTICE, SELECTED } from "./words";

/** The labels and the list of spans; the marking itself happens in the text. */
export function SpansEditor(props: EditorProps<SpansValue, SpansSettings, SpansOp>) {
  const { value, settings, scratch, emit, active } = props;
  const label = useScratch<string>(scratch, ACTIVE) ?? settings.labels[0]?.id;
  const selected = useScratch<string>(scratch, SELECTED);
  const notice = useScratch<string>(scratch, NOTICE);
  const hotkeys = hotkeysOf(settings);
  const texts = spotsOf(props).length;
  const places = value.spans.some((span) => span.message || span.response);
  return (
    <div className="flex flex-col gap-2">
      <div role="radiogroup" aria-label="Label" className="flex flex-wrap gap-1">
        {settings.labels.map((one) => {
          const here = one.id === label;
          const chord = chordFor(hotkeys.get(one.id) ?? "");
          return (
            // biome-ignore lint/a11y/useSemanticElements: a chip with its colour and key cap cannot be an input.
            <button
              key={one.id}
              type="button"
              role="radio"
              aria-checked={here}
              title={one.help ?? undefined}
              // The press must not take the selection away from the text.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => labelWith(props, one.id)}
              className={cx(
                "inline-flex h-7 items-center gap-1.5 rounded-md border px-2",
                here ? "border-ink bg-surface font-medium" : "border-line hover:bg-hover",
              )}
            >
              <span aria-hidden className="size-2.5 rounded-[3px]" style={{ background: colorOf(settings, one.id) }} />
              {one.title}
              {chord ? <Keys of={chord} className={active ? "" : "invisible"} /> : null}
            </button>
          );
        })}
      </div>
      <p role="status" className={cx("text-xs", notice ? "text-warn" : "text-ink-3")}>
        {notice ??
          (texts === 0
            ? "This item has no text to mark."
            : value.spans.length === 0
              ? "Select text to mark it. With the keyboard: → goes word by word, Shift+→ takes more, a label’s key marks."
              : `${value.spans.length} marked`)}
      </p>
      {value.spans.length > 0 ? (
        <ul className="-mx-1 flex max-h-72 flex-col overflow-y-auto">
          {value.spans.map((span) => (
            <SpanRow
              key={spanKey(span)}
              span={span}
              settings={settings}
              selected={spanKey(span) === selected}
              showPlace={places}
              onSelect={() => scratch.set(SELECTED, spanKey(span))}
              onRemove={() => emit({ type: "remove", span })}
              onComment={(comment) => emit(withComment(span, comment))}
            />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function SpanRow({
  span,
  settings,
  selected,
  showPlace,
  onSelect,
  onRemove,
  onComment,
}: {
  span: Span;
  settings: SpansSettings;
  selected: boolean;
  showPlace: boolean;
  onSelect: () => void;
  onRemove: () => void;
  onComment: (comment: string) => void;
}) {
  return (
    <li
      className={cx(
        "group/span flex flex-wrap items-center gap-x-2 rounded-md px-1",
        selected ? "bg-accent-soft" : "hover:bg-hover",
      )}
    >
      <button type="button" onClick={onSelect} className="flex min-w-0 flex-1 items-center gap-2 py-1 text-left">
        <span
          aria-hidden
          className="size-2.5 shrink-0 rounded-[3px]"
          style={{ background: colorOf(settings, span.label) }}
        />
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {span.quote}
        </span>
        <span className="shrink-0 text-xs text-ink-3">
          {showPlace && span.message ? `${Number(span.message.slice(1)) + 1} · ` : ""}
          {titleOfLabel(settings, span.label)}
        </span>
      </button>
      <button
        type="button"
        aria-label={`Remove “${span.quote}”`}
        onClick={onRemove}
        className="rounded-sm p-1 text-ink-3 opacity-0 group-focus-within/span:opacity-100 group-hover/span:opacity-100 hover:bg-pressed hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        <X size={13} />
      </button>
      {settings.comments && (selected || span.comment) ? (
        <Input
          dir="auto"
          aria-label={`Comment on “${span.quote}”`}
          placeholder="Comment"
          maxLength={5000}
          value={span.comment ?? ""}
          onChange={(event) => onComment(event.target.value)}
          className="mb-1 h-7 text-xs"
        />
      ) : null}
    </li>
  );
}

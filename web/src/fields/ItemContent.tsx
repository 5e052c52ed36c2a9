import type { ReactNode } from "react";
import { cx } from "@/kit/cx";
import { type Content, type Field, letterOf, responsesOf, titleOf } from "./model";
import { useNotes } from "./notes";
import type { TextSpot } from "./plugin";
import { Responses } from "./Responses";
import { fieldPluginOf } from "./registry";
import { Sequence } from "./Sequence";

export interface ContentSlots {
  renderText?: (field: Field, spot: TextSpot & { response?: string }) => ReactNode | null;
  /** What hangs beside a message, below a turn or under a response: "m:m1", "t:t0", "r:r1". */
  renderBeside?: (field: Field, key: string) => ReactNode | null;
}

/** A whole item. Responses stand side by side as A, B, C in display order. */
export function ItemContent({
  schema,
  content,
  orders = {},
  slots = {},
  syncScroll = false,
  className,
}: {
  schema: { fields: readonly Field[] };
  content: Content;
  orders?: Record<string, readonly string[]>;
  slots?: ContentSlots;
  /** Responses get panes of equal height that scroll together. */
  syncScroll?: boolean;
  className?: string;
}) {
  const notes = useNotes();
  const shown = schema.fields.filter((field) => content[field.name] !== undefined && content[field.name] !== null);
  return (
    <div className={cx("flex flex-col gap-6", className)}>
      {shown.map((field) => (
        <section key={field.name} data-field={field.name} aria-label={titleOf(field)} className="min-w-0">
          <h2 className={shown.length > 1 || field.title ? "mb-1.5 text-xs font-medium text-ink-3" : "sr-only"}>
            {titleOf(field)}
          </h2>
          {field.many && field.ordered ? (
            <Sequence field={field} responses={responsesOf(content, field.name)} slots={slots} />
          ) : field.many ? (
            <Responses
              field={field}
              responses={responsesOf(content, field.name, orders[field.name])}
              slots={slots}
              syncScroll={syncScroll}
            />
          ) : (
            <OneValue field={field} value={content[field.name]} slots={slots} />
          )}
          {notes?.below(field.name)}
        </section>
      ))}
    </div>
  );
}

function OneValue({ field, value, slots }: { field: Field; value: unknown; slots: ContentSlots }) {
  const { Viewer } = fieldPluginOf(field.kind);
  return (
    <Viewer
      field={field}
      value={value}
      renderText={slots.renderText ? (spot) => slots.renderText?.(field, spot) ?? null : undefined}
      renderBeside={slots.renderBeside ? (key) => slots.renderBeside?.(field, key) ?? null : undefined}
    />
  );
}

/** The name people see: "Response A". */
export function responseName(index: number): string {
  return `Response ${letterOf(index)}`;
}

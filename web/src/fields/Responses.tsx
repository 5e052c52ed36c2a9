import { Diff as DiffIcon } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { cx } from "@/kit/cx";
import { apart, toggleDifferences, useDifferences } from "./differences";
import type { ContentSlots } from "./ItemContent";
import { type Field, letterOf, plainText, type Response } from "./model";
import { OwnWords } from "./OwnWords";
import { fieldPluginOf } from "./registry";

/** Up to this many responses stand side by side on a wide screen; more stand in a grid of two. */
const COLUMNS: Record<number, string> = { 1: "lg:grid-cols-1", 2: "lg:grid-cols-2", 3: "lg:grid-cols-3" };

export function Responses({
  field,
  responses,
  slots,
  syncScroll,
}: {
  field: Field;
  responses: Response[];
  slots: ContentSlots;
  syncScroll: boolean;
}) {
  const [tab, setTab] = useState(0);
  const panes = useRef(new Map<string, HTMLElement>());
  const leader = useRef<string | null>(null);
  const comparing = useDifferences() && comparable(responses);
  const [one, two] = responses;
  const own = useMemo(
    () => (comparing && one && two ? apart(plainText(one.value), plainText(two.value)) : null),
    [comparing, one, two],
  );

  /** The pane under the pointer or the focus leads; the others follow by the same share of their height. */
  const handleScroll = (id: string) => {
    if (!syncScroll || leader.current !== id) return;
    const from = panes.current.get(id);
    if (!from) return;
    const share = from.scrollTop / Math.max(1, from.scrollHeight - from.clientHeight);
    for (const [other, pane] of panes.current) {
      if (other !== id) pane.scrollTop = share * (pane.scrollHeight - pane.clientHeight);
    }
  };

  if (responses.length === 0) return <p className="text-ink-3">No responses</p>;
  const shown = Math.min(tab, responses.length - 1);
  return (
    <div>
      <div role="tablist" aria-label={field.title || field.name} className="mb-2 flex gap-1 lg:hidden">
        {responses.map((response, index) => (
          <button
            key={response.id}
            type="button"
            role="tab"
            aria-selected={index === shown}
            onClick={() => setTab(index)}
            className={cx(
              "h-8 min-w-10 rounded-md border px-3 font-medium",
              index === shown ? "border-ink bg-surface" : "border-line text-ink-2",
            )}
          >
            {letterOf(index)}
          </button>
        ))}
      </div>
      <div className={cx("grid gap-3", COLUMNS[responses.length] ?? "lg:grid-cols-2")}>
        {responses.map((response, index) => {
          const beside = slots.renderBeside?.(field, `r:${response.id}`);
          return (
            <article
              key={response.id}
              aria-label={`Response ${letterOf(index)}`}
              data-response={response.id}
              className={cx(
                "flex min-w-0 flex-col rounded-lg border border-line bg-surface",
                index === shown ? "" : "max-lg:hidden",
              )}
            >
              <header className="flex h-8 shrink-0 items-center gap-2 border-b border-line px-3">
                <span className="flex size-5 items-center justify-center rounded-sm bg-pressed text-xs font-semibold">
                  {letterOf(index)}
                </span>
                {comparable(responses) ? (
                  <button
                    type="button"
                    aria-pressed={comparing}
                    title="Mark the words that the other does not have"
                    onClick={toggleDifferences}
                    className={cx(
                      "ml-auto inline-flex h-6 items-center gap-1 rounded-sm px-1.5 text-xs hover:bg-hover",
                      comparing ? "text-accent" : "text-ink-3",
                      index === 0 && "lg:hidden",
                    )}
                  >
                    <DiffIcon size={13} aria-hidden />
                    What differs
                  </button>
                ) : null}
              </header>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: these only tell which pane leads the scrolling. */}
              <div
                ref={(element) => {
                  if (element) panes.current.set(response.id, element);
                  else panes.current.delete(response.id);
                }}
                onPointerEnter={() => {
                  leader.current = response.id;
                }}
                onFocus={() => {
                  leader.current = response.id;
                }}
                onTouchStart={() => {
                  leader.current = response.id;
                }}
                onScroll={() => handleScroll(response.id)}
                data-pane
                className={cx(
                  "min-w-0 p-3",
                  syncScroll && "lg:min-h-40 lg:overflow-y-auto",
                  syncScroll &&
                    (responses.length > 3 ? "lg:max-h-[calc(50dvh-140px)]" : "lg:max-h-[calc(100dvh-260px)]"),
                )}
              >
                {own ? (
                  <OwnWords pieces={own[index] ?? []} code={field.kind === "code"} />
                ) : (
                  <ResponseBody field={field} response={response} slots={slots} />
                )}
                <span data-end={`${field.name}/${response.id}`} aria-hidden className="block h-px" />
              </div>
              {beside ? <footer className="border-t border-line p-3">{beside}</footer> : null}
            </article>
          );
        })}
      </div>
    </div>
  );
}

/** Two texts, of which it can be said where they differ. */
export function comparable(responses: readonly Response[]): boolean {
  return responses.length === 2 && responses.every((response) => plainText(response.value) !== "");
}

export function ResponseBody({ field, response, slots }: { field: Field; response: Response; slots: ContentSlots }) {
  const { Viewer } = fieldPluginOf(field.kind);
  return (
    <Viewer
      field={field}
      value={response.value}
      compact
      renderText={
        slots.renderText ? (spot) => slots.renderText?.(field, { ...spot, response: response.id }) ?? null : undefined
      }
    />
  );
}

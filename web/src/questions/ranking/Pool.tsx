import type { DragEvent } from "react";
import { Keys } from "@/commands/Keys";
import { Letter } from "./Letter";
import { letterFor } from "./model";

/** Responses that have no place yet. */
export function Pool({
  left,
  ids,
  texts,
  active,
  first,
  onPlace,
  onDragStart,
  onDragEnd,
  onDragOver,
  onDrop,
}: {
  left: string[];
  ids: string[];
  texts: Map<string, string>;
  active: boolean;
  first: boolean;
  onPlace: (id: string) => void;
  onDragStart: (id: string) => void;
  onDragEnd: () => void;
  onDragOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the first card may be dropped anywhere in here.
    <div
      onDragOver={onDragOver}
      onDrop={onDrop}
      className="flex flex-col gap-1 rounded-md border border-dashed border-line-strong p-1.5"
    >
      <p className="px-1 text-xs text-ink-3">{first ? "Choose the best first" : "Next best"}</p>
      {left.map((id) => (
        <button
          key={id}
          type="button"
          draggable
          onDragStart={() => onDragStart(id)}
          onDragEnd={onDragEnd}
          onClick={() => onPlace(id)}
          className="flex items-center gap-2 rounded-md px-1.5 py-1 text-left hover:bg-hover"
        >
          <Letter>{letterFor(id, ids)}</Letter>
          <span className="min-w-0 flex-1 truncate text-ink-2">{texts.get(id)}</span>
          {active && ids.indexOf(id) < 9 ? <Keys of={`Digit${ids.indexOf(id) + 1}`} /> : null}
        </button>
      ))}
    </div>
  );
}

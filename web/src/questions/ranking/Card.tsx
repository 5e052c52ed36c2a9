import { ArrowDown, ArrowUp, Equal, GripVertical, X } from "lucide-react";
import { cx } from "@/kit/cx";
import { Letter } from "./Letter";

/** One ranked response: dragged by mouse, moved by its buttons; the keyboard has commands. */
export function Card({
  letter,
  text,
  selected,
  placed,
  onDragStart,
  onDragEnd,
  onSelect,
  onUp,
  onDown,
  onTie,
  onRemove,
}: {
  letter: string;
  text: string;
  selected: boolean;
  placed: boolean;
  onDragStart: () => void;
  onDragEnd: () => void;
  onSelect: () => void;
  onUp: () => void;
  onDown: () => void;
  onTie: (() => void) | null;
  onRemove: () => void;
}) {
  const act = "rounded-sm p-1 text-ink-3 hover:bg-pressed hover:text-ink";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragged by mouse; the keyboard moves cards by commands.
    <div
      draggable
      onDragStart={onDragStart}
      onDragEnd={onDragEnd}
      onPointerDown={onSelect}
      className={cx(
        "group/card flex items-center gap-2 rounded-md px-1 py-1",
        selected ? "bg-accent-soft ring-1 ring-accent" : "hover:bg-hover",
      )}
    >
      <GripVertical size={14} aria-hidden className="shrink-0 cursor-grab text-ink-3" />
      <Letter>{letter}</Letter>
      <span className="min-w-0 flex-1 truncate">{text}</span>
      {placed ? (
        <span
          className={cx(
            "flex shrink-0 opacity-0 group-focus-within/card:opacity-100 group-hover/card:opacity-100 pointer-coarse:opacity-100",
            selected && "opacity-100",
          )}
        >
          <button type="button" aria-label={`Move ${letter} up`} className={act} onClick={onUp}>
            <ArrowUp size={13} />
          </button>
          <button type="button" aria-label={`Move ${letter} down`} className={act} onClick={onDown}>
            <ArrowDown size={13} />
          </button>
          {onTie ? (
            <button type="button" aria-label={`Tie ${letter} with the rank above`} className={act} onClick={onTie}>
              <Equal size={13} />
            </button>
          ) : null}
          <button type="button" aria-label={`Take ${letter} out of the ranking`} className={act} onClick={onRemove}>
            <X size={13} />
          </button>
        </span>
      ) : null}
    </div>
  );
}

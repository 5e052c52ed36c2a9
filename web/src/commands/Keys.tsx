import { caps } from "@/commands/keys";
import { commandStore } from "@/commands/store";
import { cx } from "@/kit/cx";

/** Key caps: `<Keys of="Mod+KeyK" />`; of a command, `<Keys to="bench.skip" of="KeyS" />`, those the person has chosen for
 *  it. Not on a phone: it has no keys. */
export function Keys({ of, to, className }: { of: string; to?: string; className?: string }) {
  const keys = to ? commandStore.keysOf({ id: to, keys: [of] })[0] : of;
  if (!keys) return null;
  return (
    <span
      className={cx(
        "inline-flex shrink-0 items-center gap-1 align-middle [@media(hover:none)_and_(pointer:coarse)]:hidden",
        className,
      )}
    >
      {caps(keys).map((chord) => (
        <span key={chord.join("+")} className="inline-flex gap-0.5">
          {chord.map((cap) => (
            <kbd
              key={cap}
              className="min-w-4 rounded-sm border border-line bg-sunken px-1 text-center font-sans text-2xs leading-4 text-ink-3"
            >
              {cap}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}

import { caps } from "@/commands/keys";
import { cx } from "@/kit/cx";

/** Key caps: `<Keys of="Mod+KeyK" />`. Not on a phone: it has no keys. */
export function Keys({ of, className }: { of: string; className?: string }) {
  return (
    <span
      className={cx(
        "inline-flex shrink-0 items-center gap-1 align-middle [@media(hover:none)_and_(pointer:coarse)]:hidden",
        className,
      )}
    >
      {caps(of).map((chord) => (
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

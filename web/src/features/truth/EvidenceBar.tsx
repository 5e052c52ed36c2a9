import type { Concern } from "@/api/types";
import { drawn } from "@/features/truth/concerns";

/** What was seen as a bar, and a stroke for what it is held against. */
export function EvidenceBar({ concern, wide = false }: { concern: Concern; wide?: boolean }) {
  if (Object.keys(concern.evidence).length === 0)
    return <span className="block text-xs text-ink-2">What was counted is kept no more.</span>;
  const { value, reference, max, says, reads } = drawn(concern.kind, concern.evidence);
  const at = (number: number) => `${Math.min(Math.max(number / max, 0), 1) * 100}%`;
  return (
    <span className={wide ? "block" : "block min-w-36"}>
      <span aria-hidden className={`relative block rounded-[2px] bg-sunken ${wide ? "h-3" : "h-2"}`}>
        <span className="absolute inset-y-0 left-0 rounded-[2px] bg-accent" style={{ width: at(value) }} />
        {reference === null ? null : (
          <span className="absolute -inset-y-1 w-0.5 -translate-x-1/2 bg-ink" style={{ left: at(reference) }} />
        )}
      </span>
      <span className="tabular mt-1 flex flex-wrap gap-x-2 text-xs">
        <span className="font-medium text-ink">{says}</span>
        <span className="text-ink-2">{reads}</span>
      </span>
    </span>
  );
}

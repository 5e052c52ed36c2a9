import { X } from "lucide-react";
import { bp, type Part, WHOLE } from "@/features/routing/shares";
import { Button } from "@/ui/Button";

/** One firm's share: by slider in percents, by number to the basis point, or whatever is left. */
export function ShareRow({
  part,
  full,
  onChange,
  onRest,
  onRemove,
}: {
  part: Part;
  full: boolean;
  onChange: (share: number) => void;
  onRest: () => void;
  onRemove: () => void;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <span className="min-w-40 flex-1 truncate font-medium">{part.name}</span>
      <input
        type="range"
        aria-label={`Share of ${part.name}`}
        aria-valuetext={bp(part.share)}
        min={0}
        max={WHOLE}
        step={100}
        value={part.share}
        onChange={(event) => onChange(Number(event.target.value))}
        className="w-48 accent-accent sm:w-72"
      />
      <output className="tabular w-16 text-right">{bp(part.share)}</output>
      <Button
        size="sm"
        aria-label={`The rest to ${part.name}`}
        why={full ? "Nothing is left over" : null}
        onClick={onRest}
      >
        The rest
      </Button>
      <Button
        size="sm"
        tone="quiet"
        aria-label={`Take ${part.name} out`}
        icon={<X size={14} aria-hidden />}
        onClick={onRemove}
      />
    </li>
  );
}

import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import type { CriteriaSettings, Criterion } from "./model";

/** Must, evidence and tags: all that may be set for the criterion one is at, else what is set. */
export function TagLine({
  criterion,
  number,
  settings,
  open,
  onChange,
}: {
  criterion: Criterion;
  number: number;
  settings: CriteriaSettings;
  open: boolean;
  onChange: (change: Partial<Criterion>) => void;
}) {
  const { must = false, evidence = false, tags = [] } = criterion;
  const flip = (tag: string) =>
    onChange({ tags: tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag] });
  const toggles = [
    { name: "Must", on: must, offered: settings.musts, run: () => onChange({ must: !must }) },
    { name: "Evidence", on: evidence, offered: settings.evidence, run: () => onChange({ evidence: !evidence }) },
    ...settings.tags.map((tag) => ({ name: tag, on: tags.includes(tag), offered: true, run: () => flip(tag) })),
  ].filter((one) => one.offered && (open || one.on));
  const own = settings.tags.length === 0 && (open || tags.length > 0);
  if (toggles.length === 0 && !own) return null;
  return (
    <div className="mt-1 ml-18 flex flex-wrap items-center gap-1">
      {toggles.map((one) => (
        <button
          key={one.name}
          type="button"
          aria-pressed={one.on}
          aria-label={`${one.name}: criterion ${number}`}
          onClick={one.run}
          className={cx(
            "min-h-6 rounded-md border px-1.5 text-xs",
            one.on ? "border-ink bg-ink text-bg" : "border-line text-ink-2 hover:bg-hover",
          )}
        >
          {one.name}
        </button>
      ))}
      {own ? (
        <Input
          aria-label={`Tags of criterion ${number}`}
          placeholder="Tags, with commas"
          defaultValue={tags.join(", ")}
          key={tags.join(", ")}
          onBlur={(event) => onChange({ tags: tagsFrom(event.target.value) })}
          className="h-6 w-48 text-xs"
        />
      ) : null}
    </div>
  );
}

function tagsFrom(text: string): string[] {
  const tags = text.split(",").map((one) => one.trim().slice(0, 500));
  return [...new Set(tags.filter(Boolean))].slice(0, 20);
}

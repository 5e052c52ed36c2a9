import { beingMade } from "@/api/renditions";
import type { TierStanding } from "@/api/types";
import { count, plural } from "@/kit/format";
import { Progress } from "@/ui/Progress";
import { Ago } from "@/ui/Time";

const CLASSES: Record<string, string> = {
  EMAIL: "mail addresses",
  URL: "web addresses",
  IBAN: "account numbers",
  CARD: "card numbers",
  IP: "IP addresses",
  PHONE: "phone numbers",
  WORD: "brand words",
  BLANKED: "whole texts",
};

/** How far the redactor is, or what it found. */
export function Redactor({ redacted }: { redacted: TierStanding }) {
  const ran = redacted.making;
  if (!ran)
    return (
      <p className="text-ink-2">
        Nothing was masked here yet. Names are not found by it: redact those yourself, and bring the items in.
      </p>
    );
  if (beingMade(redacted))
    return <Progress label="Masking" done={ran.done} total={ran.total || null} unit="items" className="max-w-md" />;
  const found = Object.entries(redacted.found);
  return (
    <div className="flex flex-col gap-2">
      <p role="status">
        {ran.state === "done" ? (
          <>
            {plural(redacted.made, "item")} gone through, last asked for <Ago at={ran.at} />.{" "}
            {found.length ? "Masked in them:" : "Nothing was found to mask."}
          </>
        ) : (
          <span className="text-bad">
            It ended early, after {count(ran.done)} of {count(ran.total ?? 0)} items. What was made stays; ask again to
            go through them all.
          </span>
        )}
      </p>
      {found.length ? (
        <ul className="flex flex-wrap gap-x-5 gap-y-1">
          {found.map(([name, n]) => (
            <li key={name}>
              <span className="font-semibold tabular-nums">{count(n)}</span>{" "}
              <span className="text-ink-2">{CLASSES[name] ?? name}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-ink-2">
        Names were not looked for. Open some items and compare the form with the original before a vendor is shown it.
      </p>
    </div>
  );
}

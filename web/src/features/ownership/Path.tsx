import { Fragment } from "react";
import type { Party, PathStep } from "@/api/types";
import { type Step, short, walked } from "@/features/ownership/words";
import { cx } from "@/kit/cx";

/** From the vendor outwards: "Fairlabel ← 49 % – Meridian Group – 80 % → Meridian AI". Read aloud it is a sentence. */
export function Path({
  steps,
  names,
  end,
  className,
}: {
  steps: readonly PathStep[];
  names: ReadonlyMap<string, string>;
  /** The party it leads to, where that is known. */
  end?: string | null;
  className?: string;
}) {
  const [start, ...rest] = walked(steps, end);
  if (!start) return null;
  const name = (id: string) => names.get(id) ?? "?";
  return (
    <span className={cx("tabular", className)}>
      <span>{name(start.party)}</span>
      {rest.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a path may pass a party twice.
        <Fragment key={index}>
          <Arrow step={step} /> <span>{name(step.party)}</span>
        </Fragment>
      ))}
    </span>
  );
}

function Arrow({ step }: { step: Step }) {
  if (!step.by) return null;
  const words = step.by.state === "closed" ? short(step.by) : `${short(step.by)}, ${step.by.state}`;
  return (
    <>
      <span className="sr-only">{step.up ? `, of which ${words} is held by` : `, which holds ${words} of`}</span>
      <span aria-hidden className="whitespace-nowrap text-ink-3">
        {step.up ? ` ← ${words} –` : ` – ${words} →`}
      </span>
    </>
  );
}

export const namesOf = (parties: readonly Party[]): ReadonlyMap<string, string> =>
  new Map(parties.map((party) => [party.id, party.name]));

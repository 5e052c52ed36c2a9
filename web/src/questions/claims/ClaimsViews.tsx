import { Unchanged } from "@/questions/parts/Unchanged";
import { Changed } from "../parts/Changed";
import type { DiffProps, ViewerProps } from "../plugin";
import { colorOf } from "../spans/model";
import {
  type Claim,
  type ClaimsSettings,
  type ClaimsValue,
  type Evidence,
  isAddress,
  placeOf,
  short,
  spanSettings,
  verdictOf,
} from "./model";

const titleOf = (settings: ClaimsSettings, claim: Claim) => verdictOf(settings, claim.verdict)?.title ?? claim.verdict;

export function ClaimsViewer({ value, settings }: ViewerProps<ClaimsValue, ClaimsSettings>) {
  if (value.claims.length === 0) return <p className="text-ink-3">No claims</p>;
  return (
    <ul className="flex max-h-96 flex-col gap-2 overflow-y-auto">
      {value.claims.map((claim) => (
        <li key={placeOf(claim)} className="flex items-start gap-2">
          <span
            aria-hidden
            className="mt-1 size-2.5 shrink-0 rounded-[3px]"
            style={{ background: colorOf(spanSettings(settings, settings.field), claim.verdict) }}
          />
          <div className="min-w-0 flex-1">
            <p dir="auto" className="[overflow-wrap:anywhere]">
              {claim.quote}
            </p>
            <p className="text-xs text-ink-3">{titleOf(settings, claim)}</p>
            {claim.evidence?.map((one) => (
              <Shown key={JSON.stringify(one)} evidence={one} />
            ))}
            {claim.fix ? <p className="text-xs text-good">Should say: {claim.fix}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Shown({ evidence }: { evidence: Evidence }) {
  const { url, quote } = evidence;
  return (
    <blockquote className="border-l-2 border-line-strong pl-2 text-xs text-ink-2 [overflow-wrap:anywhere]">
      {quote ? <span dir="auto">{quote} </span> : null}
      {url === undefined ? null : isAddress(url) ? (
        <a href={url} target="_blank" rel="noreferrer noopener" className="text-accent underline">
          {url}
        </a>
      ) : (
        url
      )}
    </blockquote>
  );
}

const shownBy = (claim: Claim) => (claim.evidence ?? []).map((one) => one.url ?? short(one.quote ?? "")).join("; ");

/** Claims that went, came, or have another verdict, evidence or correction now. */
export function ClaimsDiff({ before, after, settings }: DiffProps<ClaimsValue, ClaimsSettings>) {
  const words = (claim: Claim | undefined) =>
    claim ? [titleOf(settings, claim), shownBy(claim), claim.fix].filter(Boolean).join(" · ") : null;
  const all = [...new Set([...before.claims, ...after.claims].map(placeOf))].map((place) => ({
    place,
    was: before.claims.find((one) => placeOf(one) === place),
    is: after.claims.find((one) => placeOf(one) === place),
  }));
  const changed = all.filter(({ was, is }) => words(was) !== words(is));
  return (
    <ul className="flex flex-col gap-1">
      {changed.map(({ place, was, is }) => (
        <li key={place}>
          “{short((is ?? was)?.quote ?? "")}” <Changed before={words(was)} after={words(is)} />
        </li>
      ))}
      <Unchanged n={all.length - changed.length} />
    </ul>
  );
}

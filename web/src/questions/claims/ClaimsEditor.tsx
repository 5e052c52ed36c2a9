import { ExternalLink, Link, X } from "lucide-react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import { chordFor } from "../keys";
import { useFocusBox } from "../parts/focusBox";
import type { EditorProps } from "../plugin";
import { useScratch } from "../scratch";
import { colorOf } from "../spans/model";
import { NOTICE, SELECTED } from "../spans/words";
import { addAddress, currentClaim, giveVerdict, select } from "./act";
import {
  CLAIM,
  type Claim,
  type ClaimsOp,
  type ClaimsSettings,
  type ClaimsValue,
  type Evidence,
  hotkeysOf,
  isAddress,
  placeOf,
  spanSettings,
  verdictOf,
  withClaim,
  withEvidence,
} from "./model";

type Props = EditorProps<ClaimsValue, ClaimsSettings, ClaimsOp>;

/** Verdicts, and the claims with their evidence; the marking itself happens in the texts. */
export function ClaimsEditor(props: Props) {
  const { value, settings, scratch, active } = props;
  const notice = useScratch<string>(scratch, NOTICE);
  useScratch(scratch, SELECTED);
  useScratch(scratch, CLAIM);
  const hotkeys = hotkeysOf(settings);
  const current = currentClaim(props);
  return (
    <div className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame and legend. */}
      <div role="group" aria-label="Verdict" className="flex flex-wrap gap-1">
        {settings.verdicts.map((verdict) => {
          const chord = chordFor(hotkeys.get(verdict.id) ?? "");
          return (
            <button
              key={verdict.id}
              type="button"
              title={verdict.help ?? undefined}
              // The press must not take the selection away from the text.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => giveVerdict(props, verdict.id)}
              className="inline-flex min-h-7 items-center gap-1.5 rounded-md border border-line px-2 hover:bg-hover"
            >
              <Swatch settings={settings} verdict={verdict.id} />
              {verdict.title}
              {chord ? <Keys of={chord} className={active ? "" : "invisible"} /> : null}
            </button>
          );
        })}
      </div>
      <p role="status" className={cx("text-xs", notice ? "text-warn" : "text-ink-3")}>
        {notice ??
          (value.claims.length === 0
            ? "Select a claim, then its verdict. With the keyboard: → goes word by word, Shift+→ takes more."
            : `${value.claims.length} ${value.claims.length === 1 ? "claim" : "claims"}`)}
      </p>
      <ul className="-mx-1 flex max-h-[50vh] flex-col gap-0.5 overflow-y-auto">
        {value.claims.map((claim) => (
          <ClaimRow key={placeOf(claim)} {...props} claim={claim} current={claim === current} />
        ))}
      </ul>
    </div>
  );
}

function Swatch({ settings, verdict }: { settings: ClaimsSettings; verdict: string }) {
  return (
    <span
      aria-hidden
      className="block size-2.5 shrink-0 rounded-[3px]"
      style={{ background: colorOf(spanSettings(settings, settings.field), verdict) }}
    />
  );
}

function ClaimRow(props: Props & { claim: Claim; current: boolean }) {
  const { claim, current, settings, value, emit } = props;
  const evidence = claim.evidence ?? [];
  const wanted = verdictOf(settings, claim.verdict)?.evidence && evidence.length === 0;
  return (
    <li className={cx("group/claim rounded-md px-1", current ? "bg-accent-soft" : "hover:bg-hover")}>
      <div className="flex items-start gap-2">
        <button
          type="button"
          aria-current={current || undefined}
          onClick={() => select(props, claim)}
          className="flex min-w-0 flex-1 items-start gap-2 py-1 text-left"
        >
          <span className="mt-1">
            <Swatch settings={settings} verdict={claim.verdict} />
          </span>
          <span className="min-w-0 flex-1">
            <span dir="auto" className={cx("[overflow-wrap:anywhere]", !current && "line-clamp-2")}>
              {claim.quote}
            </span>
            <span className="block text-xs text-ink-3">
              {verdictOf(settings, claim.verdict)?.title ?? claim.verdict}
              {wanted ? <span className="text-warn"> · needs evidence</span> : null}
              {!current && evidence.length > 0 ? ` · ${evidence.length} shown` : ""}
            </span>
          </span>
        </button>
        <RemoveButton label={`Remove “${claim.quote}”`} onRemove={() => emit(withClaim(value, claim, null))} />
      </div>
      {current ? <Details {...props} /> : null}
    </li>
  );
}

function RemoveButton({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onRemove}
      className="mt-0.5 shrink-0 rounded-sm p-1 text-ink-3 opacity-0 group-focus-within/claim:opacity-100 group-hover/claim:opacity-100 hover:bg-pressed hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
    >
      <X size={13} />
    </button>
  );
}

/** Evidence and correction of the current claim. */
function Details(props: Props & { claim: Claim }) {
  const { claim, settings, value, emit, active } = props;
  const evidence = claim.evidence ?? [];
  const set = (next: Evidence[]) => emit(withClaim(value, claim, withEvidence(claim, next)));
  return (
    <div className="ml-[18px] flex flex-col gap-1.5 pb-1.5">
      {evidence.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is typed changes the evidence; its place is what stays.
        <div key={index} className="flex items-start gap-1">
          {one.url === undefined ? (
            <blockquote dir="auto" className="min-w-0 flex-1 border-l-2 border-line-strong pl-2 text-xs text-ink-2">
              {one.quote}
            </blockquote>
          ) : (
            <Address
              {...props}
              evidence={one}
              last={index === evidence.length - 1}
              onEvidence={(next) => set(evidence.map((each, at) => (at === index ? next : each)))}
            />
          )}
          <RemoveButton
            label={`Remove evidence ${index + 1}`}
            onRemove={() => set(evidence.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
        {settings.evidence_fields.some((field) => props.subject.content[field] != null) ? (
          <span className="inline-flex items-center gap-1.5">
            Evidence: select it in the source{active ? <Keys of="KeyE" /> : null}
          </span>
        ) : null}
        {settings.urls ? (
          <button
            type="button"
            onClick={() => addAddress(props)}
            className="inline-flex items-center gap-1.5 rounded-sm px-1 hover:bg-pressed hover:text-ink"
          >
            <Link size={12} aria-hidden /> Add an address{active ? <Keys of="KeyU" /> : null}
          </button>
        ) : null}
      </div>
      {settings.fixes ? (
        <Input
          dir="auto"
          aria-label="What it should say"
          placeholder="What it should say"
          value={claim.fix ?? ""}
          onChange={(event) => {
            const { fix: _old, ...rest } = claim;
            emit(withClaim(value, claim, event.target.value ? { ...rest, fix: event.target.value } : rest));
          }}
          className="h-7 text-xs"
        />
      ) : null}
    </div>
  );
}

function Address({
  evidence,
  last,
  scratch,
  onEvidence,
}: Props & { evidence: Evidence; last: boolean; onEvidence: (evidence: Evidence) => void }) {
  const box = useFocusBox<HTMLInputElement>(scratch, last);
  const url = evidence.url ?? "";
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <span className="flex items-center gap-1">
        <Input
          ref={box}
          type="url"
          aria-label="Address"
          placeholder="https://"
          aria-invalid={(url !== "" && !isAddress(url)) || undefined}
          value={url}
          onChange={(event) => onEvidence({ ...evidence, url: event.target.value.trim() })}
          className="h-7 text-xs"
        />
        {isAddress(url) ? (
          <a
            href={url}
            target="_blank"
            rel="noreferrer noopener"
            aria-label={`Open ${url}`}
            className="rounded-sm p-1 text-ink-3 hover:bg-pressed hover:text-ink"
          >
            <ExternalLink size={13} />
          </a>
        ) : null}
      </span>
      <Input
        dir="auto"
        aria-label="What it says there"
        placeholder="What it says there"
        value={evidence.quote ?? ""}
        onChange={(event) => {
          const { quote: _old, ...rest } = evidence;
          onEvidence(event.target.value ? { ...rest, quote: event.target.value } : rest);
        }}
        className="h-7 text-xs"
      />
    </div>
  );
}

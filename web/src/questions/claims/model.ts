import { isRecord } from "@/fields/model";
import { digitsFor } from "../keys";
import { COMPLETE, type Completeness, type Context, missing } from "../plugin";
import { type Span, type SpansSettings, spanKey } from "../spans/model";
import { spotsOf, type TextSpot } from "../spans/places";

export interface Verdict {
  id: string;
  title: string;
  help?: string | null;
  color?: string | null;
  key?: string | null;
  /** It must be shown by what. */
  evidence?: boolean;
}

export interface ClaimsSettings {
  field: string;
  verdicts: Verdict[];
  evidence_fields: string[];
  urls: boolean;
  fixes: boolean;
  min: number | null;
}

/** An address, or a stretch of a field. */
export interface Evidence {
  url?: string;
  quote?: string;
  field?: string;
  start?: number;
  end?: number;
  message?: string;
  response?: string;
}

export interface Claim extends Omit<Span, "label"> {
  verdict: string;
  evidence?: Evidence[];
  fix?: string;
}

export interface ClaimsValue {
  claims: Claim[];
}

export interface ClaimsOp {
  type: "set";
  value: ClaimsValue;
}

/** Name in the scratch: the claim that evidence goes to, by its place. */
export const CLAIM = "claim";
const EVIDENCE = "evidence";

export function readSettings(raw: Record<string, unknown> | null | undefined): ClaimsSettings {
  return {
    field: typeof raw?.field === "string" ? raw.field : "",
    verdicts: Array.isArray(raw?.verdicts) ? (raw.verdicts as Verdict[]) : [],
    evidence_fields: Array.isArray(raw?.evidence_fields) ? (raw.evidence_fields as string[]) : [],
    urls: raw?.urls !== false,
    fixes: raw?.fixes === true,
    min: typeof raw?.min === "number" ? raw.min : null,
  };
}

export function readValue(raw: unknown): ClaimsValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.claims)) return null;
  return {
    claims: raw.claims.filter(
      (one): one is Claim =>
        isRecord(one) &&
        typeof one.start === "number" &&
        typeof one.end === "number" &&
        typeof one.verdict === "string",
    ),
  };
}

export function placeOf(claim: Pick<Claim, "field" | "response" | "message" | "start" | "end">): string {
  return [claim.field, claim.response ?? "", claim.message ?? "", claim.start, claim.end].join("\u0000");
}

export function verdictOf(settings: ClaimsSettings, id: string): Verdict | undefined {
  return settings.verdicts.find((one) => one.id === id);
}

export function hotkeysOf(settings: ClaimsSettings): Map<string, string> {
  return digitsFor(settings.verdicts);
}

/** Verdicts as labels of spans; in a field of evidence there is one label. */
export function spanSettings(settings: ClaimsSettings, field: string): SpansSettings {
  const labels = field === settings.field ? settings.verdicts : [{ id: EVIDENCE, title: "Evidence", color: "class-1" }];
  return { field, labels, overlap: true, min: null, comments: false };
}

export function asSpan({ verdict, evidence: _evidence, fix: _fix, ...place }: Claim): Span {
  return { ...place, label: verdict };
}

/** What is drawn in a field: the claims, or the evidence of one of them. */
export function spansIn(value: ClaimsValue, settings: ClaimsSettings, field: string, claim: Claim | undefined): Span[] {
  if (field === settings.field) return value.claims.map(asSpan);
  return (claim?.evidence ?? []).flatMap((one) =>
    one.field === field && one.start !== undefined && one.end !== undefined
      ? [{ ...one, field, start: one.start, end: one.end, quote: one.quote ?? "", label: EVIDENCE }]
      : [],
  );
}

export function asEvidence({ label: _label, ...place }: Span): Evidence {
  return place;
}

export function isEvidence(evidence: Evidence, span: Span): boolean {
  return evidence.url === undefined && spanKey({ ...(evidence as Span), label: span.label }) === spanKey(span);
}

export function withClaim(value: ClaimsValue, claim: Claim, by: Claim | null): ClaimsOp {
  const at = placeOf(claim);
  return {
    type: "set",
    value: { claims: value.claims.flatMap((one) => (placeOf(one) !== at ? [one] : by ? [by] : [])) },
  };
}

/** Evidence of a claim replaced; an empty list is left out. */
export function withEvidence(claim: Claim, evidence: Evidence[]): Claim {
  const { evidence: _old, ...rest } = claim;
  return evidence.length > 0 ? { ...rest, evidence } : rest;
}

export function isAddress(url: string): boolean {
  return /^https?:\/\/[^\s/?#]+\S*$/i.test(url) && URL.canParse(url);
}

export function spotsIn(context: Context<ClaimsSettings>): TextSpot[] {
  const { settings, subject } = context;
  const claims = spotsOf({ ...context, settings: spanSettings(settings, settings.field) });
  // Evidence may stand anywhere, whatever the claims hang on.
  const whole = { ...context, subject: { ...subject, target: "item" } };
  const others = settings.evidence_fields.filter((field) => field !== settings.field);
  return [...claims, ...others.flatMap((field) => spotsOf({ ...whole, settings: spanSettings(settings, field) }))];
}

export function isComplete(value: ClaimsValue, settings: ClaimsSettings): Completeness {
  const least = settings.min ?? 0;
  if (value.claims.length < least) return missing(`Mark at least ${least}`);
  const bare = value.claims.find((one) => verdictOf(settings, one.verdict)?.evidence && !one.evidence?.length);
  if (bare) return missing(`Needs evidence: “${short(bare.quote)}”`);
  const broken = value.claims.some((one) => one.evidence?.some(({ url }) => url !== undefined && !isAddress(url)));
  return broken ? missing("Give the whole address, with https://") : COMPLETE;
}

export function short(quote: string): string {
  return quote.length > 40 ? `${quote.slice(0, 39).trimEnd()}…` : quote;
}

export function summarize(value: ClaimsValue, settings: ClaimsSettings): string {
  if (value.claims.length === 0) return "No claims";
  return value.claims
    .map((claim) => `${verdictOf(settings, claim.verdict)?.title ?? claim.verdict} “${short(claim.quote)}”`)
    .join(", ");
}

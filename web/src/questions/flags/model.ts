import { isRecord } from "@/fields/model";
import { digitsFor } from "../keys";
import { COMPLETE, type Completeness, missing } from "../plugin";

export interface Flag {
  id: string;
  title: string;
  help?: string | null;
  color?: string | null;
  key?: string | null;
  /** Whether it is asked how bad it is; default true. */
  severity?: boolean;
}

export interface Severity {
  id: number;
  title: string;
}

export interface FlagsSettings {
  flags: Flag[];
  severities: Severity[];
}

export interface Raised {
  flag: string;
  severity?: number;
}

export interface FlagsValue {
  flags: Raised[];
  none: boolean;
}

export interface FlagsOp {
  type: "set";
  value: FlagsValue;
}

export const NOTHING: FlagsValue = { flags: [], none: true };
export const UNSAID: FlagsValue = { flags: [], none: false };

export function readSettings(raw: Record<string, unknown> | null | undefined): FlagsSettings {
  return {
    flags: Array.isArray(raw?.flags) ? (raw.flags as Flag[]) : [],
    severities: Array.isArray(raw?.severities) ? (raw.severities as Severity[]) : [],
  };
}

export function readValue(raw: unknown): FlagsValue | null {
  if (!isRecord(raw) || !Array.isArray(raw.flags)) return null;
  const flags = raw.flags.flatMap((one): Raised[] => {
    if (!isRecord(one) || typeof one.flag !== "string") return [];
    return [typeof one.severity === "number" ? { flag: one.flag, severity: one.severity } : { flag: one.flag }];
  });
  return { flags, none: raw.none === true };
}

export function hotkeysOf(settings: FlagsSettings): Map<string, string> {
  return digitsFor(settings.flags, ["0"]);
}

export function severitiesOf(flag: Flag, settings: FlagsSettings): Severity[] {
  return flag.severity === false ? [] : settings.severities;
}

export function raisedOf(value: FlagsValue, flag: string): Raised | undefined {
  return value.flags.find((one) => one.flag === flag);
}

/** A flag raised with this severity, or taken down (null); the others as they are, in the order of the settings. */
export function raise(value: FlagsValue, flag: string, raised: Raised | null, settings: FlagsSettings): FlagsOp {
  const order = settings.flags.map((one) => one.id);
  const flags = value.flags.filter((one) => one.flag !== flag);
  if (raised) flags.push(raised);
  flags.sort((a, b) => order.indexOf(a.flag) - order.indexOf(b.flag));
  return { type: "set", value: { flags, none: false } };
}

/** What its key does: raised mildly, then worse with every press, then down again. */
export function pressed(value: FlagsValue, flag: Flag, settings: FlagsSettings): FlagsOp {
  const severities = severitiesOf(flag, settings);
  const now = raisedOf(value, flag.id);
  const first = severities[0];
  if (!now) return raise(value, flag.id, first ? { flag: flag.id, severity: first.id } : { flag: flag.id }, settings);
  const next = severities[severities.findIndex((one) => one.id === now.severity) + 1];
  return raise(value, flag.id, next && first ? { flag: flag.id, severity: next.id } : null, settings);
}

export function isComplete(value: FlagsValue, settings: FlagsSettings): Completeness {
  if (value.flags.length === 0) return value.none ? COMPLETE : missing("Raise a flag, or say that there is nothing");
  const open = settings.flags.find((flag) => {
    const raised = raisedOf(value, flag.id);
    return raised && raised.severity === undefined && severitiesOf(flag, settings).length > 0;
  });
  return open ? missing(`Say how bad it is: ${open.title}`) : COMPLETE;
}

export function said(raised: Raised, settings: FlagsSettings): string {
  const title = settings.flags.find((flag) => flag.id === raised.flag)?.title ?? raised.flag;
  const severity = settings.severities.find((one) => one.id === raised.severity);
  return severity ? `${title} · ${severity.title}` : title;
}

export function summarize(value: FlagsValue, settings: FlagsSettings): string {
  if (value.none) return "Nothing to flag";
  return value.flags.map((raised) => said(raised, settings)).join(", ");
}

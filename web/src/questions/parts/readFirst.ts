import { useEffect } from "react";
import { letterOf } from "@/fields/model";
import type { Scratch } from "../scratch";
import { useScratch } from "../scratch";

/** What must come before a verdict about the responses of a field. */
export interface ReadFirst {
  field: string;
  /** Each of them was on the screen to its end. */
  read_first: boolean;
  /** So long they were there to be read. */
  least_seconds: number | null;
}

const READ = "read";
const LEFT = "left";
/** When somebody tried to decide too early. */
const TRIED = "tried";
const TICK = 250;
/** A text that is still being loaded is short: its end counts when it stays in sight. */
const STAYS = 2;

export function readReadFirst(raw: Record<string, unknown> | null | undefined): Omit<ReadFirst, "field"> {
  return {
    read_first: raw?.read_first === true,
    least_seconds: typeof raw?.least_seconds === "number" ? raw.least_seconds : null,
  };
}

/** Why nothing may be decided yet; null: it may. What was decided before may be changed. */
export function notYet(asked: ReadFirst, scratch: Scratch, decided: boolean): string | null {
  if ((!asked.read_first && asked.least_seconds === null) || decided || scratch.get(READ)) return null;
  return scratch.get<string>(LEFT) ?? "Read the responses first";
}

/** Says where it is told why nothing may be decided yet that somebody tried to. */
export function tryTooEarly(scratch: Scratch): void {
  scratch.set(TRIED, Date.now());
}

/** Watches what is read while nothing is decided; why it may not be decided yet, and whether somebody tried to. */
export function useReadFirst(asked: ReadFirst, ids: readonly string[], scratch: Scratch, decided: boolean) {
  useScratch(scratch, LEFT);
  useScratch(scratch, READ);
  const tried = useScratch<number>(scratch, TRIED) !== undefined;
  const why = notYet(asked, scratch, decided);
  const waits = why !== null;
  const names = ids.join(" ");
  const { field, read_first, least_seconds } = asked;
  useEffect(() => {
    if (!waits) return;
    return watch({ field, read_first, least_seconds }, names.split(" "), scratch);
  }, [waits, field, read_first, least_seconds, names, scratch]);
  return { why, tried };
}

function watch(asked: ReadFirst, ids: readonly string[], scratch: Scratch): () => void {
  const inSight = new Set<Element>();
  const stayed = new Map<Element, number>();
  const read = new Set<string>();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? inSight.add(target) : inSight.delete(target);
  });
  let waited = 0;
  let before = performance.now();
  const look = () => {
    const now = performance.now();
    const passed = Math.min(now - before, 2 * TICK);
    before = now;
    const ends = ids.map((id) => document.querySelector<HTMLElement>(`[data-end="${asked.field}/${CSS.escape(id)}"]`));
    // Nobody reads what is not there yet, is veiled, or is on a page that is hidden.
    if (document.hidden || ends.some((end) => end === null || end.closest("[inert]"))) return;
    waited += passed;
    for (const [at, end] of ends.entries()) {
      if (end === null) continue;
      observer.observe(end);
      stayed.set(end, inSight.has(end) ? (stayed.get(end) ?? 0) + 1 : 0);
      if ((stayed.get(end) ?? 0) >= STAYS) read.add(ids[at] ?? "");
    }
    const seconds = Math.ceil((asked.least_seconds ?? 0) - waited / 1000);
    const letters = asked.read_first ? ids.flatMap((id, at) => (read.has(id) ? [] : [letterOf(at)])) : [];
    if (letters.length > 0) scratch.set(LEFT, reading(letters));
    else if (seconds > 0) scratch.set(LEFT, `${seconds} s more to read`);
    else scratch.set(READ, true);
  };
  const timer = setInterval(look, TICK);
  return () => {
    clearInterval(timer);
    observer.disconnect();
  };
}

function reading(letters: readonly string[]): string {
  if (letters.length === 1) return `Read ${letters[0]} to its end first`;
  return `Read ${letters.slice(0, -1).join(", ")} and ${letters.at(-1)} to their ends first`;
}

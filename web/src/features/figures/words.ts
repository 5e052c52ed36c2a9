import type { Figure, Figures } from "@/api/figures";
import { count, duration, percent } from "@/kit/format";

/** What nobody may know yet. */
export function nothingToTell(figures: Figures): boolean {
  return figures.through === null;
}

/** "86–93%": the interval of a share. */
export function shareSpan(figure: Figure): string {
  return `${(figure.low * 100).toFixed(0)}–${percent(figure.high)}`;
}

/** Up to here a time is told in seconds, so that it and its interval have one unit. */
const IN_SECONDS = 300;

/** "7.9 s", "100 s", "16 min". */
export function secondsOf(figure: Figure): string {
  return figure.high <= IN_SECONDS ? `${figure.value} s` : duration(figure.value);
}

/** "7.1–8.9 s". */
export function secondsSpan(figure: Figure): string {
  return figure.high <= IN_SECONDS
    ? `${figure.low}–${figure.high} s`
    : `${duration(figure.low)}–${duration(figure.high)}`;
}

/** "300 or more". */
export function orMore(least: number): string {
  return `${count(least)} or more`;
}

const number = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function count(value: number): string {
  return number.format(value);
}

/** 1,234 stays; 1,234,567 becomes 1.2M: for places where the exact number is one hover away. */
export function short(value: number): string {
  return value < 100_000 ? number.format(value) : compact.format(value);
}

/** "1 item", "3 items", "2 batches". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A number to so many digits, with a minus that is one; what rounds to nothing has no sign. */
export function decimal(value: number, digits = 0): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

export function percent(share: number | null | undefined, digits = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return "–";
  return `${decimal(share * 100, digits)}%`;
}

/** A difference of two shares, in points of a hundred. */
export function points(difference: number | null): string {
  return difference === null ? "–" : decimal(difference * 100);
}

export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** "48 s", "3 min", "2 h 10 min", "4 days". */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 36) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return plural(Math.round(hours / 24), "day");
}

const dateOf = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const dayOf = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const timeOf = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });
const secondsOf = new Intl.DateTimeFormat("en", { timeStyle: "medium", hourCycle: "h23" });

export function date(time: string): string {
  return dateOf.format(new Date(time));
}
export function day(time: string): string {
  return dayOf.format(new Date(time));
}
export function dateTime(time: string): string {
  const at = new Date(time);
  return `${dateOf.format(at)}, ${timeOf.format(at)}`;
}

/** To the second, where things follow each other quickly. */
export function exactTime(time: string): string {
  const at = new Date(time);
  return `${dateOf.format(at)}, ${secondsOf.format(at)}`;
}

/** "just now", "5 min ago", "in 3 days"; a week and more away it is the date. */
export function relative(time: string, now: number = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return "just now";
  if (size > 7 * 86_400) return date(time);
  const [amount, unit] = size < 3600 ? [size / 60, "min"] : size < 86_400 ? [size / 3600, "h"] : [size / 86_400, "d"];
  const rounded = Math.max(1, Math.round(amount as number));
  const words = unit === "d" ? plural(rounded, "day") : `${rounded} ${unit}`;
  return seconds < 0 ? `${words} ago` : `in ${words}`;
}

/** Money is whole micro-units; people read and write units. */
const MICROS = 1_000_000;

/** "0.25", "1.333": at least two digits, three where two would hide something. */
export function units(micros: number): string {
  const value = micros / MICROS;
  return value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: value < 10 ? 3 : 2 });
}

export function money(micros: number, currency: string): string {
  return `${currency} ${units(micros)}`;
}

/** What somebody typed: micro-units, null for nothing, undefined for what is no amount. */
export function microsOf(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  if (!/^\d{1,6}([.,]\d{1,6})?$/.test(typed)) return undefined;
  return Math.round(Number(typed.replace(",", ".")) * MICROS);
}

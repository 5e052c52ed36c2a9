/** A cell of CSV that no spreadsheet takes for a formula: guarded as in the CSV of a release (release/formats/encoders.py). */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

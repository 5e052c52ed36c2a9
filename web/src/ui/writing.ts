/** What may be looked at in how an answer was written, in words. */
export const WRITING_FLAGS: Record<string, string> = {
  pasted: "Mostly pasted from elsewhere",
  silent: "Inserted without keys",
  fast: "Faster than people type",
  after_away: "Inserted at once on coming back",
  untrusted: "Inputs that no person made",
  even: "An even rhythm, no corrections",
};

export interface Written {
  typed: number;
  deleted: number;
  pasted_item: number;
  pasted_own: number;
  pasted_elsewhere: number;
  dropped: number;
  silent: number;
  writing_ms: number;
  composed: boolean;
  resumed: boolean;
}

/** "320 typed, 12 deleted, 80 pasted from elsewhere": characters. */
export function writtenText(of: Written): string {
  const parts: [number, string][] = [
    [of.typed, "typed"],
    [of.deleted, "deleted"],
    [of.pasted_elsewhere, "pasted from elsewhere"],
    [of.pasted_item, "pasted from the item"],
    [of.pasted_own, "moved within the answer"],
    [of.dropped, "dropped"],
    [of.silent, "inserted without keys"],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString("en")} ${what}`);
  if (of.composed) said.push("input method or screen keyboard");
  if (of.resumed) said.push("some text was there before");
  return said.join(", ") || "nothing inserted";
}

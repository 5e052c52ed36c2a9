/** The server's clock, as its answers tell it: this machine's own may be wrong by days. */
let ahead = 0;

/** `date`: what an answer was dated. */
export function heardTime(date: string | null): void {
  const at = Date.parse(date ?? "");
  if (!Number.isNaN(at)) ahead = at - Date.now();
}

export const serverNow = (): number => Date.now() + ahead;

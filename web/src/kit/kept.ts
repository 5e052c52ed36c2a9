/** What this browser remembers from one visit to the next. Where it keeps nothing, nothing was kept: a choice lasts for
 *  the page. */

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is off
  }
}

/** Keep this under the name; null forgets it. */
export function keep(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // Storage is off, or full.
  }
}

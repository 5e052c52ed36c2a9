/** How many of a list stayed as they were; nothing where none did. */
export function Unchanged({ n }: { n: number }) {
  return n > 0 ? <li className="text-xs text-ink-3">{n} not changed</li> : null;
}

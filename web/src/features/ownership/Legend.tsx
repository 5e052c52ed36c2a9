const LINES = [
  { word: "closed", dash: undefined, colour: "var(--ink-3)" },
  { word: "announced", dash: "7 4", colour: "var(--ink-3)" },
  { word: "rumoured", dash: "2 4", colour: "var(--ink-3)" },
  { word: "leads a vendor to a rival", dash: undefined, colour: "var(--bad)" },
];

/** What the looks mean. */
export function Legend() {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-3">
      {LINES.map(({ word, dash, colour }) => (
        <li key={word} className="flex items-center gap-1.5">
          <svg width={28} height={8} aria-hidden>
            <path d="M0,4 H28" stroke={colour} strokeWidth={2} strokeDasharray={dash} />
          </svg>
          {word}
        </li>
      ))}
      <li>From holder to held; thicker: a larger share. Round: a person.</li>
    </ul>
  );
}

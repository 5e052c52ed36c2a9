import { type Course, drawn, saidOf } from "@/features/walls/course";

const WIDE = 64;
const HIGH = 24;

/** How something grew day by day, on a scale shared with its neighbours; what it says stands in words too. */
export function Sparkline({ label, course, most }: { label: string; course: Course; most: number }) {
  const said = saidOf(course);
  return (
    <svg
      role="img"
      aria-label={`${label}: ${said}`}
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      className="h-6 w-16 shrink-0 overflow-visible"
    >
      <title>{said}</title>
      <line x1={0} x2={WIDE} y1={HIGH} y2={HIGH} className="stroke-line-strong" />
      <path
        d={drawn(course.seen, most, WIDE, HIGH)}
        fill="none"
        className="stroke-accent"
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
    </svg>
  );
}

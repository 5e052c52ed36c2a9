import type { Course } from "@/features/walls/course";
import { ShareBar } from "@/features/walls/ShareBar";
import { Sparkline } from "@/features/walls/Sparkline";

type SeenCellProps = {
  label: string;
  seen: number;
  of: number;
  cap: number | null;
  /** How it grew; not known while it is asked for. */
  course?: Course;
  /** The scale that a table shares. */
  most: number;
};

/** How much was seen, and how that grew. */
export function SeenCell({ label, seen, of, cap, course, most }: SeenCellProps) {
  return (
    <div className="flex items-center gap-4">
      <div className="grow">
        <ShareBar label={label} seen={seen} of={of} cap={cap} />
      </div>
      {course ? <Sparkline label={label} course={course} most={most} /> : <div className="h-6 w-16 shrink-0" />}
    </div>
  );
}

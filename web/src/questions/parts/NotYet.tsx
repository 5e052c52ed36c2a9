import { BookOpen } from "lucide-react";
import { cx } from "@/kit/cx";

/** Why nothing may be decided yet: quiet, until somebody tries to. */
export function NotYet({ why, tried }: { why: string; tried: boolean }) {
  return (
    <p
      role={tried ? "alert" : undefined}
      className={cx("flex items-center gap-1.5 text-sm", tried ? "font-medium text-warn" : "text-ink-2")}
    >
      <BookOpen size={13} aria-hidden className="shrink-0" />
      {why}
    </p>
  );
}

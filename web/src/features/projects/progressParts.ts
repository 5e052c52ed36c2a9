import type { Progress } from "@/api/types";
import type { Part } from "@/ui/Progress";

/** The items of a project by where they stand; what is left of the bar was cancelled. */
export function progressParts(progress: Progress): Part[] {
  return [
    { value: progress.done, label: "Done", className: "bg-good" },
    { value: progress.in_review, label: "In review", className: "bg-class-2" },
    { value: progress.in_work, label: "In work", className: "bg-accent" },
    { value: progress.open, label: "Open", className: "bg-line-strong" },
  ];
}

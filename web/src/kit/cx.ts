import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { classGroups: { "font-size": [{ text: ["2xs", "md"] }] } } });

/** Joins class names; of two that set the same thing the later wins, so that a caller can refine a component. */
export function cx(...names: (string | false | null | undefined)[]): string {
  return merge(names.filter(Boolean).join(" "));
}

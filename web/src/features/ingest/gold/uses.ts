import type { GoldUse } from "@/api/types";

/** The three uses of gold, in words. */
export const USES: Record<GoldUse, { title: string; text: string }> = {
  hidden: { title: "Hidden", text: "Mixed into everybody's work, where it cannot be told from the rest." },
  training: {
    title: "Training",
    text: "Before work, in the course's order; what was right is told after each answer.",
  },
  screening: {
    title: "Screening",
    text: "Before work, after training; nothing is told, and the mark is held against it.",
  },
};

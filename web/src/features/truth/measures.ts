import type { QuestionAgreement } from "@/api/types";

type Measured = NonNullable<QuestionAgreement["also"]>[number];

/** What the measures are called, what each minds, and whether it is a share (0 to 100%) or a coefficient (1 at best). */
export const MEASURES = {
  alpha: {
    name: "Krippendorff’s alpha",
    help: "corrected for chance; any number of people, answers may be missing",
    share: false,
  },
  percent: {
    name: "Percent agreement",
    help: "pairs of answers that are equal, not corrected for chance",
    share: true,
  },
  fleiss: {
    name: "Fleiss’ kappa",
    help: "corrected for chance; the same number of answers on each item",
    share: false,
  },
  cohen: { name: "Cohen’s kappa", help: "corrected for chance; mean over pairs of people", share: false },
  ac: {
    name: "Gwet’s AC",
    help: "for where nearly everything is one answer; near misses count on a scale",
    share: false,
  },
  pabak: { name: "PABAK", help: "beyond lots drawn evenly among the answers", share: false },
  icc_one_way: { name: "ICC, other people each time", help: "part of the spread that is the items’", share: false },
  icc_agreement: {
    name: "ICC, the same people",
    help: "of items that everybody answered; leanings count",
    share: false,
  },
  overlap_f1: { name: "F1 of spans that overlap", help: "same label, at least half in common", share: true },
  matched_iou: { name: "Overlap of those spans", help: "mean intersection over union", share: true },
  tau_b: { name: "Kendall’s tau-b", help: "of two people’s orders, item by item; 0 is chance", share: false },
  kendall_w: { name: "Kendall’s W", help: "of all people’s orders, item by item; chance is over 0", share: false },
  masi_alpha: {
    name: "Alpha of sets (MASI)",
    help: "options in common count, most where one set holds the other",
    share: false,
  },
  jaccard_alpha: { name: "Alpha of sets (Jaccard)", help: "by the share of options in common", share: false },
  unitizing_alpha: { name: "Unitizing alpha", help: "how alike texts are cut, in squared characters", share: false },
} as const satisfies Record<
  "alpha" | "percent" | "fleiss" | "cohen" | Measured["measure"],
  { name: string; help: string; share: boolean }
>;
export type MeasureId = keyof typeof MEASURES;

/** Kappa has no meaning for what nobody counts when it is not said; for relations alpha has none either. */
const FIRST: Partial<Record<QuestionAgreement["measure_scale"], readonly MeasureId[]>> = {
  spans: ["alpha", "percent"],
  sets: ["percent"],
};

/** All measures of a question that say something, or say why not. */
export function measuresOf(of: QuestionAgreement): { id: MeasureId; estimate: QuestionAgreement["alpha"] }[] {
  const first = FIRST[of.measure_scale] ?? (["alpha", "percent", "fleiss", "cohen"] as const);
  return [
    ...first.map((id) => ({ id, estimate: of[id as "alpha"] })),
    ...(of.also ?? []).map((one) => ({ id: one.measure, estimate: one.estimate })),
  ];
}

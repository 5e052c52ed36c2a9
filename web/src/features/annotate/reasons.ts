import type { FlagReason, SkipReason } from "@/api/types";

export const skipReasons: readonly { value: SkipReason; label: string }[] = [
  { value: "not_my_expertise", label: "Not my expertise" },
  { value: "unclear", label: "It is unclear what to do" },
  { value: "broken_item", label: "The item is broken" },
  { value: "too_long", label: "It takes too long" },
  { value: "harmful", label: "I do not want to see this" },
  { value: "other", label: "Something else" },
];

export const flagReasons: readonly { value: FlagReason; label: string; hint?: string }[] = [
  {
    value: "broken_item",
    label: "The item is broken",
    hint: "Text is cut, an image is missing, responses are mixed up",
  },
  { value: "guideline_gap", label: "The guideline does not cover it" },
  { value: "harmful", label: "Harmful content" },
  { value: "pii", label: "Personal data" },
  { value: "other", label: "Something else" },
];

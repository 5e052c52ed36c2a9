import type { Recipe } from "@/api/types";
import { onlyWords } from "@/features/release/only";
import { percent } from "@/kit/format";

export const plainRecipe: Recipe = {
  review: "any",
  truth: "all",
  min_answers: 1,
  ties: "drop",
  rating_gap: 1,
  include_metadata: true,
  batch_ids: null,
  seed: 7,
  split: null,
  note: "",
  license: "",
};

/** The recipe in words, for the page of a release. */
export function recipeFacts(recipe: Recipe): [string, string][] {
  const ties = `ties ${recipe.ties === "drop" ? "dropped" : "kept"}`;
  const truth = { all: "every answer", majority: `majority, ${ties}`, inferred: `likeliest label, ${ties}` }[
    recipe.truth
  ];
  const facts: [string, string][] = recipe.only ? [["Only", onlyWords(recipe.only)]] : [];
  facts.push(
    ["Annotations", recipe.review === "accepted" ? "only those accepted or fixed in review" : "all that stand"],
    ["Truth", truth],
    ["At least", `${recipe.min_answers} per item`],
    ["Metadata", recipe.include_metadata ? "included" : "left out"],
    ["Batches", recipe.batch_ids?.length ? `${recipe.batch_ids.length} chosen` : "all"],
    ["Seed", String(recipe.seed)],
  );
  if (recipe.groups) facts.push(["Firms", "told apart, under aliases"]);
  if (recipe.preferred_at_least) facts.push(["Preferences", `only from p = ${recipe.preferred_at_least} on`]);
  if (recipe.margin === "bradley_terry") facts.push(["Margin", "difference of fitted strengths (Bradley–Terry)"]);
  if (recipe.steps === "mean") facts.push(["Steps", "mean of the ratings"]);
  if (recipe.split) facts.push(["Split", `train ${percent(recipe.split.train)}, test ${percent(recipe.split.test)}`]);
  if (recipe.license) facts.push(["License", recipe.license]);
  if (recipe.note) facts.push(["Note", recipe.note]);
  return facts;
}

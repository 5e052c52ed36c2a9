import type { ItemAnswers } from "@/api/types";
import { percent } from "@/kit/format";

const BESIDE_SHOWN = 2;
type Belief = NonNullable<ItemAnswers["beliefs"]>[string][string];

/** How sure an order is: who is the best (and the worst), and of every two neighbours which comes first. */
export function OrderLikely({ belief, name }: { belief: Belief; name: (responses: string[]) => string }) {
  const ends = (["best", "worst"] as const).flatMap((end) =>
    belief.shares[end] ? [{ end, shares: Object.entries(belief.shares[end]).sort((a, b) => b[1] - a[1]) }] : [],
  );
  const neighbours = pairsOf(belief);
  return (
    <>
      {ends.map(({ end, shares }) => (
        <span key={end} className="tabular block text-xs text-ink-3">
          {end}:{" "}
          {shares
            .slice(0, BESIDE_SHOWN)
            .map(([who, share]) => `${name(who.split(" = "))} ${percent(share)}`)
            .join(", ")}
        </span>
      ))}
      {neighbours.length > 1 && !belief.shares.worst ? (
        <span className="tabular block text-xs text-ink-3">
          {neighbours
            .map(({ way, share }) => `${way.map((one) => name([one])).join(" > ")} ${percent(share)}`)
            .join(", ")}
        </span>
      ) : null}
    </>
  );
}

/** Responses that stand one after the other, with the chance that they do. */
function pairsOf(belief: Belief): { way: [string, string]; share: number }[] {
  const groups = (belief.value as { groups?: string[][] } | null)?.groups ?? [];
  return groups.slice(1).flatMap((group, above) => {
    const [one, other] = [groups[above]?.[0], group[0]];
    if (!one || !other) return [];
    const share = belief.shares[[one, other].sort().join(" ")]?.[one];
    return share === undefined ? [] : [{ way: [one, other] as [string, string], share }];
  });
}

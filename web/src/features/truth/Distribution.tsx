import { count, percent } from "@/kit/format";

const SHOWN = 8;

/** How often each value was said; the tail as one line. */
export function Distribution({ of }: { of: readonly { value: string; count: number }[] }) {
  const total = of.reduce((sum, one) => sum + one.count, 0);
  if (total === 0) return null;
  const top = Math.max(...of.map((one) => one.count));
  const tail = of.slice(SHOWN).reduce((sum, one) => sum + one.count, 0);
  return (
    <figure>
      <figcaption className="mb-1 text-xs text-ink-3">What was said, n {count(total)}</figcaption>
      <table className="w-full border-collapse text-left text-xs" aria-label="Distribution of answers">
        <tbody>
          {of.slice(0, SHOWN).map((one) => (
            <tr key={one.value}>
              <th scope="row" className="max-w-40 truncate py-0.5 pr-3 font-normal" title={one.value}>
                {one.value}
              </th>
              <td className="w-full py-0.5" aria-hidden>
                <span
                  className="block h-3 rounded-r-[2px] bg-accent/70"
                  style={{ width: `${(one.count / top) * 100}%` }}
                />
              </td>
              <td className="py-0.5 pl-3 text-right whitespace-nowrap">
                {count(one.count)} <span className="text-ink-3">{percent(one.count / total)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {tail > 0 ? (
        <p className="mt-1 text-xs text-ink-3">
          and {count(of.length - SHOWN)} more values, {count(tail)} answers
        </p>
      ) : null}
    </figure>
  );
}

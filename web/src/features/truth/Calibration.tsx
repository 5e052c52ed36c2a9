import type { Findings } from "@/api/types";
import { count, percent } from "@/kit/format";
import { Estimate, Interval } from "@/ui/Estimate";

/** Are labels right as often as is believed? Of those that are known: the share that is right, by probability. */
export function Calibration({ bins }: { bins: Findings["calibration"] }) {
  const known = (bins ?? []).reduce((total, bin) => total + bin.labels, 0);
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2">
        <h4 className="font-medium">Do the probabilities hold?</h4>
        <span className="text-xs text-ink-3">
          {known > 0
            ? `${count(known)} labels that were decided or are gold, believed without being told; the band should meet the probability`
            : "It can be told once ten labels are known: decided, or gold."}
        </span>
      </figcaption>
      {known > 0 ? (
        <table className="w-full border-collapse text-left text-xs" aria-label="Right, by probability">
          <thead className="text-ink-3">
            <tr>
              <th scope="col" className="font-normal">
                Believed
              </th>
              <td />
              <th scope="col" className="text-right font-normal">
                Right
              </th>
            </tr>
          </thead>
          <tbody>
            {(bins ?? []).map((bin) => {
              const of = { value: bin.right, low: bin.low, high: bin.high, n: bin.labels };
              return (
                <tr key={bin.least} className="border-t border-line">
                  <th scope="row" className="tabular py-1.5 pr-3 font-normal whitespace-nowrap">
                    {percent(bin.least)}–{percent(bin.most)}
                  </th>
                  <td className="relative w-full py-1.5 max-sm:hidden">
                    <Believed least={bin.least} most={bin.most} />
                    <Interval of={of} className="relative block" />
                  </td>
                  <td className="py-1.5 pl-3 text-right">
                    <Estimate
                      of={of}
                      as="share"
                      unit="label"
                      className={bin.high < bin.least || bin.low > bin.most ? "text-bad" : undefined}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
    </figure>
  );
}

/** Where the share that is right should lie. */
function Believed({ least, most }: { least: number; most: number }) {
  return (
    <span
      aria-hidden
      className="absolute inset-y-0.5 rounded-[2px] bg-line/70"
      style={{ left: `${least * 100}%`, width: `${(most - least) * 100}%` }}
    />
  );
}

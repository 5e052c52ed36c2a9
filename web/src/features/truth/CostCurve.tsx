import type { Findings } from "@/api/types";
import { percent } from "@/kit/format";

const WIDTH = 320;
const HEIGHT = 140;
const PAD = { left: 36, right: 12, top: 8, bottom: 24 };

/** What would fewer answers have done? The answers on record asked for again, until each label was sure enough. */
export function CostCurve({ findings }: { findings: Findings }) {
  const cost = [...(findings.cost ?? [])].sort((a, b) => a.answers - b.answers);
  const all = findings.all_answers ?? 0;
  if (cost.length === 0) return null;
  const enough = cost.find((one) => one.same >= 0.95);
  return (
    <figure className="min-w-0 lg:col-span-2">
      <figcaption className="mb-2">
        <h4 className="font-medium">What would fewer answers have done?</h4>
        <span className="text-xs text-ink-3">{inWords(enough, all)}</span>
      </figcaption>
      <div className="grid items-start gap-x-8 gap-y-2 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-2">
        <Curve points={cost} all={all} />
        <table className="w-full border-collapse text-left text-xs" aria-label="Fewer answers, and the same labels">
          <thead className="text-ink-3">
            <tr>
              <th scope="col" className="font-normal">
                Accepted risk
              </th>
              <th scope="col" className="text-right font-normal">
                Answers a label
              </th>
              <th scope="col" className="text-right font-normal">
                The same label
              </th>
            </tr>
          </thead>
          <tbody>
            {cost.map((one) => (
              <tr key={one.risk} className="border-t border-line">
                <th scope="row" className="tabular py-1 font-normal">
                  {percent(one.risk)}
                </th>
                <td className="tabular py-1 text-right">{one.answers.toFixed(1)}</td>
                <td className="tabular py-1 text-right">{percent(one.same)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** How many answers a label would have been enough for 95 % of them, beside how many there are. */
export function inWords(enough: { answers: number; risk: number } | undefined, all: number): string {
  const had = `${all.toFixed(1)} answers a label were given`;
  if (!enough) return `${had}; with fewer, less than 95 % would be what all of them say.`;
  return `${enough.answers.toFixed(1)}, asked one by one at an accepted risk of ${percent(enough.risk)}; ${had}.`;
}

function Curve({ points, all }: { points: readonly { risk: number; answers: number; same: number }[]; all: number }) {
  const most = Math.max(all, ...points.map((one) => one.answers), 1);
  const least = Math.min(0.9, ...points.map((one) => one.same));
  const x = (answers: number) => PAD.left + (answers / most) * (WIDTH - PAD.left - PAD.right);
  const y = (same: number) => PAD.top + ((1 - same) / (1 - least)) * (HEIGHT - PAD.top - PAD.bottom);
  const line = [...points, { risk: 0, answers: all, same: 1 }];
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full max-w-md" aria-hidden>
      {[least, 0.95, 1].map((same) => (
        <g key={same} className="text-ink-3">
          <line x1={PAD.left} x2={WIDTH - PAD.right} y1={y(same)} y2={y(same)} stroke="var(--color-line)" />
          <text x={PAD.left - 4} y={y(same) + 3} textAnchor="end" fontSize={9} fill="currentColor">
            {percent(same)}
          </text>
        </g>
      ))}
      <g className="text-ink-3" fontSize={9} fill="currentColor">
        <text x={PAD.left} y={HEIGHT - 8} textAnchor="middle">
          0
        </text>
        <text x={x(most)} y={HEIGHT - 8} textAnchor="end">
          {most.toFixed(1)} answers a label
        </text>
      </g>
      <polyline
        points={line.map((one) => `${x(one.answers)},${y(one.same)}`).join(" ")}
        fill="none"
        stroke="var(--color-accent)"
        strokeWidth={1.5}
      />
      {points.map((one) => (
        <circle key={one.risk} cx={x(one.answers)} cy={y(one.same)} r={2.5} fill="var(--color-accent)" />
      ))}
    </svg>
  );
}

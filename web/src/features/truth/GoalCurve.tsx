import type { QuestionFit } from "@/api/types";
import { percent } from "@/kit/format";

const WIDTH = 320;
const HEIGHT = 140;
const PAD = { left: 36, right: 12, top: 8, bottom: 24 };

/** What would it cost to be right in 95 of 100? The answer, and the curve that it is read off. */
export function GoalCurve({
  goal,
  findings,
}: {
  goal: NonNullable<QuestionFit["goal"]>;
  findings: QuestionFit["findings"];
}) {
  const reach = findings.reach ?? [];
  const now = findings.all_answers ?? 0;
  const most = Math.max(reach.length, now, 2);
  const least = Math.min(0.8, Math.floor((reach[0]?.right ?? 0.8) * 10) / 10);
  const x = (answers: number) => PAD.left + ((answers - 1) / (most - 1)) * (WIDTH - PAD.left - PAD.right);
  const y = (right: number) => PAD.top + ((1 - right) / (1 - least)) * (HEIGHT - PAD.top - PAD.bottom);
  return (
    <figure className="min-w-0 lg:col-span-2">
      <figcaption className="mb-2 max-w-prose">
        <h4 className="font-medium">What would it cost to be right in 95 of 100?</h4>
        <p className="text-ink-2">{goal.said}</p>
      </figcaption>
      <div className="grid items-start gap-x-8 gap-y-2 max-lg:grid-cols-[minmax(0,1fr)] lg:grid-cols-2">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full max-w-md" aria-hidden>
          {[least, goal.target, 1].map((right) => (
            <g key={right} className="text-ink-3">
              <line
                x1={PAD.left}
                x2={WIDTH - PAD.right}
                y1={y(right)}
                y2={y(right)}
                stroke={right === goal.target ? "var(--color-ink-3)" : "var(--color-line)"}
                strokeDasharray={right === goal.target ? "3 3" : undefined}
              />
              <text x={PAD.left - 4} y={y(right) + 3} textAnchor="end" fontSize={9} fill="currentColor">
                {percent(right)}
              </text>
            </g>
          ))}
          {now >= 1 ? (
            <line x1={x(now)} x2={x(now)} y1={PAD.top} y2={HEIGHT - PAD.bottom} stroke="var(--color-line)" />
          ) : null}
          <g className="text-ink-3" fontSize={9} fill="currentColor">
            <text x={x(1)} y={HEIGHT - 8} textAnchor="middle">
              1
            </text>
            {now > 1.5 && now < most * 0.7 ? (
              <text x={x(now)} y={HEIGHT - 8} textAnchor="middle">
                now {now.toFixed(1)}
              </text>
            ) : null}
            <text x={x(most)} y={HEIGHT - 8} textAnchor="end">
              {Math.round(most)} answers
            </text>
          </g>
          <polyline
            points={reach.map((one) => `${x(one.answers)},${y(one.right)}`).join(" ")}
            fill="none"
            stroke="var(--color-accent)"
            strokeWidth={1.5}
          />
          {reach.map((one) => (
            <circle
              key={one.answers}
              cx={x(one.answers)}
              cy={y(one.right)}
              r={one.answers === goal.answers ? 4 : 2}
              fill="var(--color-accent)"
            />
          ))}
        </svg>
        <table className="w-full border-collapse text-left text-xs" aria-label="Right labels by answers an item">
          <thead className="text-ink-3">
            <tr>
              <th scope="col" className="font-normal">
                Answers an item
              </th>
              <th scope="col" className="text-right font-normal">
                Right, to be expected
              </th>
            </tr>
          </thead>
          <tbody>
            {reach.filter(told).map((one) => (
              <tr key={one.answers} className="border-t border-line">
                <th scope="row" className="tabular py-1 font-normal">
                  {one.answers}
                </th>
                <td className="tabular py-1 text-right">{percent(one.right)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** Every one of the first few, then fewer: the curve is flat there. */
function told({ answers }: { answers: number }): boolean {
  return answers <= 5 || answers % 5 === 0;
}

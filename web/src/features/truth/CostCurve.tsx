import type { Findings } from "@/api/types";
import { percent } from "@/kit/format";

type Point = { risk: number; answers: number; same: number };

const WIDTH = 320;
const HEIGHT = 140;
const PAD = { left: 36, right: 12, top: 8, bottom: 24 };

/** What would fewer answers have done? The answers on record asked for again, until each label was sure enough. */
export function CostCurve({ findings }: { findings: Findings }) {
  const cost = inOrder(findings.cost);
  const ablest = inOrder(findings.ablest);
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
        <Curve points={cost} ablest={ablest} all={all} />
        <table
          className="w-full border-collapse text-left text-xs"
          aria-label="Fewer answers a label, and the same labels"
        >
          <thead className="text-ink-3">
            <tr>
              <td />
              {ablest.length > 0 ? (
                <>
                  <Over title="Whoever comes next" line="solid" />
                  <Over title="The ablest first" line="dashed" />
                </>
              ) : null}
            </tr>
            <tr>
              <th scope="col" className="font-normal">
                Accepted risk
              </th>
              <Heads />
              {ablest.length > 0 ? <Heads /> : null}
            </tr>
          </thead>
          <tbody>
            {cost.map((one) => (
              <tr key={one.risk} className="border-t border-line">
                <th scope="row" className="tabular py-1 font-normal">
                  {percent(one.risk)}
                </th>
                <Figures of={one} />
                {ablest.length > 0 ? <Figures of={ablest.find((other) => other.risk === one.risk)} /> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function inOrder(points: readonly Point[] | undefined): Point[] {
  return [...(points ?? [])].sort((a, b) => a.answers - b.answers);
}

function Over({ title, line }: { title: string; line: "solid" | "dashed" }) {
  return (
    <th scope="colgroup" colSpan={2} className="pl-3 text-right font-medium">
      <span
        aria-hidden
        className="mr-1.5 inline-block w-4 border-t-2 border-accent align-middle"
        style={{ borderTopStyle: line }}
      />
      {title}
    </th>
  );
}

function Heads() {
  return (
    <>
      <th scope="col" className="pl-3 text-right font-normal">
        Answers
      </th>
      <th scope="col" className="pl-3 text-right font-normal">
        Same label
      </th>
    </>
  );
}

function Figures({ of }: { of: Point | undefined }) {
  return (
    <>
      <td className="tabular py-1 text-right">{of?.answers.toFixed(1)}</td>
      <td className="tabular py-1 text-right">{of ? percent(of.same) : null}</td>
    </>
  );
}

/** How many answers a label would have been enough for 95 % of them, beside how many there are. */
export function inWords(enough: { answers: number; risk: number } | undefined, all: number): string {
  const had = `${all.toFixed(1)} answers a label were given`;
  if (!enough) return `${had}; with fewer, less than 95 % would be what all of them say.`;
  return `${enough.answers.toFixed(1)}, asked one by one at an accepted risk of ${percent(enough.risk)}; ${had}.`;
}

function Curve({ points, ablest, all }: { points: readonly Point[]; ablest: readonly Point[]; all: number }) {
  const every = [...points, ...ablest];
  const most = Math.max(all, ...every.map((one) => one.answers), 1);
  const least = Math.min(0.9, ...every.map((one) => one.same));
  const x = (answers: number) => PAD.left + (answers / most) * (WIDTH - PAD.left - PAD.right);
  const y = (same: number) => PAD.top + ((1 - same) / (1 - least)) * (HEIGHT - PAD.top - PAD.bottom);
  const path = (line: readonly Point[]) =>
    [...line, { risk: 0, answers: all, same: 1 }].map((one) => `${x(one.answers)},${y(one.same)}`).join(" ");
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
      <polyline points={path(points)} fill="none" stroke="var(--color-accent)" strokeWidth={1.5} />
      {ablest.length > 0 ? (
        <polyline
          points={path(ablest)}
          fill="none"
          stroke="var(--color-accent)"
          strokeWidth={1.5}
          strokeDasharray="4 3"
        />
      ) : null}
      {every.map((one) => (
        <circle
          key={`${one.risk} ${one.answers}`}
          cx={x(one.answers)}
          cy={y(one.same)}
          r={2.5}
          fill="var(--color-accent)"
        />
      ))}
    </svg>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { myScoreQuery } from "@/api/gold";
import { myRecordQuery } from "@/api/review";
import type { Id, MyRecord, MyScore } from "@/api/types";
import { count, duration, plural } from "@/kit/format";
import { Estimate } from "@/ui/Estimate";

/** How one does in this project: what review and known answers say, with their intervals, and the time it took. */
export function MyRecordPanel({ projectId }: { projectId: Id }) {
  const record = useQuery(myRecordQuery(projectId));
  const score = useQuery(myScoreQuery(projectId));
  if (!record.data || record.data.submitted === 0) return null;
  const mine = record.data;
  return (
    <section
      aria-label="My record"
      className="mb-6 grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 lg:grid-cols-4"
    >
      <Tile label="Accepted by review">
        <Estimate of={mine.review} as="share" unit="answer" />
        <Small>
          {mine.fixed} fixed, {mine.rejected} rejected
          {mine.in_rework > 0 ? `, ${mine.in_rework} to rework` : ""}
        </Small>
      </Tile>
      <Tile label="Right where the answer is known">
        <Known score={score.data} />
      </Tile>
      <Tile label="Answers">
        <span className="tabular font-medium">{count(mine.submitted)}</span>
        <Small>{mine.skipped > 0 ? `${plural(mine.skipped, "item")} skipped` : "None skipped"}</Small>
      </Tile>
      <Tile label="Time at work">
        <span className="tabular font-medium">{duration(mine.active_ms / 1000)}</span>
        <Small>{mine.median_seconds === null ? "" : `${duration(mine.median_seconds)} per answer, as a rule`}</Small>
      </Tile>
      {mine.days.length > 1 ? <Days days={mine.days} /> : null}
      <p className="bg-surface px-4 py-2 text-xs text-ink-3 sm:col-span-2 lg:col-span-4">
        On your{" "}
        <Link to="/statement" className="underline underline-offset-2 hover:text-ink">
          statement
        </Link>{" "}
        this project is called <span className="font-mono">{mine.label}</span>.
      </p>
    </section>
  );
}

function Tile({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="bg-surface px-4 py-3">
      <p className="mb-1 text-xs text-ink-3">{label}</p>
      {children}
    </div>
  );
}

function Small({ children }: { children: ReactNode }) {
  return <span className="block text-xs text-ink-3">{children}</span>;
}

function Known({ score }: { score: MyScore | undefined }) {
  if (!score) return <span className="text-ink-3">–</span>;
  const standing = score.qualification?.state;
  return (
    <>
      {score.score ? (
        <Estimate of={score.score} as="share" unit="answer" />
      ) : (
        <span className="text-ink-3">Told from {score.told_from} answers on</span>
      )}
      {standing ? <Small>Course: {standing}</Small> : null}
    </>
  );
}

function Days({ days }: { days: MyRecord["days"] }) {
  const last = days.slice(-7).reverse();
  return (
    <div className="bg-surface px-4 py-3 sm:col-span-2 lg:col-span-4">
      <table className="w-full text-left text-xs">
        <caption className="sr-only">The last days with answers</caption>
        <thead>
          <tr className="text-ink-3">
            <th scope="col" className="font-medium">
              Day
            </th>
            <th scope="col" className="text-right font-medium">
              Answers
            </th>
            <th scope="col" className="text-right font-medium">
              Time
            </th>
          </tr>
        </thead>
        <tbody className="tabular">
          {last.map((one) => (
            <tr key={one.day}>
              <td className="py-0.5">{one.day}</td>
              <td className="text-right">{one.submitted}</td>
              <td className="text-right">{duration(one.active_ms / 1000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

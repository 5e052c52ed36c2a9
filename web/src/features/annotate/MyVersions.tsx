import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { schemaQuery } from "@/api/projects";
import type { Content, Id } from "@/api/types";
import { AnswerDiff } from "@/questions/AnswerDiff";
import type { Orders } from "@/questions/targets";
import { Button } from "@/ui/Button";
import { State } from "@/ui/State";
import { Ago } from "@/ui/Time";
import { myVersionsQuery, WHY } from "./client";

/** How one's own answer came to be what it is: each version, and what one changed. What others wrote is not shown. */
export function MyVersions({
  projectId,
  assignment,
  content,
  orders,
}: {
  projectId: Id;
  assignment: Id;
  content: Content;
  orders: Orders;
}) {
  const found = useQuery(myVersionsQuery(projectId, assignment));
  const version = found.data?.schema_version;
  const schema = useQuery({ ...schemaQuery(projectId, version ?? 0), enabled: version !== undefined });
  const [opened, setOpened] = useState<number | null>(null);
  const versions = found.data?.versions ?? [];
  if (versions.length < 2) return null;
  return (
    <section className="mb-4 rounded-md border border-line px-3 py-2" aria-label="Versions">
      <ol className="flex flex-col gap-2">
        {versions.map((one, index) => {
          const earlier = versions.slice(0, index).findLast((each) => each.answers !== null);
          return (
            <li key={one.number}>
              <p className="flex flex-wrap items-center gap-x-3">
                <span className="tabular text-ink-3">{one.number}</span>
                <span>{one.restores ? `Version ${one.restores} was put back` : WHY[one.why]}</span>
                <span className="text-xs text-ink-3">
                  <Ago at={one.at} />
                </span>
                {one.verdict ? <State of={one.verdict} /> : null}
                {one.stands ? <span className="text-xs text-ink-3">stands</span> : null}
                {one.answers && earlier && one.restores !== earlier.number ? (
                  <Button
                    size="sm"
                    aria-expanded={opened === one.number}
                    onClick={() => setOpened(opened === one.number ? null : one.number)}
                  >
                    What changed since {earlier.number}
                  </Button>
                ) : null}
              </p>
              {one.comment ? (
                <p dir="auto" className="mt-0.5 border-l-2 border-line-strong pl-2 whitespace-pre-wrap text-ink-2">
                  {one.comment}
                </p>
              ) : null}
              {opened === one.number && one.answers && earlier?.answers && schema.data ? (
                <div className="mt-2 rounded-md bg-sunken px-3 py-2">
                  <AnswerDiff
                    schema={schema.data.schema}
                    content={content}
                    orders={orders}
                    before={earlier.answers}
                    after={one.answers}
                  />
                </div>
              ) : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

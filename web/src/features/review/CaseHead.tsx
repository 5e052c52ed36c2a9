import type { LabelSchema, Review } from "@/api/types";
import { relative } from "@/kit/format";
import { AnswerDiff } from "@/questions/AnswerDiff";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";

const VERBS: Record<string, string> = { accept: "Accepted", fix: "Fixed", reject: "Rejected" };

/** Who answered, what review said before, and what the author changed since. */
export function CaseHead({
  review,
  schema,
  fixing,
  asShown,
  onAsShown,
}: {
  review: Review;
  schema: LabelSchema;
  fixing: boolean;
  /** The item is on screen in the form on which it was answered. */
  asShown: boolean;
  onAsShown: () => void;
}) {
  const { author, attempt } = review.review;
  const { before } = review;
  return (
    <header className="border-b border-line px-4 py-2.5">
      <p className="flex items-center gap-2">
        <span className="text-ink-3">Answered by</span>
        <span className="font-medium">{author.alias}</span>
        {attempt > 1 ? <Badge tone="warn">Attempt {attempt}</Badge> : null}
        {fixing ? (
          <span className="ml-auto">
            <Badge tone="accent">Fixing</Badge>
          </span>
        ) : null}
      </p>
      {review.shown ? (
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <span className="text-ink-2">
            Answered on the {review.rendition} form; you see {asShown ? "that form" : "the original"}.
          </span>
          <Button size="sm" aria-pressed={asShown} onClick={onAsShown}>
            {asShown ? "Show the original" : "Show what they saw"}
          </Button>
        </p>
      ) : null}
      {review.earlier.length > 0 ? (
        <ol className="mt-2 flex flex-col gap-1.5">
          {review.earlier.map((one) => (
            <li key={one.at} className="border-l-2 border-line-strong pl-2">
              <p className="text-xs text-ink-3">
                {VERBS[one.verdict] ?? one.verdict} {relative(one.at)}
              </p>
              {one.comment ? <p className="whitespace-pre-wrap">{one.comment}</p> : null}
            </li>
          ))}
        </ol>
      ) : null}
      {before ? (
        <details className="mt-2" open>
          <summary className="w-fit cursor-pointer text-xs text-ink-3 hover:text-ink">
            What the author changed since
          </summary>
          <div className="mt-1 max-h-72 overflow-y-auto rounded-md bg-sunken px-3 py-2">
            <AnswerDiff
              schema={schema}
              content={review.content}
              orders={review.display.orders}
              before={before}
              after={review.answers}
            />
          </div>
        </details>
      ) : null}
    </header>
  );
}

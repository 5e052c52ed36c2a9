import { X } from "lucide-react";
import { Fragment, useEffect, useRef } from "react";
import { Keys } from "@/commands/Keys";
import { cx } from "@/kit/cx";
import { Input } from "@/ui/Input";
import { useFocusBox } from "../parts/focusBox";
import type { EditorProps } from "../plugin";
import { useScratch } from "../scratch";
import { NOTICE } from "../spans/words";
import { grade } from "./act";
import { Heading } from "./Heading";
import {
  type Criterion,
  CURRENT,
  criteriaOf,
  currentOf,
  failedOf,
  type Grade,
  gradeOf,
  headingsAbove,
  isComplete,
  percentOf,
  type RubricOp,
  type RubricSettings,
  type RubricValue,
  scoreOf,
  type Verdict,
  withGrade,
} from "./model";
import { Points } from "./Points";

type Props = EditorProps<RubricValue, RubricSettings, RubricOp>;

const VERDICTS: readonly { id: Verdict; title: string; keys: string }[] = [
  { id: "met", title: "Met", keys: "Digit1" },
  { id: "not_met", title: "Not met", keys: "Digit2" },
  { id: "cannot_assess", title: "Cannot assess", keys: "Digit3" },
];

export function RubricEditor(props: Props) {
  const { value, settings, scratch } = props;
  const criteria = criteriaOf(props);
  const current = currentOf(props, value, useScratch<string>(scratch, CURRENT));
  const notice = useScratch<string>(scratch, NOTICE);
  const left = criteria.filter((one) => !gradeOf(value, one.id)).length;
  if (criteria.length === 0) return <p className="text-ink-3">This item has no criteria.</p>;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className={cx("sticky top-0 z-1 bg-surface py-1 text-xs", notice ? "text-warn" : "text-ink-3")}>
        {notice ?? `${criteria.length - left} of ${criteria.length} graded`}
      </p>
      <ol className="-mx-1.5 flex flex-col gap-0.5">
        {criteria.map((criterion, at) => (
          <Fragment key={criterion.id}>
            {headingsAbove(criterion, criteria[at - 1]).map((heading) => (
              <Heading key={heading.depth} {...heading} />
            ))}
            <Row {...props} criterion={criterion} current={criterion.id === current?.id} />
          </Fragment>
        ))}
      </ol>
      {settings.score === "end" ? <Score {...props} /> : null}
    </div>
  );
}

function Row(props: Props & { criterion: Criterion; current: boolean }) {
  const { criterion, current, value, settings, scratch, active } = props;
  const root = useRef<HTMLLIElement>(null);
  const said = gradeOf(value, criterion.id);
  const here = current && active;
  useEffect(() => {
    if (here) root.current?.scrollIntoView({ block: "nearest" });
  }, [here]);
  const offered = settings.cannot_assess ? VERDICTS : VERDICTS.slice(0, 2);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press anywhere makes it current; the keys have commands for that.
    <li
      ref={root}
      aria-current={current ? "step" : undefined}
      onClick={() => scratch.set(CURRENT, criterion.id)}
      className={cx(
        "flex scroll-my-9 gap-2 rounded-md border px-1.5 py-2",
        here ? "border-accent" : "border-transparent",
      )}
    >
      <Points points={criterion.points} must={criterion.must === true} />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p dir="auto" className="text-pretty [overflow-wrap:anywhere]">
          {criterion.criterion}
        </p>
        {criterion.help ? <p className="text-xs text-ink-3">{criterion.help}</p> : null}
        <div role="radiogroup" aria-label={criterion.criterion} className="flex flex-wrap gap-1">
          {offered.map((verdict) => (
            // biome-ignore lint/a11y/useSemanticElements: a chip with its key cap cannot be an input.
            <button
              key={verdict.id}
              type="button"
              role="radio"
              aria-checked={said?.verdict === verdict.id}
              onClick={(event) => {
                event.stopPropagation();
                grade(props, criterion, verdict.id);
              }}
              className={cx(
                "inline-flex min-h-7 items-center gap-1.5 rounded-md border px-2 text-xs",
                said?.verdict === verdict.id
                  ? "border-ink bg-ink font-medium text-bg"
                  : "border-line text-ink-2 hover:bg-hover",
              )}
            >
              {verdict.title}
              {here && said?.verdict !== verdict.id ? <Keys of={verdict.keys} /> : null}
            </button>
          ))}
        </div>
        {said ? <Details {...props} grade={said} /> : null}
      </div>
    </li>
  );
}

/** The reason and the evidence of a grade. */
function Details(props: Props & { grade: Grade; current: boolean }) {
  const { grade: said, current, value, settings, emit, scratch } = props;
  const box = useFocusBox<HTMLInputElement>(scratch, current);
  const needed = settings.reasons === "not_met" && said.verdict === "not_met";
  const set = (next: Grade) => emit(withGrade(props, value, said.criterion, next));
  return (
    <>
      {said.evidence?.map((shown) => (
        <div key={`${shown.start} ${shown.end}`} className="flex items-start gap-1">
          <blockquote dir="auto" className="min-w-0 flex-1 border-l-2 border-line-strong pl-2 text-xs text-ink-2">
            {shown.quote}
          </blockquote>
          <button
            type="button"
            aria-label={`Remove “${shown.quote}”`}
            onClick={() => {
              const { evidence = [], ...rest } = said;
              const kept = evidence.filter((one) => one !== shown);
              set(kept.length > 0 ? { ...rest, evidence: kept } : rest);
            }}
            className="rounded-sm p-0.5 text-ink-3 hover:bg-pressed hover:text-ink"
          >
            <X size={12} />
          </button>
        </div>
      ))}
      {settings.reasons !== "none" && (current || needed || said.why) ? (
        <Input
          ref={box}
          dir="auto"
          aria-label="Why"
          placeholder={needed ? "Why is it not met?" : "Why (Enter)"}
          value={said.why ?? ""}
          onChange={(event) => {
            const { why: _old, ...rest } = said;
            set(event.target.value ? { ...rest, why: event.target.value } : rest);
          }}
          className="h-7 text-xs"
        />
      ) : null}
    </>
  );
}

/** Only once all is graded: who sees the score grow grades towards it. */
function Score(props: Props) {
  const { value } = props;
  const open = criteriaOf(props).some((one) => !gradeOf(value, one.id));
  const failed = failedOf(value);
  return (
    <p className="flex items-baseline justify-between gap-3 border-t border-line pt-2">
      <span className="text-xs text-ink-3">
        {open || !isComplete(value, props).complete ? "The score is shown when all is graded" : "Score"}
      </span>
      {open ? null : (
        <output className="tabular text-right">
          <span className="font-semibold">{percentOf(scoreOf(value))}</span>
          {failed.length > 0 ? <span className="ml-2 text-xs text-bad">fails a must</span> : null}
        </output>
      )}
    </p>
  );
}

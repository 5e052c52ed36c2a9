import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureMessage } from "@/api/failure";
import type { Answers, Id, MyVersion } from "@/api/types";
import { cx } from "@/kit/cx";
import { AnswerDiff } from "@/questions/AnswerDiff";
import { same } from "@/questions/model";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Loaded } from "@/ui/Loaded";
import { State } from "@/ui/State";
import { FormError } from "@/ui/States";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";
import { myVersionsQuery, WHY } from "./client";
import type { Job } from "./job";

const BARRED: Record<NonNullable<MyVersion["barred"]>, string> = {
  words: "These are not your words; they are not shown.",
  questions: "It answers the questions as they were before.",
  form: "It was given on another form of this item.",
};

/** What one said of this item before: what each would change on the screen, and one of them taken up. */
export function EarlierVersions({ projectId, job, onClose }: { projectId: Id; job: Job; onClose: () => void }) {
  const found = useQuery({ ...myVersionsQuery(projectId, job.id), staleTime: 0 });
  const [chosen, setChosen] = useState<number | null>(null);
  const [now] = useState<Answers>(() => job.store.answers());
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const versions = (found.data?.versions ?? []).toReversed();
  const of = versions.find((one) => one.number === chosen) ?? versions.find((one) => usable(one, now)) ?? versions[0];
  const handleUse = async () => {
    if (!of) return;
    setBusy(true);
    try {
      await job.takeUp(of.number);
      onClose();
      toast(`Version ${of.number} is on the screen. Nothing is submitted yet.`, {
        action: { label: "Undo", run: () => void job.store.undo() },
      });
    } catch (error) {
      setFailed(new Error(failureMessage(error)));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Earlier versions"
      description="What you said of this item before. Using one puts it on the screen; undo brings back what is there now."
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>Keep what is on the screen</Button>
          <Button tone="primary" busy={busy} why={of ? whyNot(of, now) : "There is none"} onClick={handleUse}>
            Use this one
          </Button>
        </>
      }
    >
      <Loaded query={found}>
        {() => (
          <div className="grid gap-4 sm:grid-cols-[220px_minmax(0,1fr)]">
            <div role="radiogroup" aria-label="Versions" className="flex flex-col gap-1">
              {versions.map((one) => (
                <Line key={one.number} of={one} chosen={one === of} onChoose={() => setChosen(one.number)} />
              ))}
            </div>
            <div className="min-w-0">
              <FormError error={failed} />
              {of ? <Change of={of} job={job} now={now} /> : null}
            </div>
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}

const usable = (one: MyVersion, now: Answers) => whyNot(one, now) === null;

function whyNot(one: MyVersion, now: Answers): string | null {
  if (one.barred) return BARRED[one.barred];
  return one.answers && same(one.answers, now) ? "This is what is on the screen" : null;
}

function Line({ of, chosen, onChoose }: { of: MyVersion; chosen: boolean; onChoose: () => void }) {
  return (
    <label
      className={cx(
        "cursor-pointer rounded-md border px-2.5 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-accent",
        chosen ? "border-accent bg-accent-soft" : "border-line hover:bg-hover",
      )}
    >
      <input type="radio" name="version" checked={chosen} onChange={onChoose} className="sr-only" />
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">Version {of.number}</span>
        {of.verdict ? <State of={of.verdict} /> : null}
      </span>
      <span className="block text-xs text-ink-2">
        {of.restores ? `Version ${of.restores} was put back` : WHY[of.why]} · <Ago at={of.at} />
      </span>
    </label>
  );
}

function Change({ of, job, now }: { of: MyVersion; job: Job; now: Answers }) {
  const { content, assignment } = job.work;
  return (
    <>
      {of.comment ? (
        <p dir="auto" className="mb-3 border-l-2 border-line-strong pl-2 whitespace-pre-wrap text-ink-2">
          {of.comment}
        </p>
      ) : null}
      {of.barred || !of.answers ? (
        <p className="text-ink-3">{BARRED[of.barred ?? "words"]}</p>
      ) : (
        <>
          <h3 className="mb-2 text-xs text-ink-3">What it would change on the screen</h3>
          <AnswerDiff
            schema={job.schema}
            content={content}
            orders={assignment.display.orders}
            before={now}
            after={of.answers}
          />
        </>
      )}
    </>
  );
}

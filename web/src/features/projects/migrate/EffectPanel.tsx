import type { SchemaMigration } from "@/api/types";
import { count, plural } from "@/kit/format";
import { Facts, Panel } from "@/ui/Page";
import { Progress } from "@/ui/Progress";
import { FormError } from "@/ui/States";

/** What the dry run found: first whether anything is lost, then what is touched beside the answers. */
export function EffectPanel({ migration }: { migration: SchemaMigration }) {
  const { effect, progress } = migration;
  if (progress.state === "failed") return <FormError error={progress.error ?? "The dry run failed."} />;
  if (!effect)
    return (
      <Panel>
        <Progress done={progress.done} total={progress.total} label="Dry run" unit="items" />
      </Panel>
    );
  const parts = [
    { name: "Read as they are", value: effect.same ?? 0, tone: "bg-line-strong" },
    { name: "Read in the new words", value: effect.mapped ?? 0, tone: "bg-accent" },
    { name: "Need a new answer", value: effect.open ?? 0, tone: "bg-warn" },
  ];
  const all = effect.answers ?? 0;
  return (
    <Panel className="flex flex-col gap-4">
      <p>
        <strong className="tabular">{plural(all, "answer")}</strong> that stand. None of them is changed.
      </p>
      {all > 0 ? (
        <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-sm">
          {parts.map((part) => (
            <span key={part.name} className={part.tone} style={{ width: `${(100 * part.value) / all}%` }} />
          ))}
        </div>
      ) : null}
      <dl className="grid gap-3 sm:grid-cols-3">
        {parts.map((part) => (
          <div key={part.name}>
            <dt className="flex items-center gap-1.5 text-ink-3">
              <span aria-hidden className={`size-2 rounded-full ${part.tone}`} />
              {part.name}
            </dt>
            <dd className="tabular text-lg">{count(part.value)}</dd>
          </div>
        ))}
      </dl>
      <Facts
        items={[
          ...(effect.questions ?? []).map((one) => [`New answers to ${one.question}`, count(one.answers)] as const),
          [
            "In hand now",
            `${plural(effect.in_hand ?? 0, "assignment")}, ${plural(effect.drafts ?? 0, "draft")}; finished under version ${migration.from_version}`,
          ],
          [
            "Gold",
            (effect.gold_open ?? 0) > 0
              ? `${count(effect.gold_open ?? 0)} of ${plural(effect.gold ?? 0, "right answer")} would lose a part`
              : `${plural(effect.gold ?? 0, "item")}, none knows less than before`,
          ],
          [
            "Releases",
            effect.releases ? `${plural(effect.releases, "release")} made before: unchanged` : "none made before",
          ],
        ]}
      />
    </Panel>
  );
}

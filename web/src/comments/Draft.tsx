import { useState } from "react";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import type { Place } from "./client";
import { useCommented } from "./context";
import { choicesAt, nameOf } from "./places";
import { WordsBox } from "./WordsBox";

/** A comment being written: what exactly it is about, and the words. */
export function Draft({ place }: { place: Place }) {
  const { scene, setDraft, saying } = useCommented();
  const choices = choicesAt(scene, place);
  const [chosen, setChosen] = useState(0);
  const { begin } = saying;
  const about = choices[chosen] ?? choices[0];
  return (
    <section aria-label="New comment" className="rounded-md border border-accent bg-surface px-2.5 py-2 text-sm">
      <p className="mb-1 text-xs text-ink-3">{nameOf(scene, place)}</p>
      {choices.length > 1 ? (
        <Select
          aria-label="About"
          className="w-full"
          value={String(chosen)}
          onChange={(value) => setChosen(Number(value))}
          options={choices.map((one, index) => ({ value: String(index), label: one.label }))}
        />
      ) : (
        <p dir="auto" className="text-ink-2">
          {about?.label}
        </p>
      )}
      <WordsBox
        label="Comment"
        busy={begin.isPending}
        onCancel={() => {
          begin.reset();
          setDraft(null);
        }}
        onSend={(given) => about && begin.mutate({ ...given, place: about.place }, { onSuccess: () => setDraft(null) })}
      />
      <div className="mt-1.5 empty:hidden">
        <FormError error={begin.error} />
      </div>
    </section>
  );
}

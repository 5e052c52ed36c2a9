import { Checkbox, Segments } from "@/ui/Toggle";
import { FieldSelect } from "../parts/FieldSelect";
import { ListEditor } from "../parts/ListEditor";
import { pruned } from "../parts/prune";
import type { SettingsFormProps } from "../plugin";
import { colorOf, type Rating, readSettings, type StepLabel, type StepsSettings } from "./model";

const RATINGS: { value: string; rating: Rating; label: string }[] = [
  { value: "-1", rating: -1, label: "Error" },
  { value: "0", rating: 0, label: "Neutral" },
  { value: "1", rating: 1, label: "Good" },
  { value: "none", rating: null, label: "Cannot tell" },
];

export function StepsSettingsForm({ value, onChange, schema }: SettingsFormProps) {
  const settings = readSettings(value);
  const set = (change: Record<string, unknown>) => onChange(pruned({ ...value, ...change }));
  const setLabel = (id: string, change: Partial<StepLabel>) =>
    set({ labels: settings.labels.map((one) => (one.id === id ? { ...one, ...change } : one)) });
  return (
    <div className="flex flex-col gap-4">
      <FieldSelect
        label="Steps"
        fields={schema.fields}
        fits={(field) => field.ordered === true && field.kind === "text"}
        none="Add a text field with several responses that follow each other first."
        value={settings.field}
        onChange={(field) => set({ field })}
      />
      <ListEditor
        label="Labels"
        noun="label"
        rows={settings.labels}
        onChange={(labels) => set({ labels })}
        make={(id): StepLabel => ({ id, title: "", rating: 0 })}
        mark={(label) => (
          <span
            aria-hidden
            className="size-3 shrink-0 rounded-full"
            style={{ background: colorOf(settings, label.id) }}
          />
        )}
      />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium">What each means</legend>
        {settings.labels.map((label) => (
          <div key={label.id} className="flex items-center gap-3">
            <span className="w-28 truncate">{label.title || label.id}</span>
            <Segments
              label={`What ${label.title || label.id} means`}
              value={label.rating === null ? "none" : String(label.rating)}
              onChange={(next) =>
                setLabel(label.id, { rating: RATINGS.find((one) => one.value === next)?.rating ?? null })
              }
              options={RATINGS}
            />
          </div>
        ))}
      </fieldset>
      <Checkbox
        label="Steps have alternatives"
        hint="A step of an item may be a list of candidates. Each gets a label, and one goes on."
        checked={settings.alternatives}
        onChange={(may) => set({ alternatives: may || undefined })}
      />
      <Checkbox
        label={settings.alternatives ? "End where the item does not go on" : "End at the first error"}
        hint={
          settings.alternatives
            ? "The next step follows the first candidate. After another one, it is not labelled."
            : "What follows an error stands on it; it is not labelled."
        }
        checked={settings.stop_at_error}
        onChange={(stop) => set({ stop_at_error: stop || undefined })}
      />
      <Segments
        label="Comments"
        value={settings.comments}
        onChange={(comments: StepsSettings["comments"]) =>
          set({ comments: comments === "none" ? undefined : comments })
        }
        options={[
          { value: "none", label: "No comments" },
          { value: "optional", label: "On any step" },
          { value: "errors", label: "On every error" },
        ]}
      />
      <Checkbox
        label={settings.alternatives ? "Steps may be written" : "Errors may be rewritten"}
        hint={
          settings.alternatives
            ? "Where none of the candidates is good, the person writes the step."
            : "The step as it should be, written by the person."
        }
        checked={settings.rewrite}
        onChange={(rewrite) => set({ rewrite: rewrite || undefined })}
      />
      <Checkbox
        label="Labelling may end early"
        hint="By giving up, or because the problem is bad; with a reason in words."
        checked={settings.give_up}
        onChange={(may) => set({ give_up: may || undefined })}
      />
      <Checkbox
        label="Keep the time at each step"
        hint="Time at work between one label and the next, pauses left out. People are told."
        checked={settings.timed}
        onChange={(timed) => set({ timed: timed || undefined })}
      />
    </div>
  );
}

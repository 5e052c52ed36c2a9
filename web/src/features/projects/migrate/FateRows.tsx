import type { LabelSchema } from "@/api/types";
import { type Fate, type Fates, goneAndCome, named, optionsOf } from "@/features/projects/migrate/plan";
import { Select } from "@/ui/Select";

type Row = {
  id: string;
  what: string;
  where: string;
  value: string;
  choices: { value: string; label: string }[];
  set: (value: string) => void;
};

/** One line for everything that is gone, with what becomes of its answers. */
export function FateRows({
  before,
  after,
  fates,
  onChange,
}: {
  before: LabelSchema;
  after: LabelSchema;
  fates: Fates;
  onChange: ((fates: Fates) => void) | null;
}) {
  const rows = [...questionRows(before, after, fates, onChange), ...optionRows(before, after, fates, onChange)];
  if (rows.length === 0)
    return <p className="text-ink-3">Nothing that was asked is gone. Older answers read as they are.</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
          <span className="min-w-48 flex-1">
            <span className="font-medium">{row.what}</span> <span className="text-ink-3">{row.where}</span>
          </span>
          {onChange ? (
            <Select
              aria-label={`What becomes of ${row.what}`}
              value={row.value}
              options={row.choices}
              onChange={row.set}
              className="w-72 max-w-full"
            />
          ) : (
            <span className="text-ink-2">{row.choices.find((one) => one.value === row.value)?.label}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function questionRows(
  before: LabelSchema,
  after: LabelSchema,
  fates: Fates,
  onChange: ((fates: Fates) => void) | null,
): Row[] {
  const { gone, come } = goneAndCome(before, after);
  return gone.map((one) => ({
    id: `q:${one.name}`,
    what: one.title,
    where: `question ${one.name}`,
    value: fates.questions[one.name] ?? "",
    choices: [
      ...come
        .filter((each) => each.kind === one.kind)
        .map((each) => ({ value: each.name, label: `is now called ${each.name}` })),
      { value: "", label: "is asked no more; its answers are kept, unread" },
    ],
    set: (value) => {
      const questions = { ...fates.questions, [one.name]: value || null };
      onChange?.({ questions, options: freshOptions(before, after, questions, fates.options) });
    },
  }));
}

/** A question that became another may have lost other options than before. */
function freshOptions(
  before: LabelSchema,
  after: LabelSchema,
  questions: Fates["questions"],
  known: Fates["options"],
): Fates["options"] {
  const options: Fates["options"] = {};
  for (const one of before.questions) {
    const name = one.name in questions ? questions[one.name] : one.name;
    if (!name) continue;
    const left = new Set(optionsOf(named(after, name)).map((each) => each.id));
    const missing = optionsOf(one).filter((each) => !left.has(each.id));
    if (missing.length > 0)
      options[name] = Object.fromEntries(missing.map((each) => [each.id, known[name]?.[each.id] ?? "ask"]));
  }
  return options;
}

function optionRows(
  before: LabelSchema,
  after: LabelSchema,
  fates: Fates,
  onChange: ((fates: Fates) => void) | null,
): Row[] {
  const old = (name: string) =>
    before.questions.find((one) => fates.questions[one.name] === name) ?? named(before, name);
  return Object.entries(fates.options).flatMap(([question, gone]) => {
    const titles = Object.fromEntries(optionsOf(old(question)).map((each) => [each.id, each.title]));
    const choices = [
      ...optionsOf(named(after, question)).map((each) => ({
        value: `to:${each.id}`,
        label: `becomes ${each.title} (${each.id})`,
      })),
      { value: "ask", label: "needs a new answer" },
      { value: "drop", label: "is left out of the answer" },
    ];
    return Object.entries(gone).map(([option, fate]) => ({
      id: `o:${question}:${option}`,
      what: titles[option] ?? option,
      where: `option ${option} of ${question}`,
      value: typeof fate === "string" ? fate : `to:${fate.to}`,
      choices,
      set: (value: string) => {
        const next: Fate = value === "ask" || value === "drop" ? value : { to: value.slice(3) };
        onChange?.({ ...fates, options: { ...fates.options, [question]: { ...gone, [option]: next } } });
      },
    }));
  });
}

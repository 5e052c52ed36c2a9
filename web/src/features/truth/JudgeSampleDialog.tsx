import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Judge, type JudgeSample, type SampleJudge, sampleJudge } from "@/api/judges";
import type { Project, Question } from "@/api/types";
import { useAddress } from "@/kit/address";
import { csvCell } from "@/kit/csv";
import { count, plural } from "@/kit/format";
import { valueName } from "@/questions/names";
import { Button, buttonLook } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { FormError } from "@/ui/States";
import { Checkbox } from "@/ui/Toggle";

type By = NonNullable<SampleJudge["by"]>;
const MOST = 1000;

/** Items of every verdict that people answer without seeing it. */
export function JudgeSampleDialog({
  project,
  judge,
  asked,
  on,
  onClose,
}: {
  project: Project;
  judge: Judge;
  asked: ReadonlyMap<string, Question>;
  on: readonly string[];
  onClose: () => void;
}) {
  // Those that it was compared on already come first: it is known to answer them.
  const names = [...new Set([...judge.questions.map((one) => one.question).filter((one) => on.includes(one)), ...on])];
  const [question, setQuestion] = useState(names[0] ?? "");
  const [size, setSize] = useState("100");
  const [least, setLeast] = useState("5");
  const [by, setBy] = useState<By>("verdict");
  const [first, setFirst] = useState(true);
  const wrong = !(Number(size) >= 1 && Number(size) <= MOST && Number(least) >= 0 && Number(least) <= 100);
  const draw = useMutation({
    mutationFn: () =>
      sampleJudge(project.id, {
        source: judge.source,
        version: judge.version,
        question,
        size: Math.round(Number(size)),
        least: Math.round(Number(least)),
        by,
        ask_first: first,
        seed: Math.floor(Math.random() * 2 ** 31),
      }),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Draw items for people"
      description="Of those that nobody has answered yet, some of every verdict. Whoever answers them sees neither the verdict nor that they were drawn."
      footer={
        <>
          <Button onClick={onClose}>{draw.data ? "Done" : "Cancel"}</Button>
          {draw.data ? null : (
            <Button
              tone="primary"
              busy={draw.isPending}
              why={wrong ? `From 1 to ${count(MOST)} items` : null}
              onClick={() => draw.mutate()}
            >
              Draw
            </Button>
          )}
        </>
      }
    >
      {draw.data ? (
        <Drawn project={project} drawn={draw.data} question={asked.get(question)} by={by} />
      ) : (
        <div className="flex flex-col gap-4">
          <FormError error={draw.error} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Question">
              <Select
                value={question}
                onChange={setQuestion}
                options={names.map((one) => ({ value: one, label: asked.get(one)?.title ?? one }))}
              />
            </Field>
            <Field label="Go by">
              <Select
                value={by}
                onChange={setBy}
                options={[
                  { value: "verdict", label: "The verdict" },
                  { value: "score", label: "Bands of the score" },
                ]}
              />
            </Field>
            <Field label="Items">
              <Input
                className="tabular w-28"
                inputMode="numeric"
                value={size}
                onChange={(event) => setSize(event.target.value)}
              />
            </Field>
            <Field label="Of each at least" hint="So that rare verdicts are measured too.">
              <Input
                className="tabular w-28"
                inputMode="numeric"
                value={least}
                onChange={(event) => setLeast(event.target.value)}
              />
            </Field>
          </div>
          <Checkbox
            label="Ask people about them first"
            hint="They go to the front of the queue. Otherwise they are only listed."
            checked={first}
            onChange={setFirst}
          />
        </div>
      )}
    </Dialog>
  );
}

function Drawn({
  project,
  drawn,
  question,
  by,
}: {
  project: Project;
  drawn: JudgeSample;
  question: Question | undefined;
  by: By;
}) {
  const lines = drawn.items.map((item) => `${item.item_id},${csvCell(item.external_id ?? "")}`);
  const file = useAddress(["item_id,external_id", ...lines, ""].join("\n"), "text/csv");
  return (
    <div className="flex flex-col gap-4">
      <p role="status">
        {plural(drawn.items.length, "item")} drawn
        {drawn.asked_first === 0
          ? "."
          : drawn.asked_first < drawn.items.length
            ? `; people are asked about ${count(drawn.asked_first)} of them first, the others were filled meanwhile.`
            : "; people are asked about them first."}
      </p>
      <table className="w-full border-collapse text-left" aria-label="What was drawn">
        <thead className="text-xs text-ink-3">
          <tr>
            <th scope="col" className="font-normal">
              {by === "verdict" ? "Verdict" : "Band of the score, the lowest first"}
            </th>
            <th scope="col" className="text-right font-normal">
              Not answered yet
            </th>
            <th scope="col" className="text-right font-normal">
              Drawn
            </th>
          </tr>
        </thead>
        <tbody className="tabular">
          {drawn.strata.map((stratum) => (
            <tr key={stratum.name} className="border-t border-line">
              <th scope="row" className="py-1 font-normal">
                {by === "verdict" ? valueName(stratum.name, question) : stratum.name}
              </th>
              <td className="text-right">{count(stratum.there)}</td>
              <td className="text-right">{count(stratum.drawn)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {drawn.items.map((item) => (
          <li key={item.item_id}>
            <Link
              to="/projects/$projectId/items/$itemId"
              params={{ projectId: project.id, itemId: item.item_id }}
              className="block truncate px-3 py-1 font-mono text-xs hover:bg-hover"
            >
              {item.external_id ?? item.item_id}
            </Link>
          </li>
        ))}
      </ul>
      <a href={file} download={`${project.name}-drawn.csv`} className={`${buttonLook()} self-start`}>
        Download the list
      </a>
    </div>
  );
}

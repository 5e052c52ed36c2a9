import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { may } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Disagreement, Project, Question } from "@/api/types";
import { aboutWhat, named, reasons } from "@/features/truth/disagreements";
import { SoftLabelBar } from "@/features/truth/SoftLabelBar";
import { plural } from "@/kit/format";
import { answerName } from "@/questions/names";
import { summarizeAway } from "@/questions/summary";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { FormError } from "@/ui/States";
import { Ago } from "@/ui/Time";
import { toast } from "@/ui/Toast";

type Act = Disagreement["acts"][number]["act"];

const DONE: Record<Act, string> = {
  adjudicate: "Sent to adjudication.",
  more: "One more person is asked.",
  ambiguous: "Releases say that there is no right answer.",
  plain: "It has a right answer again.",
  note: "Noted.",
};
const SAYS: Record<Act, string> = {
  adjudicate: "sent it to adjudication",
  more: "asked for one more answer",
  ambiguous: "marked it as truly ambiguous",
  plain: "took the mark back",
  note: "asked of the guideline",
};

/** One question of one item: everybody side by side, and what can be done about it. */
export function DisagreementDialog({
  project,
  row,
  question,
  onClose,
}: {
  project: Project;
  row: Disagreement;
  question: Question | undefined;
  onClose: () => void;
}) {
  const [text, setText] = useState("");
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (what: Act) =>
      api.post(`/projects/${project.id}/disagreements/${row.item_id}`, { question: row.question, act: what, text }),
    onSuccess: async (_, what) => {
      setText("");
      toast(DONE[what], { tone: "good" });
      await client.invalidateQueries({ queryKey: keys.in(project.id, "disagreements") });
    },
  });
  const button = (what: Act, label: string, why: string | null = null) => (
    <Button busy={act.isPending && act.variables === what} why={why} onClick={() => act.mutate(what)}>
      {label}
    </Button>
  );
  const mark = row.state === "ambiguous";
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="xl"
      title={`${named(row)}: ${aboutWhat(row, question)}`}
      description={
        row.decision
          ? `Decided between them: ${summarizeAway(question, row.decision)}.`
          : "Nobody has decided between them."
      }
      footer={
        may(project, "disagreement.act") ? (
          <>
            {button("note", "Note a question", text.trim() ? null : "Write the question")}
            {button("more", "Ask one more")}
            {mark ? button("plain", "Not ambiguous") : button("ambiguous", "Truly ambiguous")}
            {button("adjudicate", "Send to adjudication", row.state === "asked" ? "It waits there" : null)}
          </>
        ) : null
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={act.error} />
        <SoftLabelBar row={row} question={question} />
        <Voices row={row} question={question} />
        {row.groups.length > 1 ? <Groups row={row} question={question} /> : null}
        {row.skills.length > 0 ? <Skills row={row} question={question} /> : null}
        <p>
          <Link
            to="/projects/$projectId/items/$itemId"
            params={{ projectId: project.id, itemId: row.item_id }}
            className="text-accent underline underline-offset-2"
          >
            Open the item with all its answers
          </Link>
        </p>
        {row.acts.length > 0 ? (
          <ul aria-label="What was done" className="text-ink-2">
            {row.acts.map((each) => (
              <li key={`${each.act} ${each.at}`}>
                {each.by.name} {SAYS[each.act]} <Ago at={each.at} />
                {each.text ? `: ${each.text}` : "."}
              </li>
            ))}
          </ul>
        ) : null}
        {may(project, "disagreement.act") ? (
          <Field
            label="Your words to it"
            optional
            hint="A question for the guideline, or why. Stays with those who run the project."
          >
            <Textarea rows={2} maxLength={5000} value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
        ) : null}
      </div>
    </Dialog>
  );
}

type Shown = { row: Disagreement; question: Question | undefined };

function Voices({ row, question }: Shown) {
  return (
    <ul aria-label="Answers side by side" className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-2">
      {row.voices.map((voice) => (
        <li key={voice.annotation_id} className="rounded-md border border-line p-2">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{voice.person.name}</span>
            <span className="text-xs text-ink-3">{voice.organization.name}</span>
            {voice.minority ? <Badge tone="warn">Minority</Badge> : null}
          </span>
          {voice.label === null ? null : (
            <span className="block font-medium break-words">{answerName(voice.label, question)}</span>
          )}
          <span className="block break-words text-ink-2">{summarizeAway(question, voice.answers)}</span>
          {reasons(voice.answers).map((reason) => (
            <span key={reason} className="block break-words text-ink-2">
              {reason}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

const counted = (votes: Record<string, number>, question: Question | undefined) =>
  Object.entries(votes)
    .map(([label, of]) => `${answerName(label, question)} ${of}`)
    .join(", ");

function Skills({ row, question }: Shown) {
  return (
    <ul aria-label="Skill by skill" className="tabular">
      {row.skills.map((each) => (
        <li key={each.skill.id}>
          <span className="font-medium">{each.skill.name}</span>{" "}
          <span className="text-ink-2">
            {counted(each.have, question)}; without it {counted(each.lack, question)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Groups({ row, question }: Shown) {
  return (
    <ul aria-label="Firm by firm" className="tabular">
      {row.groups.map((group) => (
        <li key={group.organization.id}>
          <span className="font-medium">{group.organization.name}</span>{" "}
          <span className="text-ink-2">
            {counted(group.votes, question)} of {plural(group.n, "answer")}
          </span>
        </li>
      ))}
    </ul>
  );
}

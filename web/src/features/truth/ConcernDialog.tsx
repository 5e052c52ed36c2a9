import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@/api/client";
import { may, useMe } from "@/api/identity";
import { keys } from "@/api/keys";
import type { Concern, Project, Question } from "@/api/types";
import { ConcernActs } from "@/features/truth/ConcernActs";
import { ConcernAppeals } from "@/features/truth/ConcernAppeals";
import { aboutWhom, besides, byChance, KINDS, type Kind } from "@/features/truth/concerns";
import { EvidenceBar } from "@/features/truth/EvidenceBar";
import { dateTime } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { Facts } from "@/ui/Page";
import { State } from "@/ui/State";
import { FormError } from "@/ui/States";
import { toast } from "@/ui/Toast";

type Verdict = "looking" | "upheld" | "dismissed";
type Props = { project: Project; concern: Concern; question: Question | undefined; onClose: () => void };

/** One concern: the evidence, where to look, and the decision of a human being. */
export function ConcernDialog(props: Props) {
  const { project, concern } = props;
  const decided = concern.state === "upheld" || concern.state === "dismissed";
  return decided || !may(project, "concern.manage") ? <Decided {...props} /> : <Deciding {...props} />;
}

function Deciding({ project, concern, question, onClose }: Props) {
  const me = useMe();
  const [reason, setReason] = useState("");
  const [word, setWord] = useState("");
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (state: Verdict) =>
      api.post<Concern>(`/projects/${project.id}/concerns/${concern.id}/decide`, { state, reason, word }),
    onSuccess: async (_, state) => {
      await client.invalidateQueries({ queryKey: keys.in(project.id, "concerns") });
      if (state === "looking") return;
      toast(state === "upheld" && concern.told ? "Upheld. They are told." : "Decided.", { tone: "good" });
      onClose();
    },
  });
  const own = concern.people.some((each) => each.person.id === me.person.id);
  const why = own ? "This is about yourself: somebody else decides" : reason.trim() ? null : "Say why";
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="lg"
      title={`${KINDS[concern.kind].title}: ${aboutWhom(concern, question)}`}
      description={KINDS[concern.kind].about}
      footer={
        <>
          {concern.state === "open" ? (
            <Button
              why={own ? "This is about yourself" : null}
              busy={decide.isPending}
              onClick={() => decide.mutate("looking")}
            >
              I look into it
            </Button>
          ) : null}
          <Button why={why} busy={decide.isPending} onClick={() => decide.mutate("dismissed")}>
            Dismiss
          </Button>
          <Button tone="primary" why={why} busy={decide.isPending} onClick={() => decide.mutate("upheld")}>
            Uphold
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError error={decide.error} />
        <Seen project={project} concern={concern} question={question} />
        <Field label="Why" hint="Stays with those who run the project.">
          <Textarea rows={3} maxLength={5000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {concern.told ? (
          <>
            <Quote label="If you uphold it, they read this, and may appeal to somebody else" text={concern.told} />
            <Field label="Your word to them" optional hint="Name no gold item and nobody else.">
              <Textarea rows={2} maxLength={5000} value={word} onChange={(event) => setWord(event.target.value)} />
            </Field>
          </>
        ) : null}
        <p className="text-ink-3">
          {concern.state === "looking" && concern.looked_by ? `${concern.looked_by.name} looks into it. ` : ""}
          Whatever you decide, pay and access stay as they are.
        </p>
      </div>
    </Dialog>
  );
}

function Decided({ project, concern, question, onClose }: Props) {
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="lg"
      title={`${KINDS[concern.kind].title}: ${aboutWhom(concern, question)}`}
      description={KINDS[concern.kind].about}
    >
      <div className="flex flex-col gap-4">
        <Seen project={project} concern={concern} question={question} />
        {concern.decided_by && concern.decided_at ? (
          <Quote
            label={`${concern.state === "upheld" ? "Upheld" : "Dismissed"} by ${concern.decided_by.name}, ${dateTime(concern.decided_at)}`}
            text={concern.reason}
          />
        ) : null}
        {concern.state === "upheld" && concern.told ? (
          <Quote label="They read" text={[concern.told, concern.word].filter(Boolean).join("\n\n")} />
        ) : null}
        <ConcernAppeals project={project} concern={concern} />
        {concern.state === "upheld" ? <ConcernActs project={project} concern={concern} /> : null}
      </div>
    </Dialog>
  );
}

const WRITING: Kind[] = ["text_brought_in", "odd_typing"];

function Seen({ project, concern, question }: Omit<Props, "onClose">) {
  return (
    <>
      <EvidenceBar concern={concern} wide />
      <Facts
        items={[
          ["State", <State key="state" of={concern.stale ? "stale" : concern.state} />],
          concern.question ? ["Question", question?.title ?? concern.question] : null,
          ...besides(concern),
          ["By chance", byChance(concern.p)],
          ["Found", `${dateTime(concern.found_at)}, last seen ${dateTime(concern.seen_at)}, by ${concern.package}`],
          WRITING.includes(concern.kind) && [
            "What was counted",
            <Link
              key="writing"
              to="/projects/$projectId/writing"
              params={{ projectId: project.id }}
              className="underline underline-offset-2"
            >
              How answers were written
            </Link>,
          ],
          concern.items.length > 0 && [
            "Where to look",
            <span key="items" className="flex flex-wrap gap-x-3 gap-y-1">
              {concern.items.map((each) => (
                <Link
                  key={each.item_id}
                  to="/projects/$projectId/items/$itemId"
                  params={{ projectId: project.id, itemId: each.item_id }}
                  className="underline underline-offset-2"
                >
                  {each.external_id ?? each.item_id.slice(0, 8)}
                </Link>
              ))}
            </span>,
          ],
        ]}
      />
    </>
  );
}

export function Quote({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <p className="text-xs text-ink-3">{label}</p>
      <p className="whitespace-pre-wrap border-l-2 border-line-strong pl-2">{text || "Without a word."}</p>
    </div>
  );
}

import { useState } from "react";
import { letterOf, responsesOf } from "@/fields/model";
import { cx } from "@/kit/cx";
import { Markdown } from "@/kit/markdown/Markdown";
import { Button } from "@/ui/Button";
import { Diff } from "@/ui/Diff";
import { Segments } from "@/ui/Toggle";
import { useFocusBox } from "../parts/focusBox";
import type { EditorProps } from "../plugin";
import { useScratch } from "../scratch";
import { Asked } from "./Asked";
import { Counts } from "./Counts";
import { draftOf, spliceBetween, type TextOp, type TextSettings, type TextValue } from "./model";

type Props = EditorProps<TextValue, TextSettings, TextOp>;
export type Face = "write" | "preview" | "changes";
export const FACE = "face";

export function TextEditor(props: Props) {
  const { value, settings, emit, scratch, question } = props;
  const face = useScratch<Face>(scratch, FACE) ?? "write";
  const rewriting = settings.rewrite_of !== null;
  const draft = draftOf(props);
  // Until the first change the box shows the draft itself; the answer begins with the first change.
  const shown = value.text === "" && draft ? draft.text : value.text;
  const faces = [
    { value: "write" as const, label: rewriting ? "Edit" : "Write" },
    ...(settings.format === "markdown" ? [{ value: "preview" as const, label: "Preview" }] : []),
    ...(rewriting ? [{ value: "changes" as const, label: "Changes" }] : []),
  ];
  if (rewriting && !draft)
    return (
      <p className="rounded-md border border-dashed border-line-strong px-3 py-4 text-center text-ink-2">
        {waitingFor(props)}
      </p>
    );
  return (
    <div className="flex flex-col gap-1.5">
      {faces.length > 1 ? (
        <div className="flex items-center justify-between gap-2">
          <Segments label="What is shown" value={face} onChange={(next) => scratch.set(FACE, next)} options={faces} />
          {draft?.response ? <span className="text-xs text-ink-3">From {nameOf(props, draft.response)}</span> : null}
        </div>
      ) : null}
      {face === "write" ? (
        <Box {...props} text={shown} label={question.title} onText={(text) => emit(spliceBetween(value.text, text))} />
      ) : (
        <div className="min-h-40 rounded-md border border-line bg-surface px-3 py-2">
          {face === "preview" ? (
            <Markdown source={shown || "Nothing written yet"} className="text-md" />
          ) : (
            <Diff before={draft?.text ?? ""} after={shown} className="text-md" />
          )}
        </div>
      )}
      <Counts text={shown} settings={settings} draft={draft?.text ?? null} />
      <Asked text={shown} settings={settings} empty={shown.trim() === ""} />
      {draft && value.text === "" && !settings.must_change ? (
        <Button size="sm" className="self-start" onClick={() => emit(spliceBetween("", draft.text))}>
          Keep it as it is
        </Button>
      ) : null}
      {draft && value.text !== "" && value.text !== draft.text ? (
        <Button size="sm" tone="quiet" className="self-start" onClick={() => emit(spliceBetween(value.text, ""))}>
          Start again from the draft
        </Button>
      ) : null}
    </div>
  );
}

function nameOf({ settings, subject }: Props, response: string): string {
  const field = settings.rewrite_of?.field ?? "";
  const at = responsesOf(subject.content, field, subject.orders[field]).findIndex((one) => one.id === response);
  return `response ${letterOf(Math.max(0, at))}`;
}

function waitingFor({ settings }: Props): string {
  return settings.rewrite_of?.response
    ? "Decide first which response is best; it is rewritten here."
    : "There is nothing to rewrite in this item.";
}

function Box({
  text,
  label,
  question,
  settings,
  scratch,
  onText,
}: Props & { text: string; label: string; onText: (text: string) => void }) {
  const box = useFocusBox<HTMLTextAreaElement>(scratch);
  const [composing, setComposing] = useState<string | null>(null);
  return (
    <textarea
      ref={box}
      aria-label={label}
      dir="auto"
      spellCheck
      // While an input method composes, the letters are not the answer yet.
      value={composing ?? text}
      placeholder={settings.rewrite_of ? "" : "Write here"}
      onCompositionStart={(event) => setComposing(event.currentTarget.value)}
      onCompositionEnd={(event) => {
        setComposing(null);
        onText(event.currentTarget.value);
      }}
      onChange={(event) => (composing === null ? onText(event.target.value) : setComposing(event.target.value))}
      className={cx(
        "field-sizing-content max-h-[60vh] w-full resize-y rounded-md border border-line-strong bg-surface px-3 py-2 text-md placeholder:text-ink-3 hover:border-ink-3 focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0",
        question.required === false || (settings.max_length !== null && settings.max_length <= 600)
          ? "min-h-20"
          : "min-h-44",
      )}
    />
  );
}

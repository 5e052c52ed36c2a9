import { Check } from "lucide-react";
import { useNotes } from "@/fields/notes";
import { cx } from "@/kit/cx";
import { deferred } from "@/kit/deferred";
import { Markdown } from "@/kit/markdown/Markdown";
import { answerAt, same } from "../model";
import { contextOf, gapOf, type Slot, valueIn } from "../remaining";
import { CardFoot } from "./CardFoot";
import { useSheetApi } from "./useSheet";

const PersonalData = deferred(async () => (await import("./PersonalData")).PersonalData);
/** Only where this stands may there be an address or a number of somebody. */
const PERHAPS = /@|(?:\d[^\p{L}]{0,2}){7}/u;

/** One question at one place: title, help, its own editor, and what every answer may also say. */
export function QuestionCard({ slot, beside = false }: { slot: Slot; beside?: boolean }) {
  const api = useSheetApi();
  const notes = useNotes();
  const { question, plugin } = slot;
  const active = !api.readOnly && api.activeId === slot.id;
  const answer = answerAt(api.sheet.answers, question.name, slot.target);
  const gap = api.readOnly ? null : gapOf(api.sheet, slot, api.world);
  const done = !api.readOnly && answer !== undefined && gap === null;
  return (
    <section
      data-slot={slot.id}
      aria-label={slot.place ? `${question.title} ${slot.place}` : question.title}
      tabIndex={-1}
      onPointerDownCapture={() => active || api.readOnly || api.activate(slot.id)}
      onFocusCapture={() => active || api.readOnly || api.activate(slot.id)}
      className={cx(
        "relative min-w-0 outline-none",
        beside ? "rounded-md border bg-surface p-2.5" : "py-3 pr-4 pl-4",
        beside
          ? active
            ? "border-accent"
            : "border-line"
          : "before:absolute before:inset-y-3 before:left-0 before:w-0.5 before:rounded-full",
        !beside && active && "before:bg-accent",
        api.readOnly && (beside ? "focus:border-accent" : "focus:before:bg-accent"),
      )}
    >
      <header className="mb-2 flex items-start gap-2">
        <h3 dir="auto" className={cx("min-w-0 flex-1 text-pretty", beside ? "text-sm" : "text-base")}>
          {question.title}
          {/* A word joiner keeps the mark on the line of the last word. */}
          {"\u2060"}
          {slot.required && !api.readOnly ? (
            <span className="ml-0.5 text-bad" title="Required">
              <span aria-hidden>*</span>
              <span className="sr-only"> (required)</span>
            </span>
          ) : null}
          {slot.place && !beside ? <span className="ml-2 text-xs font-normal text-ink-3">{slot.place}</span> : null}
        </h3>
        {done ? <Check size={14} aria-label="Answered" className="mt-1 shrink-0 text-good" /> : null}
      </header>
      {question.help && !api.readOnly ? <Help text={question.help} /> : null}
      <Body slot={slot} active={active} />
      <CardFoot slot={slot} active={active} />
      {!api.readOnly && question.settings?.personal_data !== "allow" && PERHAPS.test(JSON.stringify(answer ?? "")) ? (
        <PersonalData slot={slot} />
      ) : null}
      {api.baseline ? <Change slot={slot} /> : null}
      {api.showGaps && gap ? (
        <p role="alert" className="mt-1.5 text-xs text-bad">
          {gap}
        </p>
      ) : null}
      {plugin.kind === "text" && gap && answer && !api.showGaps ? (
        <p className="mt-1 text-xs text-ink-3">{gap}</p>
      ) : null}
      {notes?.under(slot.id)}
    </section>
  );
}

/** Long help folds: it is read once and then in the way. */
function Help({ text }: { text: string }) {
  if (text.length <= 160) return <Markdown source={text} className="mb-2 text-xs text-ink-2" />;
  return (
    <details className="mb-2 text-xs text-ink-2">
      <summary className="cursor-pointer rounded-sm text-ink-3 hover:text-ink">Help</summary>
      <Markdown source={text} className="mt-1" />
    </details>
  );
}

function Body({ slot, active }: { slot: Slot; active: boolean }) {
  const api = useSheetApi();
  const answer = answerAt(api.sheet.answers, slot.question.name, slot.target);
  if (answer && answer.state !== "answered") {
    return <p className="text-ink-2">{answer.state === "not_applicable" ? "Not applicable" : "Cannot assess"}</p>;
  }
  const value = valueIn(api.sheet.answers, slot);
  const context = contextOf(api.sheet, slot, api.world);
  const { Editor, Viewer } = slot.plugin;
  if (api.readOnly && !answer) return <p className="text-ink-3">Not answered</p>;
  if (api.readOnly) {
    const viewer = <Viewer {...context} value={value} />;
    return slot.plugin.kind === "text" ? <div data-said={slot.id}>{viewer}</div> : viewer;
  }
  return (
    <Editor
      {...context}
      value={value}
      scratch={api.scratchOf(slot)}
      active={active}
      emit={(op) => api.emit(slot, op)}
    />
  );
}

/** What changed against the answers that were there before. */
function Change({ slot }: { slot: Slot }) {
  const api = useSheetApi();
  const { question, target, plugin } = slot;
  const before = answerAt(api.baseline ?? {}, question.name, target);
  const after = answerAt(api.sheet.answers, question.name, target);
  if (same(before, after) || (before === undefined && after === undefined)) return null;
  const context = contextOf(api.sheet, slot, api.world);
  const { Diff } = plugin;
  const stateOf = (answer: typeof before) => (!answer ? "not answered" : answer.state.replace("_", " "));
  return (
    <div className="mt-2 rounded-md bg-sunken px-2.5 py-1.5">
      <p className="mb-0.5 text-2xs text-ink-3">Changed</p>
      {(before?.state ?? "answered") === "answered" && (after?.state ?? "answered") === "answered" ? (
        <Diff {...context} before={valueIn(api.baseline ?? {}, slot)} after={valueIn(api.sheet.answers, slot)} />
      ) : (
        <p>
          {stateOf(before)} → {stateOf(after)}
        </p>
      )}
      {before?.justification !== after?.justification && after?.justification ? (
        <p className="mt-1 text-xs text-ink-2">Why: {after.justification}</p>
      ) : null}
    </div>
  );
}
